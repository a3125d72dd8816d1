"""Marks are read without those that were taken back."""

from __future__ import annotations

from uuid import UUID, uuid4

from evenhand.apps.conduct.correcting import void
from evenhand.apps.support import report_reading as reading
from evenhand.apps.support.reporting import act
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_a_mark_taken_back_is_not_read(next_door: SchoolCast, begun: UUID) -> None:
    teacher = next_door.actor("teacher")
    with in_school(next_door.school):
        done = act(
            teacher, event_id=uuid4(), pupil=next_door.pupil, kind="daily", choice="mark", report=begun,
            lesson=next_door.lesson, details={"mark": "met"},
        )  # fmt: skip
        cards = reading.running([next_door.pupil.pk])
        (given,) = reading.marks(cards)[str(begun)]
        assert (given.value, given.period, given.by) == ("met", "P3", teacher.name)
        assert reading.standing(cards)[str(begun)].targets == ("Start within a minute",)
        void(next_door.actor("principal"), event=done.done[0].event, reason="Wrong pupil")
        assert reading.marks(cards) == {}


def test_nobody_on_report_is_an_empty_list(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        assert reading.running() == []
        assert reading.standing([]) == {}
