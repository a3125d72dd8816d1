"""Awards are issued by what was decided, know their period, and go with the entry that led to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.rewards.models import Recognition
from evenhand.apps.rewards.performing import perform, withdraw
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.decisions import Decision, Reason, Recognise
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.incidents import happen

FRIDAY = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
POSTCARD = Recognise("postcard", "Postcard", "25", Reason(("7",), "reached"))


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def praise(school: SchoolCast) -> Event:
    return happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3").event


def work_of(school: SchoolCast) -> Work:
    return Work(school.school, policy_of(school.school.pk), None, MOMENT)


def issue(school: SchoolCast) -> Event:
    event = praise(school)
    perform(work_of(school), [Performed(event, Decision((POSTCARD,), (), "", "", ""), POSTCARD)])
    return event


def test_an_award_of_an_entry_is_of_its_day_and_of_no_period(school: SchoolCast) -> None:
    event = issue(school)
    row = Recognition.objects.get()
    assert (row.pupil_id, row.award, row.label, row.value) == (event.pupil_id, "postcard", "Postcard", "25")
    assert (row.day, row.period, row.status) == (TODAY, "", "issued")
    assert row.why[1] == "reached"


def test_a_close_recognises_for_its_period(school: SchoolCast) -> None:
    praise(school)
    close_due(school.school, FRIDAY)
    rows = Recognition.objects.filter(pupil=school.pupil)
    assert {(row.period, row.day) for row in rows} == {("w:2026-11-16", date(2026, 11, 20))}
    assert not Recognition.objects.exclude(pupil=school.pupil).exists()


def test_what_was_not_handed_over_goes_with_its_entry(school: SchoolCast) -> None:
    first, second = issue(school), issue(school)
    Recognition.objects.filter(event=second).update(status="given")
    withdraw(work_of(school), [str(first.pk), str(second.pk)])
    assert Recognition.objects.get(event=first).status == "withdrawn"
    assert Recognition.objects.get(event=second).status == "given"
