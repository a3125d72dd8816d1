"""Made-up years of rows of an events file: recognitions, acts, and what follows for those who are sent away."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from typing import Final, NamedTuple

from evenhand.cli.bench.inside import MIX
from evenhand.cli.replaying.zone import Zone
from evenhand.engine.school_calendar import Period, SchoolCalendar

PUPILS, STAFF = 1500, 100
COLUMNS: Final = "id,at,pupil,kind,code,lesson,by,details,about"
SEED: Final = 20260902
WITHIN: Final = 1800
"""An event happens within so many seconds of a lesson's start."""

Slot = tuple[int, int]
"""A lesson: which school day of the years, and which lesson of it."""


class Known(NamedTuple):
    """The codes of a recognition and of an act that climbs, and the kind, code and details of what opens each gate."""

    award: str
    act: str
    gates: tuple[tuple[str, str, str], ...]


class Drawn(NamedTuple):
    """One row but for its id and its moment: whose it is, the kind with its code, the lesson and the stay meant."""

    pupil: int
    what: str
    lesson: str = ""
    details: str = ""
    about: str = ""


class Year:
    """The same years of the calendar each time for the same number of events, with as many on each school day.

    Acts are drawn in the budget's mix. A second act in a lesson sends the pupil away: the pupil arrives in the next
    lesson, passes each gate (a conversation is held) a school day after the referral and leaves in the lesson after
    that, whatever was recorded meanwhile. These rows stand between the acts and are in the number.
    """

    def __init__(self, known: Known, calendar: SchoolCalendar, events: int, zone: str) -> None:
        self._known = known
        self._calendar = calendar
        self._events = events
        self._zone = Zone(zone)
        self._chance = random.Random(SEED)  # noqa: S311  a made-up year, the same each time
        self._acted: set[tuple[int, str]] = set()
        self._first: tuple[int, str] | None = None
        self._due: list[tuple[Slot, int, Drawn]] = []
        self._away: set[int] = set()

    def rows(self) -> Iterator[str]:
        """The lines after the header."""
        calendar = self._calendar
        days = [day for year in calendar.years for day in calendar.school_days_in_year(year)]
        number = 0
        for place, day in enumerate(days):
            lessons = [period for period in self._calendar.periods_on(day) if period.kind == "lesson"]
            share = self._events * (place + 1) // len(days) - number
            self._acted.clear()
            self._first = None
            for turn in range(share):
                ident = f"{number:08x}-0000-7000-8000-000000000000"
                yield self._row(day, lessons, (place, turn * len(lessons) // share), ident)
                number += 1

    def _row(self, day: date, lessons: Sequence[Period], slot: Slot, ident: str) -> str:
        lesson = lessons[slot[1]]
        if self._due and self._due[0][0] <= slot:
            drawn = self._due_now()
        else:
            drawn = self._act(f"{day.isoformat()}/", f"/{lesson.key}", slot, ident)
        start = self._zone.written(self._zone.moment(day, lesson.start))
        at = datetime.fromisoformat(start[:-6]) + timedelta(seconds=self._chance.randrange(WITHIN))
        pupil, what, where, details, about = drawn
        return f"{ident},{at.isoformat()}{start[-6:]},p{pupil},{what},{where},t{pupil % STAFF},{details},{about}\n"

    def _act(self, before: str, after: str, slot: Slot, ident: str) -> Drawn:
        """A recognition or an act of a pupil; a second act is of whoever acted last for the first time."""
        pupil, kind = self._chance.randrange(PUPILS), MIX[self._chance.randrange(len(MIX))]
        lesson = f"{before}{pupil % 5}{pupil // 5 % 6}{after}"
        if kind == "award":
            return Drawn(pupil, f"achievement,{self._known.award}", lesson)
        if kind == "first":
            self._first = pupil, lesson
        elif self._first is not None:
            pupil, lesson = self._first
        if (pupil, lesson) in self._acted and pupil not in self._away:
            self._send(pupil, slot, ident)
        self._acted.add((pupil, lesson))
        return Drawn(pupil, f"concern,{self._known.act}", lesson)

    def _send(self, pupil: int, slot: Slot, stay: str) -> None:
        """What follows for a pupil whom this act sends away."""
        self._away.add(pupil)
        place, lesson = slot
        follows = [((place, lesson + 1), "arrival,", "")]
        follows += [((place + 1, lesson), f"{kind},{code}", told) for kind, code, told in self._known.gates]
        follows.append(((place + 1, lesson + 1), "release,", ""))
        for order, (when, what, told) in enumerate(follows):
            number = int(stay[:8], 16) * len(follows) + order
            heappush(self._due, (when, number, Drawn(pupil, what, "", told, stay)))

    def _due_now(self) -> Drawn:
        """What follows next; who leaves is sent away by a second act again."""
        drawn = heappop(self._due)[2]
        if drawn.what == "release,":
            self._away.discard(drawn.pupil)
        return drawn
