"""The closes decided twice come out as they would have, had the entries been there in time or never been."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.counterfactual import Both
from evenhand.apps.conduct.late import Change
from evenhand.apps.conduct.models import ClosedPeriod, Event
from evenhand.apps.conduct.replaying import Sources
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.replay import substance
from evenhand.engine.values import EventKind
from evenhand.engine.wire import decision_from_plain
from tests.cast import SchoolCast
from tests.incidents import happen

FRIDAY = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def praise(school: SchoolCast, pupil: int) -> Event:
    return happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3", pupil=pupil).event


def voided(school: SchoolCast, moment: time_machine.Traveller, entry: Event) -> Change:
    """The entry taken back after the close of the week."""
    close_due(school.school, FRIDAY)
    moment.move_to(MONDAY)
    row = void(school.actor("principal"), event=entry, reason="It was somebody else.").done[0].event
    return Change(row, entry.happened_at, entry.seq)


def both(school: SchoolCast, change: Change) -> Both:
    closes = ClosedPeriod.objects.filter(after_seq__lt=change.event.seq).order_by("after_seq", "pk")
    return Both(Sources(school.school.pk), list(closes), [change])


def test_as_it_was_is_what_was_stored(school: SchoolCast, moment: time_machine.Traveller) -> None:
    entry = praise(school, school.pupil.pk)
    praise(school, school.pupils[1].pk)
    [found] = both(school, voided(school, moment, entry)).run()
    assert found.close.key == "w:2026-11-16"
    for part in found.parts:
        row = Event.objects.get(kind=EventKind.CLOSE, code="week", pupil_id=part.pupil_id)
        stored = decision_from_plain(StoredDecision.objects.get(pk=row.pk).outcomes)
        assert substance(part.was) == substance(stored)


def test_whose_place_another_would_have_taken_is_told_too(
    school: SchoolCast, moment: time_machine.Traveller
) -> None:
    first, second = [one.pk for one in school.pupils if one.year_group == school.pupil.year_group][:2]
    entry = praise(school, first)
    praise(school, first)
    praise(school, second)
    praise(school, second)
    praise(school, second)
    parts = {part.pupil_id: part for part in both(school, voided(school, moment, entry)).run()[0].parts}
    assert parts[first].would.outcomes
    assert substance(parts[first].was) != substance(parts[first].would)
    assert second not in parts


def test_only_those_are_decided_again_with_whom_the_pupil_is_compared(
    school: SchoolCast, moment: time_machine.Traveller
) -> None:
    change = voided(school, moment, praise(school, school.pupil.pk))
    asked = both(school, change)
    years = {one.pk: one.year_group for one in school.pupils}
    same = {pk for pk, year in years.items() if year == years[school.pupil.pk]}
    assert asked._needed() == same
    days = Both(asked.sources, list(ClosedPeriod.objects.filter(kind="day")), [change])
    assert days._needed() == {school.pupil.pk}
