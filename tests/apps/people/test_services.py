"""Writes of people: by whom, once, and with a line in the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.people.importing.lessons import LessonPlan
from evenhand.apps.people.importing.share import Share
from evenhand.apps.people.models import Group, Pupil, Teaching
from evenhand.apps.people.roster.model import RosterPupil, RosterSchool
from evenhand.apps.people.services import form_group, import_roster, import_timetable, name_teacher
from evenhand.apps.tenancy.models import TimetableEntry
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import Slot
from tests.cast import FROM, TODAY, SchoolCast

SHARE = Share(
    RosterSchool("10", "Marlow Bridge Academy"), (), (RosterPupil("p1", "10", "Amara"),), (), (), (), ()
)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


@pytest.fixture
def actor(school: SchoolCast) -> Actor:
    return school.actor("administrator")


def logged(action: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action=action))


def test_a_teacher_may_do_none_of_it(school: SchoolCast) -> None:
    teacher, group, before = school.actor("teacher"), school.groups[8], Pupil.objects.count()
    staff = school.memberships["other"].staff
    assert staff is not None
    with pytest.raises(PermissionError):
        import_roster(teacher, share=SHARE)
    with pytest.raises(PermissionError):
        import_timetable(teacher, plan=LessonPlan((), ()), valid_from=TODAY)
    with pytest.raises(PermissionError):
        form_group(teacher, form="8R")
    with pytest.raises(PermissionError):
        name_teacher(teacher, group=group, staff=staff, on=TODAY)
    assert Pupil.objects.count() == before
    assert not Teaching.objects.filter(group=group, staff=staff).exists()


def test_an_import_is_logged_once_and_the_school_keeps_its_id_in_the_file(
    school: SchoolCast, actor: Actor
) -> None:
    assert import_roster(actor, share=SHARE, file="autumn.zip").counts()["pupils"]["added"] == 1
    assert import_roster(actor, share=SHARE, file="autumn.zip").is_empty
    school.school.refresh_from_db()
    assert school.school.identifiers["roster"] == "10"
    (entry,) = logged("import_roster")
    assert entry.subject == "roster:autumn.zip"
    assert (entry.body["counts"]["pupils"]["added"], entry.body["faults"]) == (1, 0)


def test_a_timetable_without_a_sound_row_leaves_the_old_one(school: SchoolCast, actor: Actor) -> None:
    before = TimetableEntry.objects.filter(valid_to__isnull=True).count()
    assert import_timetable(actor, plan=LessonPlan((), ()), valid_from=TODAY) == 0
    assert TimetableEntry.objects.filter(valid_to__isnull=True).count() == before > 0
    slot = Slot(school.groups[9].pk, "B1", "P1", None, "4")
    assert import_timetable(actor, plan=LessonPlan((slot,), ()), valid_from=date(2026, 11, 23)) == 1


def test_the_group_of_a_form_is_made_once_with_the_year_of_its_pupils(
    school: SchoolCast, actor: Actor
) -> None:
    made = form_group(actor, form="8R")
    assert (made.kind, made.year_group, made.source_id) == ("tutor", 8, "form:8R")
    assert form_group(actor, form="8R") == made
    assert len(logged("make_form")) == 1


def test_a_form_of_several_years_is_of_no_year(school: SchoolCast, actor: Actor) -> None:
    Pupil.objects.filter(year_group=9).update(form="Oak")
    Pupil.objects.filter(source_id="8-0").update(form="Oak")
    assert form_group(actor, form="Oak").year_group is None


def test_a_teacher_is_named_from_the_first_day_of_the_group_and_once(
    school: SchoolCast, actor: Actor
) -> None:
    staff, group = school.memberships["tutor"].staff, school.groups[8]
    assert staff is not None
    made = name_teacher(actor, group=group, staff=staff, on=TODAY)
    assert made.valid_from == FROM
    assert name_teacher(actor, group=group, staff=staff, on=TODAY) == made
    empty = Group.objects.create(school=school.school, source_id="new", name="New")
    assert name_teacher(actor, group=empty, staff=staff, on=TODAY).valid_from == TODAY
    assert len(logged("name_teacher")) == 2
