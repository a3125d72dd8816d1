"""Levels become rows with their two parts; the newest that stands is in force, and a void brings the last one back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.registers.models import LevelRow
from evenhand.apps.registers.performing import perform, withdraw
from evenhand.apps.registers.selectors import levels_in_force
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.decisions import Decision, Level, Reason
from evenhand.engine.rules.level import LEVEL_RISEN
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.incidents import concern

OCTOBER = datetime(2026, 10, 21, 12, tzinfo=UTC)
HALF_TERM = datetime(2026, 10, 23, 15, 30, tzinfo=UTC)
SECOND = Level("behaviour", 2, "b:autumn-1", TODAY, 12, 1, 2, "", Reason(("9",), "level"))


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def hold(school: SchoolCast, event: Event, level: Level) -> None:
    work = Work(school.school, policy_of(school.school.pk), None, MOMENT)
    perform(work, [Performed(event, Decision((level,), (), "", "", ""), level)])


def in_force(school: SchoolCast) -> Any:
    return levels_in_force([school.pupil.pk]).get((school.pupil.pk, "behaviour"))


def test_a_level_keeps_its_parts_and_why(school: SchoolCast) -> None:
    hold(school, concern(school).event, SECOND)
    row = LevelRow.objects.get(register="behaviour")
    assert (row.level, row.by_amount, row.by_events, row.amount) == (2, 1, 2, 12)
    assert (row.period, row.since, row.confirmed_by_id) == ("b:autumn-1", TODAY, None)
    assert row.why[1] == "level"


def test_the_newest_is_in_force_and_an_indicator_never(school: SchoolCast) -> None:
    hold(school, concern(school).event, SECOND)
    third = concern(school).event
    hold(school, third, SECOND._replace(level=3))
    hold(school, third, SECOND._replace(level=4, reason=Reason((), LEVEL_RISEN)))
    assert in_force(school).level == 3
    withdraw(Work(school.school, policy_of(school.school.pk), None, MOMENT), [str(third.pk)])
    assert in_force(school).level == 2


def test_a_level_that_a_person_confirms_names_that_person(school: SchoolCast) -> None:
    event = concern(school).event
    event.kind = EventKind.LEVEL
    hold(school, event, SECOND._replace(confirm="head_of_year"))
    assert in_force(school).confirmed_by_id is None
    hold(school, event, SECOND)
    assert in_force(school).confirmed_by_id == school.user("teacher").pk
    assert in_force(school).confirmed_at == event.recorded_at


@pytest.mark.covers("STAR-194a")
def test_the_end_of_a_half_term_fixes_a_level_of_every_pupil(school: SchoolCast) -> None:
    PolicyInForce.objects.update(recorded_at=OCTOBER)
    close_due(school.school, HALF_TERM)
    registers = policy_of(school.school.pk).pack.registers
    rows = LevelRow.objects.all()
    assert len(rows) == len(school.pupils) * len(registers)
    assert {(row.period, row.since) for row in rows} == {("b:autumn-1", date(2026, 11, 2))}
    assert len(levels_in_force(pupil.pk for pupil in school.pupils)) == len(rows)
