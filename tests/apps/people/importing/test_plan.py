"""What a plan counts, and when it would change nothing."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.apps.people.importing.plan import Changes, Place, Plan, Standing
from evenhand.apps.people.importing.span import Span, Year
from evenhand.apps.people.models import Enrolment, Pupil, Teaching
from evenhand.apps.tenancy.models import School
from tests.cast import MOMENT

YEAR = Year("2026-27", date(2026, 9, 1), date(2027, 8, 31))
PLACE = Place("g1", "p1", YEAR.first, None)


@pytest.fixture
def plan() -> Plan:
    return Plan(School(name="Marlow Bridge Academy"), Span(YEAR, YEAR.first))


def test_places_of_pupils_and_of_teachers_count_together(plan: Plan) -> None:
    plan.enrolments = Changes([PLACE, PLACE], [], 3, [Enrolment(recorded_at=MOMENT)])
    plan.teachings = Changes([PLACE], [Teaching(recorded_at=MOMENT)], 4, [])
    assert plan.counts()["enrolments"] == {"added": 3, "changed": 1, "unchanged": 7, "absent": 1}
    assert list(plan.counts()) == ["pupils", "staff", "contacts", "groups", "enrolments"]


def test_a_plan_without_anything_is_empty(plan: Plan) -> None:
    assert plan.is_empty


def test_rows_that_stay_or_that_the_file_does_not_name_change_nothing(plan: Plan) -> None:
    plan.pupils = Changes([], [], 60, [Pupil(), Pupil()])
    assert plan.is_empty
    assert plan.counts()["pupils"] == {"added": 0, "changed": 0, "unchanged": 60, "absent": 2}


def test_a_new_form_alone_is_a_change_though_it_is_not_counted(plan: Plan) -> None:
    before = plan.counts()
    plan.standings.added.append(Standing("p1", 8, "8R", YEAR.first))
    assert not plan.is_empty
    assert plan.counts() == before


@pytest.mark.parametrize("noun", ["pupils", "staff", "contacts", "groups", "enrolments", "teachings"])
@pytest.mark.parametrize("part", ["added", "changed"])
def test_one_row_of_any_noun_is_a_change(plan: Plan, noun: str, part: str) -> None:
    getattr(getattr(plan, noun), part).append(object())
    assert not plan.is_empty


def test_two_plans_share_no_list(plan: Plan) -> None:
    plan.pupils.added.append(Pupil())
    assert Plan(plan.school, plan.span).is_empty
