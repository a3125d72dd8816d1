"""What joins people: contacts, year groups and forms, places in groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from evenhand.apps.people.importing.linking import compare_contacts, compare_places, compare_standings
from evenhand.apps.people.importing.plan import Place, Plan
from evenhand.apps.people.importing.share import SOURCE, Share
from evenhand.apps.people.importing.span import Span, Year
from evenhand.apps.people.models import Contact, Enrolment, Group, Pupil, Staff, Teaching, YearMembership
from evenhand.apps.people.roster.model import (
    Question,
    RosterContact,
    RosterEnrolment,
    RosterGroup,
    RosterPupil,
    RosterSchool,
    RosterStaff,
)
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school
from tests.cast import FROM, TODAY

YESTERDAY = date(2026, 11, 16)
YEAR = Year("2026-27", FROM, date(2027, 8, 31))


@pytest.fixture
def school(db: None, moment: object) -> Iterator[School]:
    made = create_school(trust="Northway", name="Marlow Bridge Academy")
    with in_school(made):
        yield made


@pytest.fixture
def pupil(school: School) -> Pupil:
    return Pupil.objects.create(school=school, source=SOURCE, source_id="p1", given="Amara")


@pytest.fixture
def plan(school: School) -> Plan:
    """A plan of today, for which the file's people and groups are sound."""
    made = Plan(school, Span(YEAR, TODAY))
    made.sound = {"pupil": {"p1", "p2"}, "teacher": {"t1"}, "group": {"g1", "g2", "form:8R"}}
    return made


def share(*places: RosterEnrolment, contacts: tuple[RosterContact, ...] = (), partial: bool = False) -> Share:
    """A share with one pupil, one teacher and one group."""
    return Share(
        RosterSchool("10", "Marlow Bridge Academy"),
        (),
        (RosterPupil("p1", "10", "Amara"),),
        (RosterStaff("t1", "10"),),
        contacts,
        (RosterGroup("g1", "10", "8R Sci"),),
        places,
        partial,
    )


def group(school: School, source_id: str) -> Group:
    return Group.objects.create(school=school, source_id=source_id, name=source_id)


def enrol(pupil: Pupil, source_id: str) -> Enrolment:
    held = group(pupil.school, source_id)
    return Enrolment.objects.create(school=pupil.school, group=held, pupil=pupil, valid_from=FROM)


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({"year_group": 8, "form": "8R"}, (0, 0, 1)),
        ({"year_group": 9, "form": "8R"}, (1, 1, 0)),
        ({"year_group": 8, "form": ""}, (1, 1, 0)),
    ],
)
def test_another_year_group_or_form_closes_the_row_with_yesterday(
    plan: Plan, pupil: Pupil, values: dict[str, object], counts: tuple[int, int, int]
) -> None:
    YearMembership.objects.create(school=plan.school, pupil=pupil, year_group=8, form="8R", valid_from=FROM)
    compare_standings(plan, {"p1": values})
    found = plan.standings
    assert (len(found.added), len(found.changed), found.unchanged) == counts
    assert {row.valid_to for row in found.changed} <= {YESTERDAY}
    assert {row.valid_from for row in found.added} <= {TODAY}


def test_a_pupil_who_could_not_be_read_gets_no_standing(plan: Plan) -> None:
    compare_standings(plan, {"p9": {"year_group": 8, "form": "8R"}, "p2": {"year_group": 8, "form": "8R"}})
    assert [one.pupil for one in plan.standings.added] == ["p2"]


def test_contacts_of_one_name_are_told_apart_by_their_order(plan: Plan, pupil: Pupil) -> None:
    for order, phone in enumerate(("1", "2"), 1):
        Contact.objects.create(school=plan.school, pupil=pupil, name="Ada", phone=phone, order=order)
    gone = Contact.objects.create(school=plan.school, pupil=pupil, name="Bo")
    read = (
        RosterContact("p1", "Ada", phone="1"),
        RosterContact("p1", "Ada", phone="3"),
        RosterContact("p1", "Ada", phone="4"),
        RosterContact("p9", "nobody's"),
    )
    compare_contacts(plan, share(contacts=read))
    assert plan.contacts.unchanged == 1
    assert [row.phone for row in plan.contacts.changed] == ["3"]
    assert [one.row.phone for one in plan.contacts.added] == ["4"]
    assert plan.contacts.absent == [gone]


def test_a_file_of_changes_says_nothing_of_contacts_it_does_not_name(plan: Plan, pupil: Pupil) -> None:
    Contact.objects.create(school=plan.school, pupil=pupil, name="Bo")
    compare_contacts(plan, share(partial=True))
    assert plan.contacts.absent == []


def test_a_contact_that_does_not_fit_is_a_fault_and_is_left_out(plan: Plan, pupil: Pupil) -> None:
    compare_contacts(plan, share(contacts=(RosterContact("p1", "Ada", phone="0" * 41),)))
    assert [fault.column for fault in plan.faults] == ["phone"]
    assert plan.contacts.added == []


