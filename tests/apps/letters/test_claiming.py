"""A worker that is killed in the middle of a message: what was in its hand is never sent a second time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from evenhand.apps.letters import sending
from evenhand.apps.letters.models import Delivery, Message
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import ClockShift
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import MailServer, by_mail, mail_server, parent, say
from tests.cast import MOMENT, SchoolCast, build_cast

WORKER = """
import json, os, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["WORKER_DATABASE"]
settings.EVENHAND_MESSAGES.update(json.loads(os.environ["WORKER_WAYS"]))
django.setup()
from evenhand.apps.letters import sending
sending.tick()
"""
MESSAGES = 4
# Seconds that a process of its own may take to start on a machine that is busy.
PATIENCE = 240
one_clock = pytest.mark.skipif(
    "EVENHAND_TEST_TODAY" in os.environ,
    reason="a worker in a process of its own goes by the real day, and this process by the chosen one",
)


def move_to(moment: datetime) -> None:
    """Shift the clock of every process; time goes on running."""
    ClockShift.objects.all().delete()
    clock.forget_shift()
    ClockShift.objects.create(seconds=int((moment - datetime.now(UTC)).total_seconds()))
    clock.forget_shift()


def start_worker() -> subprocess.Popen[bytes]:
    """One round of the worker in a process of its own, on the database of this test."""
    name, ways = str(connection.settings_dict["NAME"]), json.dumps(settings.EVENHAND_MESSAGES)
    given = os.environ | {"WORKER_DATABASE": name, "WORKER_WAYS": ways}
    given["DJANGO_SETTINGS_MODULE"] = "evenhand.web.settings.test"
    return subprocess.Popen([sys.executable, "-c", WORKER], env=given)


def killed_in_the_middle(post: MailServer) -> SchoolCast:
    """Four messages, and a worker that dies over the first."""
    move_to(MOMENT)
    here = build_cast().here
    with in_school(here.school):
        for number in range(MESSAGES):
            pupil = here.pupils[number % len(here.pupils)]
            parent(pupil, email=f"family{number}@home.example", order=1)
            say(
                here,
                "late_finish",
                pupil=pupil,
                values={"until": "16:00", "day": "2026-11-17"},
                dedupe=str(number),
            )
    move_to(MOMENT + timedelta(minutes=5))
    worker = start_worker()
    try:
        assert post.hung.wait(PATIENCE)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    return here


def rounds(here: SchoolCast) -> None:
    """The worker is back, and the time has passed after which a silent one counts as dead."""
    for minutes in (5, 8, 11):
        move_to(MOMENT + timedelta(minutes=minutes))
        sending.tick()


@one_clock
@pytest.mark.django_db(transaction=True)
def test_a_message_whose_text_was_taken_is_not_sent_again() -> None:
    with mail_server() as post, by_mail(post):
        post.answers = ["stall"]
        here = killed_in_the_middle(post)
        rounds(here)
        assert len(post.ids) == len(set(post.ids)) == MESSAGES
        with in_school(here.school):
            told = sorted(Message.objects.values_list("status", flat=True))
            assert told == ["sent"] * (MESSAGES - 1) + ["to_check"]
            assert Delivery.objects.filter(change="trying").count() == MESSAGES


@one_clock
@pytest.mark.django_db(transaction=True)
def test_a_message_that_never_left_is_not_lost() -> None:
    with mail_server() as post, by_mail(post):
        post.stalled.add("family0@home.example")
        here = killed_in_the_middle(post)
        post.stalled.clear()
        rounds(here)
        assert len(post.ids) == len(set(post.ids)) == MESSAGES - 1
        with in_school(here.school):
            left = Message.objects.exclude(status="sent").get()
            assert left.status == "to_check"
