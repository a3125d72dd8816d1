"""What becomes of one part that was told: it goes to the policy, is kept undecided, or is refused with the reason.

The day and the time are never moved. What lies outside every period, or on a day without school, is kept and flagged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from evenhand.apps.conduct.checking import AHEAD, CATALOGUE_KINDS, LONGEST_PLACE, LONGEST_TEXT
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.importing.ground import Ground
from evenhand.apps.conduct.importing.told import Fault, Told, event_id
from evenhand.apps.tenancy.clock import to_instant
from evenhand.engine.pack.errors import near
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind, Where

NO_TIME, CLOSED_DAY, OUTSIDE_PERIODS, OUTSIDE_CALENDAR = (
    "no_time",
    "closed_day",
    "outside_periods",
    "outside_calendar",
)
FLAGS = {
    NO_TIME: ("a time of day", "It stands at the beginning of its day, outside every period."),
    CLOSED_DAY: ("a day with school", "It is kept on its day. Correct it at the source if the day is wrong."),
    OUTSIDE_PERIODS: ("a time within a period of the day", "It is kept at its time, outside every period."),
    OUTSIDE_CALENDAR: (
        "a day of the school's calendar",
        "It is kept undecided: the calendar has no such day.",
    ),
}
NOT_TAKEN = (EventKind.CLOSE,)
FROM_GROUP = {"achievement": EventKind.ACHIEVEMENT, "concern": EventKind.CONCERN}
ANOTHER_WEEK = timedelta(days=7)


class NotTaken(Exception):
    """The part is refused; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.expected)


@dataclass(frozen=True, slots=True)
class Judged:
    """A part that can go in: as a command for the policy where `decide`, else as history."""

    told: Told
    command: Command
    day: date
    period: str
    decide: bool
    flag: str = ""

    @property
    def id(self) -> UUID:
        """The event's id."""
        return self.command.event_id

    @property
    def happened_at(self) -> datetime:
        """The instant at which it happened."""
        if self.command.happened_at is None:
            raise ValueError("an imported event names its time")
        return self.command.happened_at

    @property
    def warning(self) -> Fault | None:
        """What a person should look at, though the event is in."""
        if not self.flag:
            return None
        expected, mend = FLAGS[self.flag]
        clock = f" {self.told.clock:%H:%M}" if self.told.clock else ""
        return self.told.fault("at", f"{self.day.isoformat()}{clock}", expected, mend, flag=True)


def judge(ground: Ground, told: Told) -> Judged:
    """Decide what becomes of it. Raises NotTaken."""
    pupil_id = _pupil(ground, told)
    clock = told.clock or time(0)
    at = to_instant(ground.school, told.day, clock, told.fold)
    if at > ground.now + AHEAD:
        mend = "Import it when it has happened, or correct the date order of the mapping."
        raise NotTaken(told.fault("at", told.day.isoformat(), "a time that has been", mend))
    decide, period, flag = _place_in_year(ground, told, ground.pupils[pupil_id].year_group)
    kind, code = _act(ground, told, history=not decide)
    where = told.where or (Where.LESSON if told.lesson else Where.OUT_OF_CLASS)
    lesson = (
        ground.lesson(pupil_id, told.day, period, told.lesson) if where == Where.LESSON and decide else None
    )
    command = Command(
        event_id(ground.school.pk, told.source, told.school, told.source_id),
        kind,
        pupil_id,
        code,
        happened_at=at,
        where=where,
        lesson_id=lesson.pk if lesson else None,
        place=told.place[:LONGEST_PLACE],
        details=told.details,
        answers=told.answers,
        text=_words(told),
        about=str(event_id(ground.school.pk, told.source, told.school, told.about)) if told.about else "",
    )
    return Judged(told, command, told.day, period, decide, flag)


def _pupil(ground: Ground, told: Told) -> int:
    found = ground.pupils_named(told.pupil)
    if len(found) == 1:
        return next(iter(found))
    expected = "one pupil" if found else "a pupil of this school"
    mend = (
        "Several pupils go by it: import with the UPN."
        if found
        else "Import the roster first, or choose another pupil key in the mapping."
    )
    raise NotTaken(told.fault("pupil", told.pupil.shown, expected, mend))


def _place_in_year(ground: Ground, told: Told, year_group: int | None) -> tuple[bool, str, str]:
    """Whether the policy decides it, its period, and what is odd about its time."""
    calendar, day = ground.calendar, told.day
    if day > calendar.known_until:
        return False, "", OUTSIDE_CALENDAR
    decide = day >= calendar.known_from
    # Which days were closed before the calendar nobody told us: the bells of the same weekday stand in.
    like = day if decide else _same_weekday(calendar, day)
    if like is None or not calendar.is_school_day(like):
        return decide, "", CLOSED_DAY
    if told.clock is None:
        return decide, "", NO_TIME
    period = calendar.period_at(like, told.clock, year_group)
    return decide, period.key if period else "", "" if period else OUTSIDE_PERIODS


def _same_weekday(calendar: SchoolCalendar, day: date) -> date | None:
    """The first school day of the calendar on that weekday."""
    first = calendar.known_from + timedelta(days=(day.weekday() - calendar.known_from.weekday()) % 7)
    last = calendar.years[0].last
    while first <= last and not calendar.is_school_day(first):
        first += ANOTHER_WEEK
    return first if first <= last else None


def _act(ground: Ground, told: Told, *, history: bool) -> tuple[EventKind, str]:
    """The kind and the catalogue's code, which must fit each other."""
    if told.kind in NOT_TAKEN:
        mend = "Facts for the end of a period are for a replay: leave the row out."
        raise NotTaken(told.fault("kind", str(told.kind), "something that happened to a pupil", mend))
    item = ground.policy.pack.items.get(told.code) or ground.policy.on(told.day).item(told.code)
    if item is None and (told.kind is None or told.kind in CATALOGUE_KINDS):
        if history and told.keep_label and told.label:
            return told.kind or EventKind.CONCERN, ""
        if told.kind == EventKind.LADDER_STEP and not told.code:
            return told.kind, ""
        raise NotTaken(_unknown(ground, told))
    if item is None:
        return told.kind or EventKind.CONCERN, told.code
    group = ground.policy.pack.groups[item.group].kind
    kind = told.kind or FROM_GROUP.get(group)
    if kind is None or group not in CATALOGUE_KINDS.get(kind, (group,)):
        mend = f"{item.label} is of the kind {group}: name a kind that fits in the file or the mapping."
        raise NotTaken(told.fault("kind", str(kind or ""), "a kind that fits the code", mend))
    return kind, item.code


def _unknown(ground: Ground, told: Told) -> Fault:
    value = told.code or told.label
    names = [name for one in ground.policy.pack.items.values() for name in (one.code, *one.aliases)]
    meant = near(value, names)
    mend = f"Did it mean {meant}? " if meant else ""
    return told.fault(
        "code", value, "a code of the catalogue", f"{mend}Give it a code under [codes] in a mapping file."
    )


def _words(told: Told) -> str:
    """The narrative, with who reported it: an import is recorded by no account."""
    lines = list(_lines(told))
    return "\n".join(lines)[:LONGEST_TEXT]


def _lines(told: Told) -> Iterator[str]:
    if told.text:
        yield told.text
    if told.reporter:
        yield f"Reported by {told.reporter}."
