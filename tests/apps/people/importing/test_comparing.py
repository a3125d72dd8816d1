"""What an import would do: counted by noun, asked where the file cannot tell, faults beside what is sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from evenhand.apps.access.actors import Actor, system_actor
from evenhand.apps.people.importing import Share, make_plan, share_of
from evenhand.apps.people.models import Contact, Enrolment, Pupil, YearMembership
from evenhand.apps.people.roster.model import (
    Roster,
    RosterContact,
    RosterEnrolment,
    RosterGroup,
    RosterPupil,
    RosterSchool,
    RosterStaff,
    RosterTerm,
)
from evenhand.apps.people.services import Unanswered, import_roster
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school, save_calendar
from tests.cast import calendar

ROSTER = Roster(
    format="mapping",
    schools=(RosterSchool("10", "Marlow Bridge Academy"),),
    pupils=(
        RosterPupil("p1", "10", "Amara", "Okafor", year_group=8, form="8R"),
        RosterPupil("p2", "10", "Ben", "Ives", year_group=8, form="8R"),
    ),
    staff=(RosterStaff("t1", "10", "Nia", "Hale", "Ms"),),
    contacts=(RosterContact("p1", "Ada Okafor", "mother", "07700 900001"),),
    groups=(RosterGroup("g1", "10", "8R Sci"), RosterGroup("g2", "10", "8R Art")),
    enrolments=(
        RosterEnrolment("g1", "p1", "pupil"),
        RosterEnrolment("g1", "p2", "pupil"),
        RosterEnrolment("g1", "t1", "teacher", primary=True),
    ),
)


@pytest.fixture
def school(db: None, moment: object) -> Iterator[School]:
    made = create_school(trust="Northway", name="Marlow Bridge Academy")
    with in_school(made):
        save_calendar(system_actor(made.pk, "set-up"), calendar=calendar())
        yield made


@pytest.fixture
def actor(school: School) -> Actor:
    return system_actor(school.pk, "import")


def share(roster: Roster = ROSTER) -> Share:
    return share_of(roster, "10")


def test_a_first_import_adds_everything_from_the_beginning_of_the_year(school: School, actor: Actor) -> None:
    plan = import_roster(actor, share=share())
    assert plan.counts()["pupils"] == {"added": 2, "changed": 0, "unchanged": 0, "absent": 0}
    assert plan.counts()["enrolments"]["added"] == 3
    assert {row.valid_from for row in Enrolment.objects.all()} == {date(2026, 9, 1)}
    assert {(row.form, row.valid_to) for row in YearMembership.objects.all()} == {("8R", None)}
    pupil = Pupil.objects.get(source_id="p1")
    assert pupil.head.school_id == school.pk
    assert pupil.contacts.get().phone == "07700 900001"


def test_the_year_group_of_a_group_is_that_of_its_pupils(school: School, actor: Actor) -> None:
    import_roster(actor, share=share())
    groups = {group.source_id: group.year_group for group in make_plan(school, share()).groups.absent}
    assert groups == {}
    assert Enrolment.objects.first().group.year_group == 8  # type: ignore[union-attr]  # there is one


def test_the_same_file_again_changes_nothing(school: School, actor: Actor) -> None:
    import_roster(actor, share=share())
    with time_machine.travel("2026-12-01 09:00", tick=False):
        plan = import_roster(actor, share=share())
    assert plan.is_empty
    assert plan.counts()["enrolments"] == {"added": 0, "changed": 0, "unchanged": 3, "absent": 0}


def test_a_pupil_who_is_absent_from_the_file_stays_and_is_listed(school: School, actor: Actor) -> None:
    import_roster(actor, share=share())
    without = replace(
        ROSTER, pupils=ROSTER.pupils[:1], enrolments=ROSTER.enrolments[:1] + ROSTER.enrolments[2:]
    )
    plan = import_roster(actor, share=share(without))
    assert [row.source_id for row in plan.pupils.absent] == ["p2"]
    assert Enrolment.objects.get(pupil__source_id="p2").valid_to is None


def test_nothing_is_absent_from_a_file_of_changes(school: School, actor: Actor) -> None:
    import_roster(actor, share=share())
    changes = replace(ROSTER, pupils=(), contacts=(), staff=(), groups=(), enrolments=(), partial=True)
    assert make_plan(school, share(changes)).counts()["pupils"]["absent"] == 0


def test_a_pupil_who_moves_closes_the_old_place_and_opens_the_new_one(school: School, actor: Actor) -> None:
    import_roster(actor, share=share())
    moved = replace(ROSTER, enrolments=(RosterEnrolment("g2", "p1", "pupil"), *ROSTER.enrolments[1:]))
    plan = import_roster(actor, share=share(moved))
    assert plan.counts()["enrolments"] == {"added": 1, "changed": 1, "unchanged": 2, "absent": 0}
    spans = Enrolment.objects.filter(pupil__source_id="p1").order_by("valid_from")
    assert [(row.group.source_id, row.valid_from, row.valid_to) for row in spans] == [
        ("g1", date(2026, 9, 1), date(2026, 11, 16)),
        ("g2", date(2026, 11, 17), None),
    ]


def test_a_new_form_is_a_new_row_from_today(school: School, actor: Actor) -> None:
    import_roster(actor, share=share())
    moved = replace(ROSTER, pupils=(replace(ROSTER.pupils[0], form="8B"), ROSTER.pupils[1]))
    import_roster(actor, share=share(moved))
    rows = YearMembership.objects.filter(pupil__source_id="p1").order_by("valid_from")
    assert [(row.form, row.valid_to) for row in rows] == [("8R", date(2026, 11, 16)), ("8B", None)]


def test_a_pupil_whom_the_file_calls_inactive_has_left(school: School, actor: Actor) -> None:
    import_roster(actor, share=share())
    left = replace(ROSTER, pupils=(replace(ROSTER.pupils[0], status="inactive"), ROSTER.pupils[1]))
    plan = import_roster(actor, share=share(left))
    assert plan.pupils.absent == []
    assert Pupil.objects.get(source_id="p1").left_on == date(2026, 11, 16)
    assert Enrolment.objects.get(pupil__source_id="p1").valid_to == date(2026, 11, 16)


def test_what_does_not_fit_is_a_fault_and_the_rest_goes_in(school: School, actor: Actor) -> None:
    long = replace(ROSTER, pupils=(replace(ROSTER.pupils[0], given="A" * 121), ROSTER.pupils[1]))
    plan = import_roster(actor, share=share(long))
    assert [(fault.column, fault.expected) for fault in plan.faults] == [
        ("given", "at most 120 characters for p1")
    ]
    assert [row.source_id for row in Pupil.objects.all()] == ["p2"]
    assert Contact.objects.count() == 0


def test_terms_outside_the_calendar_are_asked_about(school: School, actor: Actor) -> None:
    term = RosterTerm("t", "SY1718", date(2017, 7, 1), date(2018, 6, 30))
    old = replace(ROSTER, terms=(term,))
    with pytest.raises(Unanswered) as asked:
        import_roster(actor, share=share(old))
    assert asked.value.questions[0].choices == ("2026-27",)
    assert Pupil.objects.count() == 0
    assert import_roster(actor, share=share(old), year="2026-27").span.since == date(2026, 9, 1)


def test_pupils_and_groups_may_have_the_same_ids(school: School, actor: Actor) -> None:
    mixed = replace(
        ROSTER,
        pupils=(RosterPupil("g1", "10", "Amara", "Okafor"),),
        contacts=(),
        enrolments=(RosterEnrolment("g1", "g1", "pupil"), RosterEnrolment("g1", "g2", "pupil")),
    )
    assert import_roster(actor, share=share(mixed)).counts()["enrolments"]["added"] == 1


def test_what_a_file_leaves_empty_stays_as_it_is_known(school: School, actor: Actor) -> None:
    import_roster(actor, share=share())
    poorer = tuple(RosterPupil(one.source_id, "10", "AOkafor", username="AOkafor") for one in ROSTER.pupils)
    plan = import_roster(actor, share=share(replace(ROSTER, pupils=poorer)))
    assert plan.is_empty
    assert [str(pupil) for pupil in Pupil.objects.order_by("source_id")] == ["Amara Okafor", "Ben Ives"]
