"""The timeline of one pupil: the newest entries of a span, each in words; never a count over the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework.selectors import names
from evenhand.apps.casework.wording import local_time, place_of, what_happened
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.praise import CONTACTS
from evenhand.apps.conduct.selectors import contact_notes
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.addresses import address
from evenhand.apps.tenancy.clock import now, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import EventKind
from evenhand.web.pupils import reading
from evenhand.web.pupils.deciding import People, posts_of, step_of
from evenhand.web.pupils.reading import MOST, MOST_NOTES

# Stands in an address for the id of an entry.
NOBODY = UUID(int=0)
PRAISE = (EventKind.ACHIEVEMENT,)
CONCERNS = (EventKind.CONCERN, EventKind.LADDER_STEP, EventKind.LATE, EventKind.HOMEWORK_MISSED)
OTHERS = (EventKind.OWED_OUTCOME, EventKind.RELEASE, EventKind.CONFIRM, EventKind.DECLINE)
SHOWN: dict[str, tuple[EventKind, ...]] = {
    "all": (*PRAISE, *CONCERNS, *OTHERS),
    "recognised": PRAISE,
    "concerns": CONCERNS,
}
ICONS = {
    EventKind.ACHIEVEMENT: ("praise", "star"),
    EventKind.LATE: ("concern", "clock"),
    EventKind.RELEASE: ("act", "log-out"),
    EventKind.CONFIRM: ("act", "check"),
    EventKind.DECLINE: ("act", "x"),
    EventKind.OWED_OUTCOME: ("", "clock"),
}


KEPT = "From the earlier system; nothing was decided from it here"


@dataclass(frozen=True)
class Span:
    """The days shown, the first and the last included."""

    first: date
    last: date


class Mark(NamedTuple):
    """Where the entries shown before ended: the instant and number of the last of them."""

    at: datetime
    seq: int

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """The mark that an address names; None where it names none that can be read."""
        at, _, seq = text.replace(" ", "+").partition("~")
        try:
            found = cls(datetime.fromisoformat(at), int(seq))
        except ValueError:
            return None
        return found if found.at.tzinfo else None


@dataclass(frozen=True)
class Entry:
    """One line; `at` sorts, `why_url` opens the reason, `links` lead to what belongs to it, in words and address."""

    key: str
    kind: str
    icon: str
    what: str
    at: datetime
    meta: tuple[str, ...]
    note: str
    struck: str
    why_url: str
    why_id: str
    links: tuple[tuple[str, str], ...] = ()

    @property
    def clock(self) -> str:
        """The local time of day."""
        return f"{self.at:%H:%M}"

    @property
    def day(self) -> date:
        """The local day."""
        return self.at.date()


@dataclass(frozen=True)
class DayGroup:
    """The entries of one day, the latest first."""

    words: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Timeline:
    """The days, and until when to look for more: "" where there is no more in this span."""

    days: tuple[DayGroup, ...]
    older: str


def timeline(
    actor: Actor, school: School, pack: Pack, pupil: Pupil, *, show: str, span: Span, before: Mark | None,
    earlier: bool = False,
) -> Timeline:  # fmt: skip
    """The newest entries of a span that the actor may see, at most thirty, by day.

    With those of an `earlier` year stands what was imported and kept undecided.
    """
    start, end = to_instant(school, span.first, time.min), to_instant(school, span.last, time.max)
    until = min(before.at, end) if before else end
    asked = (pupil.pk, SHOWN[show], start, until)
    found = reading.before(*asked, before.at, before.seq) if before else reading.newest(*asked)
    more, found = len(found) > MOST, found[:MOST]
    older = f"{found[-1].happened_at.isoformat()}~{found[-1].seq}" if more else ""
    first = found[-1].happened_at if more else start
    entries = list(_entries(actor, school, pack, pupil, found))
    if show == "all":
        entries = _with_talks(school, pack, pupil, entries, first, until)
        entries += _notes(school, pupil, first, until)
    if show != "concerns":
        entries += _good_news(school, pupil, first, until)
    if earlier:
        entries += _history(school, pack, pupil, SHOWN[show], first, until)
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return Timeline(tuple(_days(entries, local_time(school, now()).date())), older)


def _entries(actor: Actor, school: School, pack: Pack, pupil: Pupil, rows: list[Event]) -> Iterator[Entry]:
    ids = [row.pk for row in rows]
    decisions = {event: outcomes["outcomes"] for event, outcomes in reading.decided(ids)}
    voids = {row.about: row for row in reading.voids([str(ident) for ident in ids])}
    adults = {user for row in rows for user in (row.recorded_by_id, row.on_behalf_of_id)}
    people = People(names(adults | {row.recorded_by_id for row in voids.values()}))
    why_road = address("pupil-why", pupil.pk, NOBODY)
    sees_all = actor.may(Capability.VOID_ANY, pupil.year_group)
    for row in rows:
        void = voids.get(str(row.pk))
        if void and not (sees_all or actor.user_id in (row.recorded_by_id, void.recorded_by_id)):
            continue
        yield _entry(school, pack, row, decisions.get(row.pk, []), people, void, why_road)


def _entry(
    school: School,
    pack: Pack,
    row: Event,
    outcomes: list[list[object]],
    people: People,
    void: Event | None,
    why_road: str,
) -> Entry:
    step = step_of(pack, outcomes)
    act = what_happened(pack, row)
    kind, icon = ICONS.get(EventKind(row.kind), ("concern", "flag"))
    where = place_of(row).removeprefix(", ")
    meta = tuple(
        part
        for part in (where, people.acted(row), *posts_of(pack, outcomes), _tried(pack, row), _quietly(row))
        if part
    )
    struck = ""
    if void is not None:
        reason = void.said("reason") or "a mis-tap"
        struck = f"Taken back by {people.name(void.recorded_by_id)}: {reason}"
    return Entry(
        row.pk.hex,
        kind,
        icon,
        f"{act}, {step}" if step else act,
        local_time(school, row.happened_at),
        meta,
        row.payload.text if hasattr(row, "payload") else "",
        struck,
        why_road.replace(str(NOBODY), str(row.pk)),
        f"why-entry-{row.pk.hex}",
    )


def _quietly(row: Event) -> str:
    """That praise was no word before others."""
    return "a quiet word" if row.kind == EventKind.ACHIEVEMENT and row.details.get("private") is True else ""


def _tried(pack: Pack, row: Event) -> str:
    """What the adult says to have tried first."""
    given = row.details.get("tried")
    known = (
        [pack.cards[one].label.lower() for one in given if one in pack.cards]
        if isinstance(given, list)
        else []
    )
    return f"tried first: {', '.join(known)}" if known else ""


def _history(
    school: School, pack: Pack, pupil: Pupil, kinds: tuple[EventKind, ...], first: datetime, until: datetime
) -> Iterator[Entry]:
    """What another system had recorded before this school's calendar: nothing followed from it here."""
    for row in reading.kept(pupil.pk, kinds, first, until):
        item = pack.items.get(row.code)
        kind, icon = ICONS.get(EventKind(row.kind), ("concern", "flag"))
        yield Entry(
            f"kept{row.pk.hex}",
            kind,
            icon,
            item.label if item else row.label or row.kind.replace("_", " ").capitalize(),
            local_time(school, row.happened_at),
            tuple(part for part in (row.place, KEPT) if part),
            row.payload.text if hasattr(row, "payload") else "",
            "",
            "",
            "",
        )


