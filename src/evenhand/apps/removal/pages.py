"""The board, the list of families to tell, who is where, and one stay: each a value built before its template."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from evenhand.apps.conduct.calls import Waiting, waiting_for
from evenhand.apps.people.models import Contact
from evenhand.apps.removal import cards
from evenhand.apps.removal.cards import Card, Expected, Here, Leaving, Released, TimeOut
from evenhand.apps.removal.facts import Ground, ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.reasons import clock
from evenhand.apps.removal.selectors import Rows, on_board
from evenhand.apps.removal.whereabouts import Whereabouts, away, starts_later
from evenhand.apps.tenancy.addresses import address
from evenhand.apps.tenancy.clock import local

NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
FEW = 3
# In the address of the board: with everybody who was released today.
WHOLE = "released=all"
C = TypeVar("C", Expected, Here, Leaving, TimeOut, Released)


@dataclass(frozen=True)
class Banner:
    """The duty that has a time in it."""

    words: str
    more: str
    cite: str
    url: str


@dataclass(frozen=True)
class Board:
    """Everything on the board at one moment."""

    title: str
    day: str
    period: str
    now: datetime
    calls: tuple[Waiting, ...]
    banner: Banner | None
    expected: tuple[Expected, ...]
    here: tuple[Here, ...]
    time_out: tuple[TimeOut, ...]
    leaving: tuple[Leaving, ...]
    released: tuple[Released, ...]
    hidden: int
    later: int
    has_room: bool
    has_time_out: bool

    @property
    def gone(self) -> int:
        """How many have gone back today, whether they are shown or not."""
        return len(self.released) + self.hidden

    @property
    def empty(self) -> bool:
        """Whether nobody is on it."""
        return not (self.expected or self.here or self.time_out or self.leaving or self.released)


@dataclass(frozen=True)
class Call:
    """A family to tell: whom, by when, and the numbers of those who may be told."""

    person: cards.Person
    words: str
    until: str
    contacts: tuple[Contact, ...]
    url: str


def board(seen: Ground, rows: Rows) -> Board:
    """The board as it stands."""
    now_on = [stay for stay in rows.stays if not starts_later(seen.school, seen.pack, stay, seen.moment)]
    out = [stay for stay in now_on if _kind(seen, stay) == "time_out" and stay.stage != "released"]
    room = [stay for stay in now_on if stay not in out]
    stage = {name: [stay for stay in room if stay.stage == name] for name in ("expected", "here", "released")}
    today = [stay for stay in stage["here"] if _leaves_today(seen, stay)]
    staying = [stay for stay in stage["here"] if stay not in today]
    first = sorted(stage["expected"], key=lambda stay: stay.arrive_by or stay.opened_at)
    kinds = {placement.kind for placement in seen.pack.placements.values()}
    return Board(
        title=seen.pack.vocabulary.get("board_title", "Board"),
        day=f"{seen.moment.day:%A} {seen.moment.day.day} {seen.moment.day:%B}",
        period=_period(seen),
        now=seen.now,
        calls=waiting_for(seen.actor),
        banner=banner(seen, rows, stage["here"]),
        expected=_made(cards.expected, seen, rows, first),
        here=_by_duty(_made(cards.here, seen, rows, staying)),
        time_out=_made(cards.time_out, seen, rows, out),
        leaving=_made(cards.leaving, seen, rows, sorted(today, key=lambda stay: stay.release_at or seen.now)),
        released=_made(cards.released, seen, rows, reversed(stage["released"])),
        hidden=rows.hidden,
        later=len(rows.stays) - len(now_on),
        has_room="removal_room" in kinds,
        has_time_out="time_out" in kinds,
    )


def banner(seen: Ground, rows: Rows, here: Iterable[Stay]) -> Banner | None:
    """The families still to tell today; none, no banner."""
    owed = [stay for stay in here if cards.family(seen, rows, stay)[0]]
    if not owed:
        return None
    bell = seen.bell(owed[0].pupil.year_group)
    rung = bell is None or seen.moment.time >= bell
    count = NUMBERS[len(owed)] if len(owed) < len(NUMBERS) else str(len(owed))
    many = "family" if len(owed) == 1 else "families"
    if rung:
        words = f"Late stay not notified: {count.lower()} {many} to tell now"
    else:
        words = f"{count} {many} to tell before the bell at {bell:%H:%M}"
    late = next((stay for stay in owed if _late_today(seen, stay)), None)
    names = _names([stay.pupil.first_name for stay in owed])
    verb = "stays" if len(owed) == 1 else "stay"
    more = f"{names} {verb} until {clock(seen, late.leave_today_at)} today" if late else names
    cites = seen.placement(late).late_finish_cites if late else ()
    return Banner(words, more, cites[0] if cites else "", address("removal:call_list"))


def call_list(seen: Ground, rows: Rows) -> tuple[Call, ...]:
    """Each family still to tell, with whom to call."""
    owed = [stay for stay in rows.stays if stay.stage == "here" and cards.family(seen, rows, stay)[0]]
    people: dict[int, list[Contact]] = {}
    wanted = [stay.pupil_id for stay in owed]
    for contact in Contact.objects.filter(pupil_id__in=wanted, may_be_told=True).order_by(
        "pupil_id", "order"
    ):
        people.setdefault(contact.pupil_id, []).append(contact)
    return tuple(
        Call(
            cards.person(stay),
            cards.family(seen, rows, stay)[0],
            f"Stays until {clock(seen, stay.leave_today_at)} today" if _late_today(seen, stay) else "",
            tuple(people.get(stay.pupil_id, ())),
            address("removal:stay", stay.pk) + "#family",
        )
        for stay in owed
    )


def board_context(actor: Any, *, whole: bool = False) -> dict[str, Any]:
    """What the template of the cards is given; the `whole` with everybody who was released today."""
    seen = ground(actor)
    return {
        "board": board(seen, on_board(seen, whole=whole)),
        "now": seen.now,
        "whole_url": f"?{WHOLE}#released",
    }


@dataclass(frozen=True)
class WhoIsWhere:
    """One printable page: names and places, nothing else."""

    title: str
    at: str
    people: tuple[Whereabouts, ...]


def who_is_where(seen: Ground) -> WhoIsWhere:
    """Who is away from lessons now, and where."""
    day = f"{seen.moment.day:%A} {seen.moment.day.day} {seen.moment.day:%B}"
    return WhoIsWhere("Who is where", f"{day}, {seen.moment.time:%H:%M}", tuple(away(seen.school, seen.now)))


def _made(
    build: Callable[[Ground, Rows, Stay], C], seen: Ground, rows: Rows, stays: Iterable[Stay]
) -> tuple[C, ...]:
    return tuple(_stamped(build(seen, rows, stay)) for stay in stays)


def _stamped(card: C) -> C:
    return replace(card, version=cards.version(card))


def _by_duty(found: tuple[Here, ...]) -> tuple[Here, ...]:
    return tuple(sorted(found, key=lambda card: not card.tell))


def _kind(seen: Ground, stay: Stay) -> str:
    return seen.placement(stay).kind


def _leaves_today(seen: Ground, stay: Stay) -> bool:
    return stay.release_at is not None and local(seen.school, stay.release_at).day <= seen.moment.day


def _late_today(seen: Ground, stay: Stay) -> bool:
    return stay.leave_today_at is not None and local(seen.school, stay.leave_today_at).day == seen.moment.day


def _period(seen: Ground) -> str:
    if not seen.calendar.is_school_day(seen.moment.day):
        return "no school today"
    period = seen.calendar.period_at(seen.moment.day, seen.moment.time)
    return period.label.lower() if period else "outside lesson times"


def _names(names: list[str]) -> str:
    if len(names) > FEW:
        return f"{', '.join(names[:FEW])} and {len(names) - FEW} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


__all__ = [
    "Banner",
    "Board",
    "Call",
    "Card",
    "WhoIsWhere",
    "board",
    "board_context",
    "call_list",
    "who_is_where",
]
