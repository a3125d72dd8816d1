"""The figures of referrals of one day or one week, from the log: counts only, in no order of pupils or of adults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.wording import day_words
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.apps.tenancy.selectors import today as today_of
from evenhand.engine.pack.schema import Pack
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind

KINDS = (EventKind.CONCERN, EventKind.LADDER_STEP, EventKind.CONFIRM)
WITHDRAWN = "withdrawn"
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
NOT_SAID = "Not said"
NO_PERIOD = "Outside the periods of the day"


class Referral(NamedTuple):
    """What is counted of one referral; `minute` is that of its lesson, from one, None outside it."""

    day: date
    code: str
    place: str
    period: str
    adult: int
    year: int
    subject: str = ""
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One way to count them: its heading, and a row of words and number for each value."""

    key: str
    heading: str
    rows: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The figures of a span beside the span before it."""

    what: str
    when: str
    total: int
    before: int
    before_words: str
    weekly: bool
    years: str
    tables: tuple[Table, ...]
    day_url: str
    week_url: str
    earlier_url: str
    later_url: str


def referrals_page(actor: Actor, day: date, *, weekly: bool = False) -> Page:
    """The referrals of a day, or of its week from Monday; of the actor's own years where they hold a year only."""
    school = school_of(actor.school_id)
    pack, calendar = policy_of(school.pk).pack, calendar_of(school)
    step = WEEK if weekly else ONE_DAY
    first = day - timedelta(days=day.weekday()) if weekly else day
    last = first + step - ONE_DAY
    start = first - step if weekly else _school_day(calendar, first, -1)
    years = actor.bound.get(Capability.SEE_REFERRALS)
    found = referrals_between(min(start, first), last, years)
    now = [row for row in found if row.day >= first]
    word = pack.vocabulary.get("referral", "referral")
    year = pack.vocabulary.get("year", "Year").capitalize()
    later = first + WEEK if weekly else _school_day(calendar, first, 1)
    return Page(
        f"{word}s" if len(now) != 1 else word,
        f"{day_words(first)} to {day_words(last)}" if weekly else day_words(first),
        len(now),
        sum(start <= row.day < start + step for row in found),
        "the week before" if weekly else day_words(start),
        weekly,
        ", ".join(f"{year} {one}" for one in sorted(years)) if years is not None else "",
        tuple(_tables(actor, pack, calendar, now, year)),
        _url(day, weekly=False),
        _url(day, weekly=True),
        _url(start, weekly=weekly),
        _url(later, weekly=weekly) if later <= today_of(school) else "",
    )


def referrals_between(first: date, last: date, years: Iterable[int] | None = None) -> list[Referral]:
    """Every referral of these days that still holds; one that a leader confirmed counts where and with whom it began."""
    rows = Event.objects.filter(
        day__gte=first,
        day__lte=last,
        kind__in=KINDS,
        pk__in=Stay.objects.exclude(stage=WITHDRAWN).values("pk"),
    )
    if years is not None:
        rows = rows.filter(pupil__year_group__in=list(years))
    events = list(rows.select_related("pupil", "incident__lesson__group").order_by("seq"))
    begun = _begun([row for row in events if row.kind == EventKind.CONFIRM])
    return [_referral(row, begun.get(row.about, row)) for row in events]


def _begun(confirmed: Sequence[Event]) -> Mapping[str, Event]:
    """What was asked for, of those that a leader confirmed."""
    ids = [UUID(row.about) for row in confirmed if row.about]
    rows = Event.objects.filter(pk__in=ids).select_related("incident__lesson__group") if ids else ()
    return {str(row.pk): row for row in rows}


def _referral(row: Event, cause: Event) -> Referral:
    lesson = cause.incident.lesson
    place = cause.place or (lesson.room if lesson else "") or NOT_SAID
    adult = cause.on_behalf_of_id or cause.recorded_by_id or 0
    subject = (lesson.group.subject or lesson.group.name) if lesson else ""
    year = row.pupil.year_group or 0
    return Referral(row.day, cause.code, place, cause.period, adult, year, subject, _minute(cause))


def _minute(cause: Event) -> int | None:
    """In which minute of its lesson it happened, the first being 1."""
    lesson = cause.incident.lesson
    if lesson is None or not lesson.starts <= cause.happened_at < lesson.ends:
        return None
    return int((cause.happened_at - lesson.starts).total_seconds()) // 60 + 1


def _tables(
    actor: Actor, pack: Pack, calendar: SchoolCalendar, rows: Sequence[Referral], year: str
) -> Iterable[Table]:
    """Types and places by how often; times, years and adults in their own order, so that nobody is ranked."""
    items = pack.items
    yield _often("type", "Type", (items[row.code].label if row.code in items else NOT_SAID for row in rows))
    yield _often("place", "Place", (row.place for row in rows))
    yield Table("period", "Time", _by_period(calendar, rows))
    counted = Counter(row.year for row in rows)
    yield Table(
        "year",
        year,
        tuple((f"{year} {one}" if one else NOT_SAID, counted[one]) for one in sorted(counted)),
    )
    if Capability.SEE_ALL_TASKS in actor.capabilities:
        people = names_of({row.adult for row in rows})
        adults = Counter(people.get(row.adult, NOT_SAID) for row in rows)
        yield Table("adult", "Adult", tuple(sorted(adults.items())))


def _often(key: str, heading: str, words: Iterable[str]) -> Table:
    rows = sorted(Counter(words).items(), key=lambda row: (-row[1], row[0].casefold()))
    return Table(key, heading, tuple(rows))


def _by_period(calendar: SchoolCalendar, rows: Sequence[Referral]) -> tuple[tuple[str, int], ...]:
    labels: dict[str, str] = {}
    for day in sorted({row.day for row in rows}):
        for period in calendar.periods_on(day, None):
            labels.setdefault(period.key, period.label)
    counted = Counter(row.period if row.period in labels else "" for row in rows)
    labels[""] = NO_PERIOD
    return tuple((label, counted[key]) for key, label in labels.items() if counted[key])


def _school_day(calendar: SchoolCalendar, day: date, step: int) -> date:
    """The school day before or after; the day itself where the calendar holds none."""
    other = day + timedelta(days=step)
    while calendar.known_from <= other <= calendar.known_until:
        if calendar.is_school_day(other):
            return other
        other += timedelta(days=step)
    return day


def _url(day: date, *, weekly: bool) -> str:
    return "?" + urlencode({"day": day.isoformat(), **({"span": "week"} if weekly else {})})
