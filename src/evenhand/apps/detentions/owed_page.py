"""One detention with everything that may be done with it, minutes given back at breaks, and the rooms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.naming import names_of
from evenhand.apps.detentions.facts import MINUTES, Ground, ground_of
from evenhand.apps.detentions.models import SET, Commitment, OwedTime, Room
from evenhand.apps.detentions.pages import (
    DAYS_AHEAD,
    Row,
    day_words,
    extra_for,
    leader_words,
    register_url,
    row_of,
)
from evenhand.apps.detentions.planning import commitment_words
from evenhand.apps.detentions.selectors import give_back_today, taken_in_break

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUTE_STAGES = {"served": "Given back", "missed": "Missed", "waived": "Let go", "excused": "Away with leave"}


@dataclass(frozen=True)
class OwedPage:
    """One detention. `days` and `slots` are the times to which it may be moved, none where it may not."""

    row: Row
    label: str
    when: str
    leader: str
    cite: str
    set_by: str
    days: tuple[tuple[str, str], ...]
    slots: tuple[tuple[str, str], ...]
    rooms: tuple[tuple[int, str, bool], ...]
    commitments: tuple[tuple[int, str, str], ...]
    register_url: str
    open: bool
    to_confirm: bool
    confirms: bool
    confirm_title: str


@dataclass(frozen=True)
class GiveBack:
    """Minutes owed at a break. `taken` of `cap` minutes of that break are given back by this pupil."""

    key: str
    name: str
    dir: str
    lang: str
    form: str
    minutes: int
    taken: int
    cap: int
    by: str
    state: str
    open: bool


@dataclass(frozen=True)
class Break:
    """A break with who gives time back in it."""

    words: str
    rows: tuple[GiveBack, ...]


@dataclass(frozen=True)
class GiveBackPage:
    """The breaks of today."""

    day: str
    label: str
    breaks: tuple[Break, ...]


def owed_page(actor: Actor, owed: OwedTime) -> OwedPage:
    """One detention as it stands."""
    ground = ground_of(actor)
    extra = extra_for(ground, [owed])
    declared = ground.declared(owed.kind)
    movable = owed.stage == SET and ground.may_move(owed.kind)
    days = (
        (ground.today, *ground.next_school_days(DAYS_AHEAD))
        if declared.slots
        else ground.next_school_days(DAYS_AHEAD)
    )
    later = [day for day in days if declared.slots or day > owed.day]
    mine = Commitment.objects.filter(pupil_id=owed.pupil_id, valid_to__isnull=True).order_by(
        "weekday", "starts"
    )
    return OwedPage(
        row_of(ground, owed, extra),
        declared.label,
        f"{day_words(owed.day)}, {ground.span(owed)}",
        leader_words(ground, owed),
        next(iter(declared.cites), ""),
        names_of([owed.event.recorded_by_id]).get(owed.event.recorded_by_id or 0, ""),
        tuple((day.isoformat(), day_words(day)) for day in later) if movable else (),
        tuple((slot.id, slot.label) for slot in ground.slots(owed.kind)),
        tuple(
            (room.pk, f"{room.name}, {room.capacity} seats", room.pk == owed.room_id) for room in extra.rooms
        ),
        tuple((one.pk, WEEKDAYS[one.weekday], commitment_words(one)) for one in mine),
        register_url(owed),
        owed.stage == SET,
        owed.stage == SET and owed.pk in extra.answers,
        ground.confirms(owed.kind),
        ground.confirm_title(owed.kind),
    )


def give_back_page(actor: Actor) -> GiveBackPage:
    """Who gives back how many minutes at which break of today."""
    ground = ground_of(actor)
    kinds = ground.kinds(MINUTES)
    rows = give_back_today(kinds, ground.today)
    taken, names = taken_in_break(rows), names_of({row.event.recorded_by_id for row in rows})
    breaks = [
        Break(
            f"{ground.slot_words(mine[0].kind, mine[0].slot)}, {ground.clock(mine[0].starts_at)}",
            tuple(_give_back(ground, row, taken, names) for row in mine),
        )
        for mine in _by_slot(rows)
    ]
    label = ground.declared(kinds[0]).label if kinds else ""
    return GiveBackPage(day_words(ground.today), label, tuple(breaks))


def _by_slot(rows: Sequence[OwedTime]) -> list[list[OwedTime]]:
    found: dict[str, list[OwedTime]] = {}
    for row in rows:
        found.setdefault(row.slot, []).append(row)
    return list(found.values())


def _give_back(
    ground: Ground, row: OwedTime, taken: dict[tuple[int, str], int], names: dict[int, str]
) -> GiveBack:
    return GiveBack(
        str(row.pk),
        row.pupil.display_name,
        "rtl" if row.pupil.direction == "rtl" else "",
        row.pupil.lang,
        row.pupil.form,
        row.minutes,
        taken[row.pupil_id, row.slot],
        ground.rules.number(ground.declared(row.kind).cap),
        names.get(row.event.recorded_by_id or 0, ""),
        MINUTE_STAGES.get(row.stage, ""),
        row.stage == SET,
    )


def room_rows(rooms: Sequence[Room]) -> tuple[tuple[int, str, int, int], ...]:
    """The rooms as the list shows them."""
    return tuple((room.pk, room.name, room.capacity, room.order) for room in rooms)
