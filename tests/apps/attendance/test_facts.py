"""What marking asks of a school: which period registers which session, and what its policy makes of a mark."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from evenhand.apps.attendance.facts import ground_of
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.detentions.detained import choose_setting
from tests.cast import TODAY, Cast, SchoolCast


def test_registration_registers_the_morning_and_the_first_lesson_the_afternoon(here: SchoolCast) -> None:
    ground = ground_of(here.school.pk)
    registers = {slot: period.key for slot, period in ground.registers(TODAY, 8).items()}
    assert registers == {"am": "REG", "pm": "P4"}
    assert ground.happened(TODAY, "am", 8) is None
    assert ground.happened(date(2026, 11, 16), "pm", 8) == datetime(2026, 11, 16, 12, 50, tzinfo=UTC)


@pytest.mark.parametrize(("rule", "codes"), [("registration_bell", "LU"), ("register_close", "U")])
def test_from_when_a_pupil_is_late_is_the_schools_choice(here: SchoolCast, rule: str, codes: str) -> None:
    choose_setting(here, "late.from", rule)
    ground = ground_of(here.school.pk)
    found = [mark.code for mark in ground.codes.codes.values() if ground.late_code(mark)]
    assert "".join(found) == codes


def test_a_policy_without_lateness_makes_nothing_of_a_mark(cast: Cast) -> None:
    with in_school(cast.next_door.school):
        ground = ground_of(cast.next_door.school.pk)
        assert not any(ground.late_code(mark) for mark in ground.codes.codes.values())
        assert not ground.counts_sessions


def test_days_outside_the_year_are_no_school_days(here: SchoolCast) -> None:
    ground = ground_of(here.school.pk)
    assert ground.counts_sessions
    assert not ground.is_school_day(date(2029, 1, 1))
    assert not ground.is_this_year(date(2029, 1, 1))
    with time_machine.travel(datetime(2026, 11, 22, 10, 0, tzinfo=UTC), tick=False):
        assert not ground_of(here.school.pk).is_school_day(date(2026, 11, 22))
