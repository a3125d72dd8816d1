"""The head of year's day, put together from detentions and stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct.models import Event
from evenhand.apps.detentions.facts import SLOT, YEAR, Ground, ground_of
from evenhand.apps.detentions.models import SET, OwedTime
from evenhand.apps.detentions.pages import (
    Extra,
    Row,
    day_words,
    extra_for,
    leader_words,
    register_url,
    row_of,
)
from evenhand.apps.detentions.selectors import of_days, unsettled
from evenhand.apps.people.models import Pupil
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.clock import local

MISSED = "missed"


@dataclass(frozen=True)
class Held:
    """One detention of today: who is to come, and how its register stands."""

    label: str
    when: str
    leader: str
    rows: tuple[Row, ...]
    register_url: str
    sent: str


@dataclass(frozen=True)
class Placed:
    """A pupil who is in a placement on the next school day, until when, and why."""

    name: str
    dir: str
    lang: str
    form: str
    where: str
    until: str
    why: str
    url: str


@dataclass(frozen=True)
class DayPage:
    """What a head of year looks at before going home."""

    day: str
    years: str
    narrowed: bool
    held: tuple[Held, ...]
    to_confirm: tuple[Row, ...]
    missed: tuple[Row, ...]
    unsettled: tuple[Row, ...]
    tomorrow: str
    placed: tuple[Placed, ...]
    confirms: bool


def day_page(actor: Actor, *, everybody: bool = False) -> DayPage:
    """The day of one person: their own year groups, unless they lead today's detention or ask for all."""
    ground = ground_of(actor)
    kinds = ground.kinds(SLOT)
    rows = of_days(kinds, ground.today, ground.today)
    leads = any(row.leader == f"{YEAR}{year}" for row in rows for year in actor.year_groups)
    narrowed = bool(actor.year_groups) and not everybody
    mine = _mine(actor, narrowed=narrowed)
    today = [row for row in rows if leads or mine(row.pupil)]
    earlier = [row for row in unsettled(kinds, ground.today) if mine(row.pupil)]
    extra = extra_for(ground, [*today, *earlier])
    to_confirm = [row for row in (*earlier, *today) if row.stage == SET and row.pk in extra.answers]
    waiting = {row.pk for row in to_confirm}
    following = next(iter(ground.next_school_days(1)), None)
    year = ground.rules.pack.vocabulary.get("year", "Year")
    return DayPage(
        day_words(ground.today),
        ", ".join(f"{year} {one}" for one in sorted(actor.year_groups)) if narrowed else "All years",
        narrowed,
        _held(ground, today, extra),
        _rows(ground, to_confirm, extra, dated=True),
        _rows(ground, [row for row in today if row.stage == MISSED], extra, dated=True),
        _rows(ground, [row for row in earlier if row.pk not in waiting], extra, dated=True),
        day_words(following) if following else "",
        _placed(ground, following, mine) if following else (),
        all(ground.confirms(row.kind) for row in to_confirm),
    )


def _mine(actor: Actor, *, narrowed: bool) -> Callable[[Pupil], bool]:
    def is_mine(pupil: Pupil) -> bool:
        return not narrowed or pupil.year_group in actor.year_groups

    return is_mine


def _rows(ground: Ground, rows: Sequence[OwedTime], extra: Extra, *, dated: bool = False) -> tuple[Row, ...]:
    return tuple(row_of(ground, row, extra, dated=dated) for row in rows)


def _held(ground: Ground, rows: Sequence[OwedTime], extra: Extra) -> tuple[Held, ...]:
    together: dict[tuple[str, str], list[OwedTime]] = {}
    for row in rows:
        together.setdefault((row.kind, row.slot), []).append(row)
    return tuple(_one(ground, mine, extra) for mine in together.values())


def _one(ground: Ground, rows: list[OwedTime], extra: Extra) -> Held:
    first = rows[0]
    sent = extra.sent.get((first.day, first.kind, first.slot))
    return Held(
        ground.declared(first.kind).label,
        ground.span(first),
        leader_words(ground, first),
        _rows(ground, rows, extra),
        register_url(first),
        ground.clock(sent.at) if sent else "",
    )


def _placed(ground: Ground, following: date, mine: Callable[[Pupil], bool]) -> tuple[Placed, ...]:
    """Who is in a placement on that day: everybody whose stay lasts until then or longer."""
    stays = [
        stay
        for stay in Stay.objects.filter(stage__in=("expected", "here")).select_related("pupil")
        if stay.release_at is not None
        and local(ground.school, stay.release_at).day >= following
        and mine(stay.pupil)
    ]
    events = Event.objects.in_bulk([stay.pk for stay in stays])
    missed = {
        str(row.pk): row
        for row in OwedTime.objects.filter(pk__in=[UUID(one.about) for one in events.values() if one.about])
    }
    ordered = sorted(stays, key=lambda stay: (stay.release_at, stay.pupil.first_name.casefold()))
    return tuple(_placement(ground, stay, events.get(stay.pk), missed) for stay in ordered)


def _placement(ground: Ground, stay: Stay, event: Event | None, missed: dict[str, OwedTime]) -> Placed:
    pack, pupil = ground.rules.pack, stay.pupil
    owed = missed.get(event.about) if event else None
    item = ground.rules.item(event.code) if event and event.code else None
    why = item.label if item else ""
    if owed is not None:
        why = f"Did not come: {ground.declared(owed.kind).label.lower()}, {day_words(owed.day)}"
    until = local(ground.school, stay.release_at) if stay.release_at else None
    return Placed(
        pupil.display_name,
        "rtl" if pupil.direction == "rtl" else "",
        pupil.lang,
        pupil.form,
        pack.placements[stay.placement].label,
        f"until {until.time:%H:%M}, {day_words(until.day)}" if until else "",
        why,
        reverse("removal:stay", args=[stay.pk]),
    )
