"""What is due is sent once, whatever servers and workers do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connections

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.models import Task
from evenhand.apps.letters import sending
from evenhand.apps.letters.claiming import claim
from evenhand.apps.letters.models import Delivery, Message
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import (
    MailServer,
    TextServer,
    by_gateway,
    by_mail,
    by_notify,
    mail_server,
    parent,
    say,
    set_up,
    text_of,
    text_server,
)
from tests.cast import MOMENT, Cast, SchoolCast, build_cast

Clock = time_machine.Traveller
HALF_A_MINUTE = timedelta(seconds=30)
TOGETHER = timedelta(minutes=10) + HALF_A_MINUTE


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server, by_mail(server):
        yield server


@pytest.fixture
def texts() -> Iterator[TextServer]:
    with text_server() as server:
        yield server


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        parent(here.pupil)
        yield here


def test_a_message_waits_out_its_hold_and_then_goes_once(
    school: SchoolCast, post: MailServer, moment: Clock
) -> None:
    message = say(school, "removal_referral", values={"time": "11:32", "until": "16:00"})
    moment.shift(HALF_A_MINUTE - timedelta(seconds=1))
    sending.tick()
    assert post.taken == []
    moment.shift(timedelta(seconds=1))
    sending.tick()
    sending.tick()
    (mail,) = post.taken
    assert mail["To"] == "asha@home.example"
    assert "ends at 16:00" in text_of(mail)
    message.refresh_from_db()
    assert message.status == "sent"
    assert message.reference == mail["Message-ID"]
    assert message.address == "asha@home.example"
    assert [row.change for row in Delivery.objects.order_by("pk")] == ["made", "trying", "sent"]
    assert AuditEntry.objects.filter(action="message.sent", subject=f"message:{message.pk}").exists()


def test_several_for_one_family_become_one(school: SchoolCast, post: MailServer, moment: Clock) -> None:
    sister = school.pupils[1]
    parent(sister)
    messages = [say(school), say(school, pupil=sister, values={"what": "Helping", "day": "2026-11-17"})]
    moment.shift(TOGETHER)
    sending.tick()
    (mail,) = post.taken
    text = text_of(mail)
    assert "Holding the door" in text
    assert "Helping" in text
    for message in messages:
        message.refresh_from_db()
        assert message.status == "sent"
    assert messages[1].carried_by == messages[0]


@pytest.mark.parametrize("answers", [["451 later"], ["421 too many"], ["451 later", "452 full"]])
def test_a_server_that_is_busy_is_tried_again_later(
    school: SchoolCast, post: MailServer, moment: Clock, answers: list[str]
) -> None:
    message = say(school)
    post.answers = list(answers)
    moment.shift(TOGETHER)
    for wait in (0, 1, 5):
        moment.shift(timedelta(minutes=wait))
        sending.tick()
    assert len(post.taken) == 1
    message.refresh_from_db()
    assert (message.status, message.attempts) == ("sent", len(answers) + 1)


def test_what_fails_at_one_school_does_not_stop_the_words_of_another(
    cast: Cast, post: MailServer, moment: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = sorted((cast.here, cast.next_door), key=lambda one: one.school.pk)
    found = sending.recover

    def broken(school: School) -> int:
        if school.pk == first.school.pk:
            raise RuntimeError("the first school's outbox is broken")
        return found(school)

    monkeypatch.setattr(sending, "recover", broken)
    for one in (first, second):
        with in_school(one.school):
            parent(one.pupil, email=f"{one.school.slug}@home.example")
            say(one)
    moment.shift(TOGETHER)
    sending.tick()
    assert [mail["To"] for mail in post.taken] == [f"{second.school.slug}@home.example"]


def test_a_server_that_is_down_loses_nothing_and_a_person_is_asked_in_the_end(
    school: SchoolCast, moment: Clock
) -> None:
    with set_up(smtp_host="127.0.0.1", smtp_port=9):
        message = say(school)
        moment.shift(TOGETHER)
        for minutes in (0, *sending.BACK_OFF):
            message.refresh_from_db()
            assert message.status == "queued"
            moment.shift(timedelta(minutes=minutes))
            sending.tick()
    message.refresh_from_db()
    assert message.status == "failed"
    task = Task.objects.get(kind="phone_instead")
    assert (task.role, task.about) == ("office", f"message:{message.pk}")


def test_an_address_that_is_refused_is_a_person_s_to_see_to(
    school: SchoolCast, post: MailServer, moment: Clock
) -> None:
    post.refused.add("asha@home.example")
    message = say(school)
    moment.shift(TOGETHER)
    sending.tick()
    message.refresh_from_db()
    assert message.status == "failed"
    assert "550" in Delivery.objects.get(change="failed").answer


def test_silence_after_the_text_is_never_followed_by_a_second_copy(
    school: SchoolCast, post: MailServer, moment: Clock
) -> None:
    post.answers = ["hang"]
    message = say(school)
    moment.shift(TOGETHER)
    for _ in range(4):
        sending.tick()
        moment.shift(timedelta(hours=1))
    assert len(post.taken) == 1
    message.refresh_from_db()
    assert message.status == "to_check"
    assert Task.objects.filter(kind="undelivered", about=f"message:{message.pk}").count() == 1


def test_nothing_goes_in_the_quiet_hours_unless_it_is_urgent(
    school: SchoolCast, post: MailServer, moment: Clock
) -> None:
    moment.move_to(datetime(2026, 11, 17, 18, 55, tzinfo=UTC))
    say(school)
    say(school, "late_finish", values={"until": "19:30", "day": "2026-11-17"})
    moment.move_to(datetime(2026, 11, 17, 19, 6, tzinfo=UTC))
    sending.tick()
    assert [mail["Subject"] for mail in post.taken] == [
        f"{school.pupil.first_name} leaves school at 19:30 today"
    ]
    moment.move_to(datetime(2026, 11, 18, 6, 59, tzinfo=UTC))
    sending.tick()
    assert len(post.taken) == 1
    moment.move_to(datetime(2026, 11, 18, 7, 0, tzinfo=UTC))
    sending.tick()
    assert len(post.taken) == 2


def test_without_a_way_a_message_is_printed_or_phoned(school: SchoolCast, moment: Clock) -> None:
    with set_up():
        printed, phoned = (
            say(school),
            say(school, "late_finish", values={"until": "16:00", "day": "2026-11-17"}),
        )
    assert (printed.status, printed.channel) == ("to_print", "print")
    assert (phoned.status, phoned.channel) == ("to_phone", "phone")
    assert Task.objects.get(about=f"message:{phoned.pk}").role == "office"


def test_a_way_that_is_gone_by_the_time_becomes_paper(
    school: SchoolCast, post: MailServer, moment: Clock
) -> None:
    message = say(school)
    moment.shift(TOGETHER)
    with set_up():
        sending.tick()
    message.refresh_from_db()
    assert message.status == "to_print"
    assert post.taken == []


def test_a_gateway_that_fails_then_takes_it_has_it_once(
    school: SchoolCast, texts: TextServer, moment: Clock
) -> None:
    with by_gateway(texts):
        message = say(school, "late_finish", values={"until": "16:00", "day": "2026-11-17"})
        texts.statuses = [503, 429]
        moment.shift(HALF_A_MINUTE)
        for wait in (0, 1, 5, 15):
            moment.shift(timedelta(minutes=wait))
            sending.tick()
    assert len(texts.taken) == 1
    assert len(set(texts.asked)) == 1
    assert len(texts.asked) == 3
    message.refresh_from_db()
    assert message.reference == f"theirs-{texts.asked[0]}"


def test_a_gateway_that_says_it_has_it_already_is_believed(
    school: SchoolCast, texts: TextServer, moment: Clock
) -> None:
    with by_gateway(texts):
        message = say(school, "late_finish", values={"until": "16:00", "day": "2026-11-17"})
        texts.statuses = [409]
        moment.shift(HALF_A_MINUTE)
        sending.tick()
    message.refresh_from_db()
    assert message.status == "sent"


@pytest.mark.parametrize("status", [0, -1, 500, 502])
def test_a_gateway_that_falls_silent_is_not_asked_again(
    school: SchoolCast, texts: TextServer, moment: Clock, status: int
) -> None:
    with by_gateway(texts):
        message = say(school, "late_finish", values={"until": "16:00", "day": "2026-11-17"})
        texts.statuses = [status]
        for _ in range(3):
            moment.shift(timedelta(minutes=20))
            sending.tick()
    assert len(texts.asked) == 1
    message.refresh_from_db()
    assert message.status == "to_check"


@pytest.mark.parametrize(("status", "times"), [(0, 1), (-1, 2)])
def test_notify_is_asked_what_became_of_a_message_before_it_goes_again(
    school: SchoolCast, texts: TextServer, moment: Clock, status: int, times: int
) -> None:
    with by_notify(texts):
        message = say(school, "late_finish", values={"until": "16:00", "day": "2026-11-17"})
        moment.shift(HALF_A_MINUTE)
        texts.statuses = [status]
        sending.tick()
        for wait in (2, 2, 6):
            moment.shift(timedelta(minutes=wait))
            sending.tick()
        assert len(texts.taken) == 1
        assert len(texts.asked) == times
        message.refresh_from_db()
        assert message.status == "sent"
        texts.state = "delivered"
        moment.shift(timedelta(minutes=2))
        sending.follow()
        message.refresh_from_db()
        assert message.status == "delivered"
    assert texts.tokens[0].startswith("Bearer ")


def test_a_text_that_notify_cannot_deliver_is_a_person_s_to_see_to(
    school: SchoolCast, texts: TextServer, moment: Clock
) -> None:
    with by_notify(texts):
        message = say(school, "late_finish", values={"until": "16:00", "day": "2026-11-17"})
        moment.shift(HALF_A_MINUTE)
        sending.tick()
        texts.state = "permanent-failure"
        moment.shift(timedelta(minutes=2))
        sending.follow()
    message.refresh_from_db()
    assert message.status == "failed"
    assert Task.objects.filter(kind="phone_instead").count() == 1


def test_what_a_dead_worker_had_won_is_looked_at_by_a_person(
    school: SchoolCast, post: MailServer, moment: Clock
) -> None:
    message = say(school)
    moment.shift(TOGETHER)
    assert claim([message], now()) != []
    sending.tick()
    message.refresh_from_db()
    assert message.status == "sending"
    moment.shift(timedelta(minutes=2))
    sending.tick()
    message.refresh_from_db()
    assert message.status == "to_check"
    assert post.taken == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_send_twice() -> None:
    with time_machine.travel(MOMENT, tick=False) as clock, mail_server() as post, by_mail(post):
        here = build_cast().here
        with in_school(here.school):
            for pupil in here.pupils:
                parent(pupil, email=f"family{pupil.pk}@home.example")
                for number in range(6):
                    say(here, pupil=pupil, dedupe=str(number))
        clock.shift(TOGETHER)
        start = Barrier(2)

        def work(_: Any) -> None:
            start.wait()
            try:
                for _ in range(3):
                    sending.tick()
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, range(2)))
        assert len(post.ids) == len(set(post.ids)) >= len(here.pupils)
        with in_school(here.school):
            assert set(Message.objects.values_list("status", flat=True)) == {"sent"}
            tries = Delivery.objects.filter(change="trying")
            assert tries.count() == Message.objects.count() == 6 * len(here.pupils)
