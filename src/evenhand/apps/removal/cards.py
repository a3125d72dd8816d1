"""The cards of the board, as values: built before any template sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from evenhand.apps.access.capabilities import Capability
from evenhand.apps.removal.deadlines import FAMILY, REVIEW
from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.performing import GAP_TASK
from evenhand.apps.removal.reasons import Why, clock, sent, when, why_then
from evenhand.apps.removal.selectors import Rows
from evenhand.apps.tenancy.addresses import address
from evenhand.apps.tenancy.clock import local
from evenhand.engine.pack.schema import Station as Declared
from evenhand.engine.rules.ledger import period_keys

LATE_ENTRY = "param:referral.late_entry_minutes"
TAPPED = ("register", "family", "repair")
ORDINALS = {2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", 6: "Sixth"}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who a card is about, and where the card leads."""

    key: str
    name: str
    form: str
    initials: str
    url: str
    photo: str = ""
    lang: str = ""
    dir: str = ""


@dataclass(frozen=True, kw_only=True)
class Expected(Person):
    """A pupil on the way: components/expect.html."""

    sent: str
    due: datetime | None
    minutes: int
    late: str
    told: str
    arrive_url: str
    flags: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True)
class Station:
    """A station of a stay; `state` is done, now or nothing; `url` takes the tap, `link` leads to its form."""

    words: str
    state: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Here(Person):
    """A pupil who is here: components/stay.html."""

    since: str
    stations: tuple[Station, ...]
    tell: str
    tell_url: str
    told: str
    back: str
    why: Why
    flags: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class Leaving(Person):
    """A pupil whose stay ends today. `first` says what comes before, "" when ready."""

    words: str
    first: str
    release_url: str
    tell: str = ""
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class TimeOut(Person):
    """A pupil in time out: where, with whom, since when, and when somebody last looked in."""

    place: str
    company: str
    since: str
    looked: str
    overdue: bool
    actions: tuple[tuple[str, str], ...] = ()
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class Released(Person):
    """A pupil who has gone back today."""

    words: str
    version: str = ""


Card = Expected | Here | Leaving | TimeOut | Released


def version(card: Card) -> str:
    """Changes whenever anything that the card shows does."""
    return blake2b(repr(card).encode(), digest_size=8).hexdigest()


def person(stay: Stay) -> Person:
    """Who the stay is about."""
    pupil = stay.pupil
    written = pupil.direction if pupil.direction in {"ltr", "rtl"} else ""
    return Person(
        key=str(stay.pk),
        name=pupil.display_name,
        form=pupil.form,
        initials=pupil.initials,
        photo=pupil.photo,
        url=address("removal:stay", stay.pk),
        lang=pupil.lang,
        dir=written,
    )


def expected(seen: Ground, rows: Rows, stay: Stay) -> Expected:
    """The card of a pupil on the way."""
    declared = seen.placement(stay)
    minutes = seen.rules.number(declared.arrival_minutes)
    over = stay.arrive_by is not None and seen.now >= stay.arrive_by
    alert = rows.alerts.get(str(stay.pk))
    told = f"{alert.body['told']} was told at {clock(seen, alert.at)}" if alert else ""
    return Expected(
        **vars(person(stay)),
        sent=sent(seen, rows, stay),
        due=stay.arrive_by,
        minutes=minutes,
        late=f"Not here after {minutes} minutes" if over else "",
        told=told,
        arrive_url=address("removal:arrive", stay.pk) if may_run(seen) else "",
        flags=tuple(flags(seen, rows, stay)),
    )


def here(seen: Ground, rows: Rows, stay: Stay) -> Here:
    """The card of a pupil who is here and stays beyond today."""
    tell, told = family(seen, rows, stay)
    return Here(
        **vars(person(stay)),
        since=f"Here since {when(seen, stay.arrived_at).removeprefix('today ')}",
        stations=stations(seen, rows, stay),
        tell=tell,
        tell_url=address("removal:stay", stay.pk) + "#family",
        told=told,
        back=when(seen, stay.release_at),
        why=why_then(seen, rows, stay),
        flags=tuple(flags(seen, rows, stay)),
    )


def leaving(seen: Ground, rows: Rows, stay: Stay) -> Leaving:
    """The row of a pupil whose stay ends today, with what has to come first."""
    done = rows.done(stay)
    declared = seen.placement(stay)
    missing = [
        gate.station for gate in declared.gates if gate.station not in done and _gated(seen, gate.mode)
    ]
    label = next((item.label for item in declared.stations if item.id in missing), "")
    return Leaving(
        **vars(person(stay)),
        words=f"Back to lessons {clock(seen, stay.release_at)}",
        first=f"{label} first" if label else "",
        release_url=address("removal:release", stay.pk) if may_run(seen) else "",
        tell=family(seen, rows, stay)[0],
    )


def released(seen: Ground, rows: Rows, stay: Stay) -> Released:
    """The row of a pupil who has gone back today."""
    words = f"Back in lessons since {clock(seen, stay.released_at)}"
    words = f"{words}. {stay.override_reason}" if stay.override_reason else words
    return Released(**vars(person(stay)), words=words)


