"""What the policy is told of marks, as commands."""

from __future__ import annotations

from datetime import date

from evenhand.apps.access.actors import system_actor
from evenhand.apps.attendance.facts import ground_of
from evenhand.apps.attendance.models import Mark
from evenhand.apps.attendance.telling import told
from evenhand.apps.conduct.commands import Command
from evenhand.engine.values import EventKind
from tests.cast import TODAY, SchoolCast


def row(cast: SchoolCast, slot: str, code: str, *, number: int = 1, day: date = TODAY) -> Mark:
    return Mark(
        school=cast.school, pupil=cast.pupil, day=day, slot=slot, number=number, code=code, source="hand"
    )


def tell(cast: SchoolCast, *rows: Mark, held: dict[tuple[int, str], Mark] | None = None) -> list[Command]:
    ground, system = ground_of(cast.school.pk), system_actor(cast.school.pk, "attendance")
    pupils = {pupil.pk: pupil for pupil in cast.pupils}
    parts = told(ground, cast.actor("teacher"), system, list(rows), held or {}, pupils)
    return [command for _, commands in parts for command in commands]


def test_both_sessions_of_a_day_are_one_event(here: SchoolCast) -> None:
    (command,) = tell(here, row(here, "am", "/"), row(here, "pm", "I"))
    assert command.kind == EventKind.ATTENDANCE
    assert command.details == {"possible": 2, "attended": 1, "authorised": 1, "late": 0}


def test_a_correction_that_changes_no_count_tells_nothing(here: SchoolCast) -> None:
    before = row(here, "am", "I")
    assert tell(here, row(here, "am", "M", number=2), held={(here.pupil.pk, "am"): before}) == []


def test_the_same_mark_makes_the_same_ids(here: SchoolCast) -> None:
    first, second = (tell(here, row(here, "am", "L")) for _ in range(2))
    assert [command.event_id for command in first] == [command.event_id for command in second]
    assert [command.kind for command in first] == [EventKind.ATTENDANCE, EventKind.LATE]


def test_an_afternoons_late_arrival_is_no_late_mark_to_school(here: SchoolCast) -> None:
    assert [command.kind for command in tell(here, row(here, "pm", "L"))] == [EventKind.ATTENDANCE]


def test_a_mark_of_an_earlier_day_happened_then_and_brings_no_detention(here: SchoolCast) -> None:
    late = tell(here, row(here, "am", "L", day=date(2026, 11, 16)))[1]
    assert late.details["no_detention"] is True
    assert late.happened_at is not None
    assert late.happened_at.date() == date(2026, 11, 16)
