"""A lesson with its class list, which every record in a lesson asks for: by plain SQL, kept for a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date
from typing import Any, NamedTuple, Protocol

from evenhand.apps.tenancy.keeping import Kept
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.apps.tenancy.quick import rows
from evenhand.apps.tenancy.scoping import school_of_scope

FIELDS = ("day", "period", "starts", "ends", "scope_key", "group_id", "staff_id", "room")
LESSON = f"SELECT {', '.join(FIELDS)} FROM tenancy_lessonoccurrence WHERE school_id = %s AND id = %s"  # noqa: S608  names above
PUPILS = (
    "SELECT pupil.id, pupil.year_group, pupil.given, pupil.family, pupil.preferred "
    "FROM people_enrolment enrolment JOIN people_pupil pupil "
    "ON pupil.id = enrolment.pupil_id AND pupil.school_id = enrolment.school_id "
    "WHERE enrolment.school_id = %s AND enrolment.group_id = %s AND enrolment.valid_from <= %s "
    "AND (enrolment.valid_to IS NULL OR enrolment.valid_to >= %s)"
)


class Named(Protocol):
    """What the checks ask of a pupil: a row of the table has it, and so has a line of a roll."""

    @property
    def year_group(self) -> int | None:
        """The pupil's year group now."""

    @property
    def display_name(self) -> str:
        """First and family name as they are shown."""


class Listed(NamedTuple):
    """One pupil of a class list."""

    year_group: int | None
    given: str
    family: str
    preferred: str

    @property
    def display_name(self) -> str:
        """First and family name as they are shown."""
        return f"{self.preferred or self.given} {self.family}".strip()


class Roll(NamedTuple):
    """A lesson and the pupils of its group on its day."""

    lesson: LessonOccurrence
    pupils: Mapping[int, Listed]
    members: frozenset[int]


_rolls: Kept[Roll | None] = Kept()


def roll_of(school_id: int, lesson_id: int) -> Roll | None:
    """The lesson with its class list, as it stood a moment ago at most; None where the school has no such lesson."""
    return _rolls.get((school_id, lesson_id), lambda: _read_roll(lesson_id))


def members_of(group_id: int, day: date) -> dict[int, Listed]:
    """The pupils of a group on a day."""
    found = rows(PUPILS, [school_of_scope(), group_id, day.isoformat(), day.isoformat()])
    return {pk: Listed(*values) for pk, *values in found}


def _read_roll(lesson_id: int) -> Roll | None:
    school_id = school_of_scope()
    found = rows(LESSON, [school_id, lesson_id])
    if not found:
        return None
    values: dict[str, Any] = dict(zip(FIELDS, found[0], strict=True))
    for name in ("starts", "ends"):  # SQLite keeps instants in UTC without saying so
        values[name] = values[name].replace(tzinfo=UTC) if values[name].tzinfo is None else values[name]
    lesson = LessonOccurrence(id=lesson_id, school_id=school_id, **values)
    pupils = members_of(lesson.group_id, lesson.day)
    return Roll(lesson, pupils, frozenset(pupils))