def time_out(seen: Ground, rows: Rows, stay: Stay) -> TimeOut:
    """The card of a pupil in time out, with the next look in."""
    declared = seen.placement(stay)
    event = rows.openings.get(stay.pk)
    named = {str(choice.value): choice.label for choice in declared.destinations}
    looks = [note.at for note in rows.notes.get(stay.pk, ()) if note.kind == REVIEW]
    last = max(looks, default=stay.opened_at)
    minutes = seen.rules.number(declared.review_minutes)
    next_look = last + timedelta(minutes=minutes)
    overdue = bool(minutes) and seen.now >= next_look
    receiving = event.said("receiving") if event else ""
    return TimeOut(
        **vars(person(stay)),
        place=named.get(stay.destination, stay.destination or declared.label),
        company=f"With {receiving}" if receiving else "",
        since=f"Since {clock(seen, stay.opened_at)}",
        looked=f"Look in by {clock(seen, next_look)}" if minutes else "",
        overdue=overdue,
        actions=tuple(_time_out_actions(seen, rows, stay)),
    )


def stations(seen: Ground, rows: Rows, stay: Stay) -> tuple[Station, ...]:
    """The stations in order: done, the first one under way, and where a tap is enough, its address."""
    done = rows.done(stay)
    todo = [item.id for item in seen.placement(stay).stations if item.id not in done]
    return tuple(_station(seen, stay, item, done, todo) for item in seen.placement(stay).stations)


def family(seen: Ground, rows: Rows, stay: Stay) -> tuple[str, str]:
    """What the family line says: what is owed, or that it was done."""
    told = next((row for row in rows.stations.get(stay.pk, ()) if row.station == FAMILY), None)
    if told is not None:
        return "", f"Family told {when(seen, told.done_at).removeprefix('today ')}"
    task = rows.tasks.get(str(stay.pk), {}).get(FAMILY)
    if task is None or task.due_at is None:
        return "", ""
    by = when(seen, task.due_at).removeprefix("today ")
    if seen.now < task.due_at:
        return f"Tell the family by {by}", ""
    if stay.leave_today_at and local(seen.school, stay.leave_today_at).day == seen.moment.day:
        return "Late stay not notified: tell the family now", ""
    return f"The family was not told by {by}", ""


def flags(seen: Ground, rows: Rows, stay: Stay) -> Iterator[str]:
    """What else an adult should see: a late entry, stays joined, a repeat, a release to confirm."""
    event, used = rows.openings.get(stay.pk), seen.rules.used(LATE_ENTRY)
    if event is not None and used is not None:
        late = int((event.recorded_at - event.happened_at).total_seconds() // 60)
        if late >= int(used.value):
            yield f"Late entry: recorded {late} minutes after"
    state = rows.states.get(stay.pupil_id)
    held = next((item for item in state.stays if item.id == str(stay.pk)), None) if state else None
    if held is not None and len(held.claims) > 1:
        yield f"{len(held.claims)} stays joined"
    times = repeats(seen, rows, stay)
    if times > 1:
        block = seen.pack.vocabulary.get("half_term", "half-term")
        yield f"Repeat: {ORDINALS.get(times, f'{times}th').lower()} this {block}"
    gap = rows.tasks.get(str(stay.pk), {}).get(GAP_TASK)
    if gap is not None and gap.status == "open":
        yield "Release over the break to be confirmed first"


def repeats(seen: Ground, rows: Rows, stay: Stay) -> int:
    """How many times the pupil has been sent to this placement in the half-term of the stay."""
    state = rows.states.get(stay.pupil_id)
    keys = period_keys(seen.calendar, local(seen.school, stay.opened_at).day)
    block = next((key for key in keys if key.startswith("b:")), "")
    return state.counts.get(f"placed:{stay.placement}|{block}", 0) if state and block else 0


def may_run(seen: Ground) -> bool:
    """Whether the one who looks may record arrivals and releases here."""
    room = any(item.kind == "removal_room" for item in seen.pack.placements.values())
    return (Capability.RUN_REMOVAL if room else Capability.PLACE) in seen.actor.capabilities


def _station(seen: Ground, stay: Stay, item: Declared, done: set[str], todo: list[str]) -> Station:
    if item.id in done:
        return Station(item.label, "done")
    page = address("removal:stay", stay.pk)
    tapped = may_run(seen) and item.id not in TAPPED
    link = f"{page}#{item.id}" if item.id in ("family", "repair") else ""
    url = address("removal:station", stay.pk, item.id) if tapped else ""
    return Station(item.label, "now" if todo[0] == item.id else "", url, link)


def _time_out_actions(seen: Ground, rows: Rows, stay: Stay) -> Iterator[tuple[str, str]]:
    """Label and address of what can be tapped in a time out."""
    if not may_run(seen):
        return
    done = rows.done(stay)
    if stay.stage == "expected":
        yield "Received", address("removal:arrive", stay.pk)
    for item in seen.placement(stay).stations:
        if item.id == "radio" and item.id not in done:
            yield item.label, address("removal:station", stay.pk, item.id)
    yield "Looked in", address("removal:look", stay.pk)
    yield "Back in class", address("removal:release", stay.pk)


def _gated(seen: Ground, mode: object) -> bool:
    return seen.rules.word(str(mode)) != "off"
