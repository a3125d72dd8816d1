"""Rows of time owed from decisions, and taking them back."""

from __future__ import annotations

from datetime import date

from evenhand.apps.casework.models import Deadline
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event
from evenhand.apps.detentions import services
from evenhand.apps.detentions.models import OwedTime
from tests.apps.detentions.detained import director, everybody_late, homework, late
from tests.cast import SchoolCast

WEDNESDAY = date(2026, 11, 18)


def test_one_deadline_for_the_register_and_one_for_each_family(here: SchoolCast) -> None:
    everybody_late(here)
    kinds = list(Deadline.objects.filter(kind__startswith="detention").values_list("kind", flat=True))
    assert sorted(kinds) == ["detention_notice"] * 6 + ["detention_register"]


def test_a_late_mark_taken_back_takes_the_detention_back(here: SchoolCast) -> None:
    owed = late(here)
    void(here.actor("head_of_year"), event=owed.event, reason="Was on time")
    owed.refresh_from_db()
    assert owed.stage == "withdrawn"


def test_a_chosen_time_taken_back_waits_again(here: SchoolCast) -> None:
    owed = homework(here, detention_day="2026-11-18", detention_slot="lunch")
    assert owed is not None
    services.move(director(here), owed=owed, day=WEDNESDAY, slot="after_school", reason="Choir")
    row = OwedTime.objects.get()
    assert row.set_by not in (None, row.event_id)
    void(here.actor("principal"), event=Event.objects.get(pk=str(row.set_by)), reason="Wrong pupil")
    row.refresh_from_db()
    assert row.stage == "deferred"
