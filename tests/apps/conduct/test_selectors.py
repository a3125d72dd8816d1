"""Reads of the class page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from evenhand.apps.conduct import selectors
from evenhand.apps.conduct.models import SeatingPlan
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import TODAY, SchoolCast
from tests.incidents import concern, happen


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def test_seats_count_from_one_and_newcomers_sit_behind(school: SchoolCast) -> None:
    first, second, third = school.pupils[:3]
    SeatingPlan.objects.create(
        school=school.school,
        group=school.groups[8],
        seats={str(first.pk): [0, 0], str(second.pk): [1, 3]},
        valid_from=TODAY,
    )
    seats = selectors.seats(school.groups[8].pk, TODAY, [first, second, third])
    assert seats == {first.pk: (1, 1), second.pk: (2, 4), third.pk: (3, 1)}


def test_the_newest_plan_in_force_holds(school: SchoolCast) -> None:
    pupil = school.pupil
    for days, column in ((10, 2), (0, 5), (-5, 6)):
        SeatingPlan.objects.create(
            school=school.school,
            group=school.groups[8],
            seats={str(pupil.pk): [1, column]},
            valid_from=TODAY - timedelta(days=days),
        )
    assert selectors.seats(school.groups[8].pk, TODAY, [pupil]) == {pupil.pk: (1, 5)}


def test_what_is_taken_back_does_not_count(school: SchoolCast) -> None:
    kept, gone = (happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3").event for _ in range(2))
    happen(school, "teacher", EventKind.VOID, about=str(gone.pk), details={"reason": "mis-tap"})
    assert selectors.recognised([kept.pupil_id], TODAY) == {kept.pupil_id: 1}
    assert selectors.recognised_in(school.lesson) == 1
    assert selectors.balance(school.user("teacher").pk, TODAY) == (1, 0)


def test_ones_own_usual_acts(school: SchoolCast) -> None:
    happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3")
    concern(school)
    assert selectors.usual_codes(school.user("teacher").pk, TODAY) == {"ACH-A3": 1, "DIS-04": 1}
    assert selectors.usual_codes(school.user("other").pk, TODAY) == {}


def test_who_holds_a_role(school: SchoolCast) -> None:
    assert selectors.holders("duty_leader", TODAY) == ["Ms N. DutyLeader"]
    assert selectors.holders("clerk", TODAY - timedelta(days=400)) == []


def test_text_is_searched_without_accents() -> None:
    assert selectors.fold("Eliška NOVÁKOVÁ") == "eliska novakova"
    assert selectors.fold("Ann O'HARE") == "ann o'hare"
