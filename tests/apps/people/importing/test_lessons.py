"""A timetable's rows become slots, or faults with their line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.people.importing.lessons import LessonPlan, plan_lessons
from evenhand.apps.people.models import Group
from evenhand.apps.people.roster.model import Fault, Timetable, TimetableRow
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import Slot
from tests.cast import SchoolCast, calendar


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def planned(cast: SchoolCast, *rows: tuple[str, str, str, tuple[str, ...]]) -> LessonPlan:
    """The plan of rows of group, day, period and staff, from line 2 on, each in room 12."""
    lines = [
        TimetableRow(group, day, period, "12", staff, line)
        for line, (group, day, period, staff) in enumerate(rows, 2)
    ]
    return plan_lessons(cast.school, calendar().years[0], Timetable(tuple(lines)))


def test_names_are_found_in_either_case_and_written_as_the_school_writes_them(school: SchoolCast) -> None:
    teacher = school.memberships["teacher"].staff_id
    group = school.groups[8].pk
    plan = planned(school, ("8r sci", "a2", "p1", ("TEACHER",)), ("8R", "B5", "Reg", ()))
    assert plan.faults == ()
    assert plan.slots == (Slot(group, "A2", "P1", teacher, "12"), Slot(group, "B5", "REG", teacher, "12"))


def test_a_member_of_staff_is_known_by_address_or_by_what_stands_before_it(school: SchoolCast) -> None:
    other = school.memberships["other"].staff
    assert other is not None
    other.email = "nia.other@marlow.example"
    other.save()
    plan = planned(school, ("8R", "A1", "P1", ("Nia.Other",)), ("8R", "A1", "P2", (other.email,)))
    assert [slot.staff_id for slot in plan.slots] == [other.pk, other.pk]


def test_every_fault_of_a_line_is_told_and_the_sound_lines_stay(school: SchoolCast) -> None:
    plan = planned(school, ("nowhere", "Z9", "P9", ("nobody",)), ("8R", "A1", "P1", ()))
    assert [(fault.line, fault.column, fault.value) for fault in plan.faults] == [
        (2, "group", "nowhere"),
        (2, "cycle_day", "Z9"),
        (2, "period", "P9"),
        (2, "staff", "nobody"),
    ]
    assert plan.faults[1].expected == "one of A1, A2, A3, A4, A5, B1, B2, B3, B4, B5"
    assert [slot.cycle_day for slot in plan.slots] == ["A1"]


def test_a_name_that_two_groups_have_is_no_name(school: SchoolCast) -> None:
    twin = Group.objects.create(school=school.school, source_id="twin", name="8R Sci")
    plan = planned(school, ("8R Sci", "A1", "P1", ()), ("twin", "A1", "P1", ()))
    assert [fault.value for fault in plan.faults] == ["8R Sci"]
    assert [(slot.group_id, slot.staff_id) for slot in plan.slots] == [(twin.pk, None)]


def test_what_was_wrong_with_the_file_stays_wrong(school: SchoolCast) -> None:
    fault = Fault("timetable", 0, "", "", "a header line", "Put one on line 1.")
    read = Timetable((), (fault,), ("a note",))
    plan = plan_lessons(school.school, calendar().years[0], read)
    assert (plan.slots, plan.faults, plan.notes) == ((), (fault,), ("a note",))
