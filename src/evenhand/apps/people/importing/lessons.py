"""A timetable file compared with the school's groups, staff, cycle and bells: slots, or faults with their line."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.apps.people.models import Group, Staff, Teaching
from evenhand.apps.people.roster.model import Fault, Timetable, TimetableRow
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.services import Slot
from evenhand.engine.school_calendar import AcademicYear

FILE = "timetable"


@dataclass(frozen=True, slots=True)
class LessonPlan:
    """The slots of a timetable and what is wrong with the file."""

    slots: tuple[Slot, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()


def plan_lessons(school: School, year: AcademicYear, timetable: Timetable) -> LessonPlan:
    """The slots that the rows give: groups by id or name, teachers by id, address or who teaches the group."""
    groups = _groups(school)
    staff = _staff(school)
    teachers = dict(
        Teaching.objects.filter(school=school).order_by("primary", "-id").values_list("group_id", "staff_id")
    )
    days = {label.casefold(): label for _, label in year.cycle}
    periods = {period.key.casefold(): period.key for bells in year.bell_sets for period in bells.periods}
    slots: list[Slot] = []
    faults = list(timetable.faults)
    for row in timetable.rows:
        found = len(faults)
        group = groups.get(row.group.casefold())
        _expect(faults, row, "group", row.group, group, "the id or name of one group of the school")
        day = days.get(row.cycle_day.casefold())
        _expect(faults, row, "cycle_day", row.cycle_day, day, f"one of {', '.join(sorted(days.values()))}")
        period = periods.get(row.period.casefold())
        _expect(faults, row, "period", row.period, period, f"one of {', '.join(periods.values())}")
        member = staff.get(row.staff[0].casefold()) if row.staff else teachers.get(group or 0)
        if row.staff:
            _expect(faults, row, "staff", row.staff[0], member, "the id or address of a member of staff")
        if len(faults) == found and group is not None and day is not None and period is not None:
            slots.append(Slot(group, day, period, member, row.room))
    return LessonPlan(tuple(slots), tuple(faults), timetable.notes)


def _expect(
    faults: list[Fault], row: TimetableRow, column: str, value: str, found: object, expected: str
) -> None:
    if found is None:
        mend = "Correct the line, or import the roster first."
        faults.append(Fault(FILE, row.line, column, value[:60], expected, mend))


def _groups(school: School) -> dict[str, int]:
    """By id, and by name where only one group has it."""
    rows = list(Group.objects.filter(school=school).values_list("pk", "source_id", "name"))
    names = [name.casefold() for _, _, name in rows]
    found = {name.casefold(): pk for pk, _, name in rows if names.count(name.casefold()) == 1}
    return found | {source_id.casefold(): pk for pk, source_id, _ in rows}


def _staff(school: School) -> dict[str, int]:
    found: dict[str, int] = {}
    for pk, source_id, email in Staff.objects.filter(school=school).values_list("pk", "source_id", "email"):
        found.update({key.casefold(): pk for key in (email.partition("@")[0], email, source_id) if key})
    return found
