"""Stored decisions come out the same from their facts, also after settings and corrections; a touched one is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from evenhand.apps.audit import triggers
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.commands import Done
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import ClosedPeriod, Event
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.policy.models import PolicyInForce, SettingChange, StoredDecision
from evenhand.apps.policy.selectors import forget
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import TODAY, SchoolCast
from tests.incidents import arrived, concern, happen

OCTOBER = datetime(2026, 10, 21, 12, tzinfo=UTC)
HALF_TERM = datetime(2026, 10, 23, 15, 30, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


def praised(school: SchoolCast, pupil: int = 0) -> Done:
    return happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3", pupil=pupil)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def test_the_same_again_after_corrections_and_changed_settings(school: SchoolCast) -> None:
    referral = arrived(school)
    void(school.actor("head_of_year"), event=referral, reason="It was somebody else.")
    SettingChange.objects.create(school=school.school, key="ladder.scope", value="day", since=TODAY)
    forget(school.school.pk)
    concern(school, pupil=school.pupils[1].pk)
    counted: list[int] = []
    found = replay(school.school.pk, counted.append)
    assert found.differing == ()
    assert found.decisions == StoredDecision.objects.count() == len(counted)


def test_changed_outcomes_are_found(school: SchoolCast) -> None:
    event = concern(school).event
    row = StoredDecision.objects.get(pk=event.pk)
    outcomes = {**row.outcomes, "outcomes": row.outcomes["outcomes"][1:]}
    triggers.take_down()
    StoredDecision.objects.filter(pk=event.pk).update(outcomes=outcomes)
    triggers.install()
    [found] = replay(school.school.pk).differing
    assert (found.event, found.problem) == (
        str(event.pk),
        "the stored outcomes are not those of the stored digest",
    )


def test_a_policy_that_is_no_longer_kept_is_said(school: SchoolCast) -> None:
    event = concern(school).event
    triggers.take_down()
    StoredDecision.objects.filter(pk=event.pk).update(policy_digest="0" * 64)
    triggers.install()
    [found] = replay(school.school.pk).differing
    assert "no longer kept" in found.problem


def test_closes_come_out_the_same_also_after_late_entries(school: SchoolCast) -> None:
    PolicyInForce.objects.update(recorded_at=OCTOBER)
    praised(school)
    concern(school, pupil=school.pupils[1].pk)
    close_due(school.school, HALF_TERM)
    late = praised(school, school.pupils[1].pk)
    close_due(school.school, FRIDAY)
    void(school.actor("head_of_year"), event=late.event, reason="It was somebody else.")
    praised(school)
    found = replay(school.school.pk)
    assert found.differing == ()
    assert found.decisions == StoredDecision.objects.count()


def test_a_close_that_was_told_of_others_is_found(school: SchoolCast) -> None:
    praised(school)
    close_due(school.school, FRIDAY)
    row = ClosedPeriod.objects.get(kind="week")
    triggers.take_down()
    ClosedPeriod.objects.filter(pk=row.pk).update(
        cohort=[place for place in row.cohort if place[0] != school.pupil.pk]
    )
    triggers.install()
    problems = {(one.event, one.problem) for one in replay(school.school.pk).differing}
    part = Event.objects.get(kind=EventKind.CLOSE, code="week")
    assert problems == {
        (row.key, "the stored close is not that of its digest"),
        (str(part.pk), "this close brings nothing about for the pupil"),
    }


def test_a_part_of_a_close_that_was_taken_away_is_found(school: SchoolCast) -> None:
    praised(school)
    close_due(school.school, FRIDAY)
    part = Event.objects.get(kind=EventKind.CLOSE, code="week")
    triggers.take_down()
    StoredDecision.objects.filter(pk=part.pk).delete()
    triggers.install()
    [found] = replay(school.school.pk).differing
    assert (found.event, found.problem) == (str(part.pk), "this part of a close was not stored")