def test_a_place_that_the_file_no_longer_names_closes(plan: Plan, pupil: Pupil) -> None:
    old, _ = enrol(pupil, "g2"), group(plan.school, "g1")
    compare_places(plan, share(RosterEnrolment("g1", "p1", "pupil")))
    assert [(row.pk, row.valid_to) for row in plan.enrolments.changed] == [(old.pk, YESTERDAY)]
    assert plan.enrolments.added == [Place("g1", "p1", TODAY, None)]


def test_places_stay_in_own_groups_for_strangers_and_after_a_file_of_changes(
    plan: Plan, pupil: Pupil
) -> None:
    own = enrol(pupil, "form:8R")
    other = Pupil.objects.create(school=plan.school, source=SOURCE, source_id="p8", given="Not in the file")
    strange = enrol(other, "g2")
    compare_places(plan, share())
    assert plan.enrolments.changed == []
    assert {row.pk for row in plan.enrolments.absent} == {own.pk, strange.pk}
    again = Plan(plan.school, plan.span, sound=plan.sound)
    enrol(pupil, "g1")
    compare_places(again, share(partial=True))
    assert again.enrolments.counts() == {"added": 0, "changed": 0, "unchanged": 0, "absent": 0}


def test_a_last_day_in_the_file_is_taken_over_once(plan: Plan, pupil: Pupil) -> None:
    enrol(pupil, "g1")
    ends = RosterEnrolment("g1", "p1", "pupil", end=date(2026, 12, 18))
    compare_places(plan, share(ends))
    assert [row.valid_to for row in plan.enrolments.changed] == [date(2026, 12, 18)]
    plan.enrolments.changed[0].save()
    again = Plan(plan.school, plan.span, sound=plan.sound)
    compare_places(again, share(ends))
    assert (again.enrolments.changed, again.enrolments.unchanged) == ([], 1)


@pytest.mark.parametrize(
    "place",
    [
        RosterEnrolment("g1", "p1", "pupil", status="inactive"),
        RosterEnrolment("g1", "p9", "pupil"),
        RosterEnrolment("g9", "p1", "pupil"),
        RosterEnrolment("g1", "p1", "teacher"),
    ],
    ids=["inactive", "unknown pupil", "unknown group", "not a teacher"],
)
def test_what_leads_nowhere_is_no_place(plan: Plan, place: RosterEnrolment) -> None:
    compare_places(plan, share(place))
    assert (plan.enrolments.added, plan.teachings.added) == ([], [])


def test_a_teacher_leaves_a_group_only_where_the_file_has_the_group(plan: Plan) -> None:
    staff = Staff.objects.create(school=plan.school, source_id="t0", family="Hale")
    held = [
        Teaching.objects.create(
            school=plan.school, group=group(plan.school, name), staff=staff, valid_from=FROM
        )
        for name in ("g1", "g2")
    ]
    compare_places(plan, share(RosterEnrolment("g1", "t1", "teacher", primary=True)))
    assert plan.teachings.added == [Place("g1", "t1", TODAY, None, primary=True)]
    assert (plan.teachings.changed, plan.teachings.absent) == ([held[0]], [held[1]])


def test_where_the_year_has_to_be_asked_the_days_of_the_file_do_not_count(plan: Plan) -> None:
    dated = share(RosterEnrolment("g1", "p1", "pupil", begin=date(2026, 10, 1)))
    compare_places(plan, dated)
    question = Question("needs_year", "", "Which year?", ("2026-27",), ())
    asked = Plan(plan.school, Span(YEAR, TODAY, question), sound=plan.sound)
    compare_places(asked, dated)
    found = [one.valid_from for made in (plan, asked) for one in made.enrolments.added]
    assert found == [date(2026, 10, 1), TODAY]


def test_no_place_closes_where_lines_were_left_out_for_their_faults(plan: Plan, pupil: Pupil) -> None:
    old = enrol(pupil, "g2")
    compare_places(plan, replace(share(), faulty=True))
    assert (plan.enrolments.changed, [row.pk for row in plan.enrolments.absent]) == ([], [old.pk])


@pytest.mark.parametrize("partial", [True, False])
def test_a_place_that_the_file_takes_away_closes(plan: Plan, pupil: Pupil, partial: bool) -> None:
    enrol(pupil, "g1")
    compare_places(plan, share(RosterEnrolment("g1", "p1", "pupil", status="removed"), partial=partial))
    assert [row.valid_to for row in plan.enrolments.changed] == [YESTERDAY]


def test_a_place_in_a_file_of_changes_that_nobody_knows_is_a_fault(plan: Plan) -> None:
    places = (RosterEnrolment("g9", "p1", "pupil"), RosterEnrolment("g1", "p9", "pupil"))
    compare_places(plan, share(*places, partial=True))
    assert [(fault.column, fault.value) for fault in plan.faults] == [("group", "g9"), ("person", "p9")]
    assert plan.enrolments.added == []
