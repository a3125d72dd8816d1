"""What happened, as tellings for the bulk writer, gathered out of order and told in order of time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypedDict, Unpack
from uuid import UUID

from evenhand.apps.conduct.bulk import Telling
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.incidents import Told
from evenhand.apps.people.models import Pupil
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.schools import Site
from evenhand.cli.demo.staffing import Adult, Team
from evenhand.cli.demo.timetable import Taught
from evenhand.engine.facts import Answer, Fact
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import Item
from evenhand.engine.values import EventKind, Where

LONGEST_DELAY = 40


class More(TypedDict, total=False):
    """What an event may have beside adult, kind, pupil and time."""

    code: str
    lesson: LessonOccurrence
    place: str
    details: Mapping[str, Fact]
    about: str
    text: str
    where: Where
    incident: UUID


@dataclass(slots=True)
class Diary:
    """The story while it is being told. Nothing later than the opening of the demonstration gets into it."""

    site: Site
    team: Team
    policy: Policy
    taught: Mapping[int, Taught]
    adjustments: Mapping[int, Sequence[AgreedAdjustment]]
    lessons: Mapping[tuple[date, str], Sequence[LessonOccurrence]]
    entries: list[tuple[datetime, int, Telling]] = field(default_factory=list)
    away: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))
    used: set[tuple[int, str]] = field(default_factory=set)
    gatherings: list[tuple[Adult, Told]] = field(default_factory=list)

    def tell(
        self,
        adult: Adult,
        kind: EventKind,
        pupil: Pupil,
        at: datetime,
        **more: Unpack[More],
    ) -> str:
        """Add one event at a local time and return its id; one that is still to come is left out."""
        rng = self.site.rng
        instant = self.site.instant(at)
        ident = time_ordered_id(instant, rng.getrandbits(74))
        recorded = instant + timedelta(seconds=rng.randrange(1, LONGEST_DELAY))
        lesson = more.get("lesson")
        command = Command(
            ident, kind, pupil.pk, more.get("code", ""), instant, instant, more.get("where", Where.LESSON),
            lesson.pk if lesson else None, more.get("place", ""), more.get("details", {}), self._answers(kind, pupil),
            None, None, more.get("text", ""), more.get("about", ""), incident=more.get("incident"),
        )  # fmt: skip
        if recorded <= self.site.opens:
            salt = f"{rng.getrandbits(128):032x}"
            self.entries.append((instant, len(self.entries), Telling(adult.actor, command, recorded, salt)))
        return str(ident)

    def tellings(self) -> list[Telling]:
        """Everything in order of time."""
        return [entry[2] for entry in sorted(self.entries, key=lambda entry: entry[:2])]

    def is_away(self, pupil: Pupil, at: datetime) -> bool:
        """Whether the pupil is in, or on the way to, a placement then."""
        return any(start <= at < end for start, end in self.away[pupil.pk])

    def clashes(self, pupil: Pupil, start: datetime, end: datetime) -> bool:
        """Whether a placement of the pupil falls into that span of time."""
        return any(begins <= end and start <= ends for begins, ends in self.away[pupil.pk])

    def teacher(self, lesson: LessonOccurrence) -> Adult:
        """Who teaches the lesson."""
        return self.taught[lesson.group_id].adult

    def pupils(self, lesson: LessonOccurrence) -> tuple[Pupil, ...]:
        """Who is taught in it."""
        return self.taught[lesson.group_id].form.pupils

    def details(self, item: Item) -> dict[str, Fact]:
        """Details such as the catalogue demands for the item, within its conditions."""
        rng, rules = self.site.rng, self.policy.on(self.site.demo.first_day)
        given: dict[str, Fact] = {}
        for name in item.details:
            detail = rules.pack.details[name]
            if not detail.required:
                continue
            choices = [str(choice.value) for choice in detail.choices]
            match detail.type:
                case "integer":
                    given[name] = (detail.minimum or 0) + rng.randint(0, 4)
                case "boolean":
                    given[name] = False
                case "multiple":
                    given[name] = tuple(sorted(rng.sample(choices, min(2, rng.randint(1, len(choices))))))
                case "choice":
                    given[name] = rng.choice(choices)
                case _:
                    given[name] = "As told at the time"
        for condition in item.conditions:
            least = rules.value(condition.value)
            if condition.op == "at_least" and isinstance(least, int):
                given[condition.detail] = least + rng.randint(0, 8)
            elif condition.op == "equals":
                given[condition.detail] = least
        return given

    def _answers(self, kind: EventKind, pupil: Pupil) -> tuple[Answer, ...]:
        if kind != EventKind.CONCERN:
            return ()
        return tuple(Answer(str(row.pk), "applied") for row in self.adjustments.get(pupil.pk, ()))


def time_ordered_id(instant: datetime, chance: int) -> UUID:
    """An id as devices make them (version 7): the milliseconds, then chance (74 bits)."""
    milliseconds = int(instant.timestamp() * 1000)
    high, low = chance >> 62, chance & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 7 << 76 | high << 64 | 2 << 62 | low)


def minutes_after(at: datetime, minutes: int) -> datetime:
    """A local time so many minutes later."""
    return at + timedelta(minutes=minutes)


def on(day: date, clock: str) -> datetime:
    """A local time of a day, from "11:18"."""
    return datetime.combine(day, time.fromisoformat(clock))