def _with_talks(
    school: School, pack: Pack, pupil: Pupil, entries: list[Entry], first: datetime, until: datetime
) -> list[Entry]:
    """The entries with the conversations about them, each linked to the other (INF-RC-10); what was said stays there."""
    shown = {entry.key: entry for entry in entries}
    rows = reading.talks(pupil.pk, first, until)
    gone = {row.about for row in reading.voids([str(row.pk) for row in rows])} if rows else set()
    people = names({row.recorded_by_id for row in rows})
    for row in rows:
        talk, about = pack.conversations.get(row.code), row.about.replace("-", "")
        if talk is None or str(row.pk) in gone:
            continue
        what = f"{talk.label}: {row.details['stage']}"
        back: tuple[tuple[str, str], ...] = ()
        if about in shown:
            led = shown[about]
            back = ((led.what, f"#entry-{about}"),)
            shown[about] = replace(led, links=(*led.links, (what, f"#entry-{row.pk.hex}")))
        at, by = local_time(school, row.happened_at), people.get(row.recorded_by_id or 0, "")
        shown[row.pk.hex] = Entry(
            row.pk.hex, "act", "message-square", what, at, (by,) if by else (), "", "", "", "", back
        )
    return list(shown.values())


def _notes(school: School, pupil: Pupil, first: datetime, until: datetime) -> Iterator[Entry]:
    """What was said to the family and agreed, from tasks that were done with a note."""
    rows = reading.noted(pupil.pk, first, until)
    people = names({row.closed_by_id for row in rows})
    for row in rows:
        if row.closed_at is not None:
            by = people.get(row.closed_by_id or 0, "")
            yield Entry(
                f"task{row.pk}",
                "act",
                "check",
                row.label,
                local_time(school, row.closed_at),
                (f"done by {by}" if by else "done",),
                row.note,
                "",
                "",
                "",
            )


def _good_news(school: School, pupil: Pupil, first: datetime, until: datetime) -> Iterator[Entry]:
    """The praise calls and postcards that went home."""
    rows = contact_notes(pupil.pk, MOST_NOTES, since=first, until=until)
    people = names({row.by_id for row in rows})
    for row in rows:
        yield Entry(
            f"note{row.pk}",
            "praise",
            "phone" if row.kind == "call" else "mail",
            CONTACTS.get(row.kind, row.kind.capitalize()),
            local_time(school, row.at),
            (people.get(row.by_id, ""),),
            row.words,
            "",
            "",
            "",
        )


def _days(entries: Iterable[Entry], today: date) -> Iterator[DayGroup]:
    for day, held in groupby(entries, key=lambda entry: entry.day):
        words = f"{day:%A} {day.day} {day:%B}"
        year = "" if day.year == today.year else f" {day.year}"
        yield DayGroup(f"Today, {words}" if day == today else words + year, tuple(held))
