"""A plan written: people first, what joins them after, and no row twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.apps.conduct.models import PupilHead
from evenhand.apps.people.importing.plan import NewContact, Place, Plan, Standing
from evenhand.apps.people.importing.share import SOURCE
from evenhand.apps.people.importing.span import Span, Year
from evenhand.apps.people.importing.writing import write
from evenhand.apps.people.models import Contact, Enrolment, Group, Pupil, Staff, Teaching, YearMembership
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school
from tests.cast import FROM, MOMENT, TODAY

YEAR = Year("2026-27", FROM, date(2027, 8, 31))


@pytest.fixture
def school(db: None, moment: object) -> Iterator[School]:
    made = create_school(trust="Northway", name="Marlow Bridge Academy")
    with in_school(made):
        yield made


def plan_of(school: School, *pupils: str) -> Plan:
    """A plan of new pupils, each in one group with one teacher."""
    plan = Plan(school, Span(YEAR, TODAY))
    plan.staff.added.append(Staff(school=school, source_id="t1", family="Hale"))
    plan.groups.added.append(Group(school=school, source_id="g1", name="8R Sci"))
    plan.teachings.added.append(Place("g1", "t1", FROM, None, primary=True))
    for name in pupils:
        plan.pupils.added.append(Pupil(school=school, source=SOURCE, source_id=name, given=name))
        plan.standings.added.append(Standing(name, 8, "8R", FROM))
        plan.enrolments.added.append(Place("g1", name, FROM, TODAY))
    return plan


def test_what_is_new_is_joined_by_the_ids_of_the_file(school: School) -> None:
    plan = plan_of(school, "p1", "p2")
    for name in ("Ada", "Bo"):
        plan.contacts.added.append(NewContact("p2", Contact(school=school, name=name)))
    plan.contacts.added.append(NewContact("p1", Contact(school=school, name="Cy")))
    write(plan)
    place = Enrolment.objects.get(pupil__source_id="p2")
    assert (place.group.source_id, place.valid_from, place.valid_to) == ("g1", FROM, TODAY)
    assert place.recorded_at == MOMENT
    taught = Teaching.objects.get()
    assert (taught.group_id, taught.staff.source_id, taught.primary) == (place.group_id, "t1", True)
    assert {row.form for row in YearMembership.objects.all()} == {"8R"}
    order = Contact.objects.order_by("pk").values_list("pupil__source_id", "name", "order")
    assert list(order) == [("p2", "Ada", 1), ("p2", "Bo", 2), ("p1", "Cy", 1)]


def test_each_new_pupil_gets_one_head(school: School) -> None:
    write(plan_of(school, "p1", "p2"))
    heads = PupilHead.objects.values_list("pupil__source_id", "seq")
    assert sorted(heads) == [("p1", 0), ("p2", 0)]


def test_changes_are_written_and_nothing_else_is(school: School) -> None:
    write(plan_of(school, "p1"))
    pupil, place = Pupil.objects.get(), Enrolment.objects.get()
    pupil.given, pupil.lang, pupil.direction = "Amara", "pl", "rtl"
    place.valid_to, place.valid_from = date(2026, 12, 18), TODAY
    plan = Plan(school, Span(YEAR, TODAY))
    plan.pupils.changed.append(pupil)
    plan.enrolments.changed.append(place)
    write(plan)
    pupil.refresh_from_db()
    place.refresh_from_db()
    assert (pupil.given, pupil.lang, pupil.direction) == ("Amara", "pl", "auto")
    assert (place.valid_from, place.valid_to) == (FROM, date(2026, 12, 18))


def test_more_pupils_take_no_more_queries(school: School) -> None:
    with CaptureQueriesContext(connection) as few:
        write(plan_of(school, "p1"))
    more = plan_of(school, *(f"q{number}" for number in range(30)))
    more.staff.added.clear()
    more.groups.added.clear()
    with CaptureQueriesContext(connection) as many:
        write(more)
    assert Pupil.objects.count() == 31
    assert len(many) <= len(few)
