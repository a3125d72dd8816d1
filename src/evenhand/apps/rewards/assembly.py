"""What the week's assembly is made of: the best moments and the nominations, by class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.wording import day_words
from evenhand.apps.conduct.commands import Command, Problem, Refused
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.praise import awards_of
from evenhand.apps.conduct.services import record
from evenhand.apps.conduct.wishes import Wishes, wishes_of
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.pack.schema import Pack
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar
from evenhand.engine.values import EventKind, Where

WEEK: Final = timedelta(days=6)
KINDS: Final = (EventKind.ACHIEVEMENT, EventKind.NOMINATION, EventKind.VOID)
BEFORE_ALL: Final = Wishes()
LONGEST: Final = 400
NO_CLASS: Final = "Without a class"


@dataclass(frozen=True, slots=True)
class Moment:
    """One recognition: what for, in whose words, when, by whom, and whether it was off site."""

    label: str
    words: str
    when: str
    by: str
    off_site: bool


@dataclass(frozen=True, slots=True)
class Nomination:
    """An award for which the pupil is named."""

    award: str
    value: str
    words: str
    by: str
    named: bool


@dataclass(slots=True)
class Star:
    """One pupil's week."""

    pupil: Pupil
    named: bool
    moments: list[Moment] = field(default_factory=list)
    nominations: list[Nomination] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Page:
    """The week's assembly: its day, each class with its pupils, and for which awards one can be named."""

    day: str
    week: str
    classes: tuple[tuple[str, tuple[Star, ...]], ...]
    awards: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]
    earlier: date
    later: date


def assembly_page(actor: Actor, day: date) -> Page:
    """The assembly of the week of that day."""
    school = school_of(actor.school_id)
    pack = policy_of(school.pk).pack
    monday = day - timedelta(days=day.weekday())
    rows = _rows(monday)
    tags = {tag.id: tag.label for tag in pack.tags if tag.list in {one.tag_list for one in awards_of(pack)}}
    return Page(
        day_words(_assembly_day(calendar_of(school), monday)),
        f"{day_words(monday)} to {day_words(monday + WEEK)}",
        tuple(_by_class(_stars(pack, tags, rows))),
        tuple((one.id, one.label) for one in awards_of(pack)),
        tuple(tags.items()),
        monday - timedelta(days=7),
        monday + timedelta(days=7),
    )


def nominate(
    actor: Actor,
    *,
    pupil: Pupil,
    award: str,
    value: str,
    named: bool,
    words: str = "",
    ident: UUID | None = None,
) -> Event:
    """Name a pupil for an award of the assembly; the same `ident` again is the same nomination.

    Raises Refused where the policy asks for more, Conflicting where the ident was used for another.
    """
    wrong = typed.too_long("What to say has", words, LONGEST)
    if award not in {one.id for one in awards_of(policy_of(actor.school_id).pack)}:
        wrong = "Choose an award of the assembly."
    if wrong:
        raise Refused((Problem("", "award", wrong),))
    command = Command(
        ident or new_event_id(),
        EventKind.NOMINATION,
        pupil.pk,
        award,
        where=Where.OUT_OF_CLASS,
        details={"value": value, "may_be_named": named},
        text=words.strip(),
    )
    return record(actor, commands=[command]).done[0].event


def _assembly_day(calendar: SchoolCalendar, monday: date) -> date:
    """Friday, or the last school day of that week where Friday is none."""
    try:
        return calendar.last_school_day_of_week(monday) or monday + timedelta(days=4)
    except CalendarEnds:
        return monday + timedelta(days=4)


def _rows(monday: date) -> list[Event]:
    found = list(
        Event.objects.filter(day__gte=monday, day__lte=monday + WEEK, kind__in=KINDS)
        .select_related("pupil", "payload")
        .order_by("seq")
    )
    gone = {row.about for row in found if row.kind == EventKind.VOID}
    return [row for row in found if row.kind != EventKind.VOID and str(row.pk) not in gone]


def _stars(pack: Pack, tags: Mapping[str, str], rows: Sequence[Event]) -> list[Star]:
    people = names_of({row.recorded_by_id for row in rows})
    wishes = wishes_of({row.pupil_id for row in rows})
    stars: dict[int, Star] = {}
    for row in rows:
        named = not wishes.get(row.pupil_id, BEFORE_ALL).unnamed
        star = stars.setdefault(row.pupil_id, Star(row.pupil, named))
        by = people.get(row.recorded_by_id or 0, "")
        words = row.payload.text if hasattr(row, "payload") else ""
        if row.kind == EventKind.ACHIEVEMENT and row.code in pack.items:
            off_site = row.where == Where.OFF_SITE
            star.moments.append(Moment(pack.items[row.code].label, words, f"{row.day:%A}", by, off_site))
        elif row.code in pack.programmes:
            value = tags.get(str(row.details.get("value", "")), "")
            may = row.details.get("may_be_named") is not False
            star.nominations.append(Nomination(pack.programmes[row.code].label, value, words, by, may))
    return list(stars.values())


def _by_class(stars: Iterable[Star]) -> Iterable[tuple[str, tuple[Star, ...]]]:
    """Each class by its name, its pupils by theirs."""
    classes: dict[str, list[Star]] = {}
    for star in sorted(stars, key=lambda one: (one.pupil.first_name.casefold(), one.pupil.pk)):
        classes.setdefault(star.pupil.form or NO_CLASS, []).append(star)
    for name in sorted(classes):
        yield name, tuple(classes[name])
