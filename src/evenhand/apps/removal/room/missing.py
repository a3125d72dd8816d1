"""What is still to be written down of today: each gap in words, with whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.room.reading import RoomRows, phone_is_held
from evenhand.apps.removal.room.services import AWAY, SUPERVISE, VISIT
from evenhand.apps.removal.room.slots import leaves_late, slots_in
from evenhand.apps.removal.room.work import items_of
from evenhand.apps.tenancy.clock import local

FAMILY, REFLECTION = "family", "reflection"


@dataclass(frozen=True)
class Gap:
    """Something that is missing: about whom ("" for the room itself), what, and where it is put right."""

    who: str
    what: str
    url: str
    kind: str


def gaps(seen: Ground, rows: RoomRows) -> tuple[Gap, ...]:
    """Everything of today that should have been written down by now and was not."""
    found = [*_of_the_room(seen, rows)]
    for stay in rows.stays:
        found += _of(seen, rows, stay)
    return tuple(found)


@dataclass(frozen=True)
class Bundle:
    """All that is missing about one pupil, or about the room itself (`who` is "")."""

    who: str
    url: str
    whats: tuple[str, ...]


def bundled(found: Iterable[Gap]) -> tuple[Bundle, ...]:
    """The gaps by whom they concern, in their order."""
    by: dict[str, list[Gap]] = {}
    for gap in found:
        by.setdefault(gap.who, []).append(gap)
    return tuple(Bundle(who, rows[0].url, tuple(row.what for row in rows)) for who, rows in by.items())


def in_use(seen: Ground, rows: RoomRows) -> frozenset[str]:
    """The slots of today in which somebody was or will be in the room, as far as is known now."""
    return frozenset(slot.key for stay in rows.stays for slot in slots_in(seen, stay))


def _of_the_room(seen: Ground, rows: RoomRows) -> Iterator[Gap]:
    url = reverse("removal:day") + "#supervision"
    used = in_use(seen, rows)
    for slot in rows.slots:
        if slot.end > seen.now or slot.key not in used:
            continue
        if not rows.named(slot.key, SUPERVISE):
            yield Gap("", f"{slot.label}: nobody is named as supervising", url, "supervision")
        if slot.kind == "lesson" and not any(row.done_at for row in rows.named(slot.key, VISIT)):
            yield Gap("", f"{slot.label}: no visit by a senior leader", url, "visit")


def _of(seen: Ground, rows: RoomRows, stay: Stay) -> Iterator[Gap]:
    page = reverse("removal:stay", args=[stay.pk])
    name = stay.pupil.display_name
    yield from (Gap(name, what, page + anchor, kind) for kind, what, anchor in _logs(seen, rows, stay))
    marks = {row.period: row.mark for row in rows.periods.get(stay.pk, ())}
    over = [slot for slot in slots_in(seen, stay) if slot.end <= seen.now]
    for slot in over:
        if slot.kind in ("registration", "lesson") and not marks.get(slot.key):
            yield Gap(name, f"{slot.label}: not in the register", reverse("removal:day"), "register")
    for item in items_of(seen, stay, rows.periods.get(stay.pk, ()), rows.missed, rows.ready):
        blank = item.state in ("none", "asked") and marks.get(item.slot.key) != AWAY
        if item.slot in over and blank:
            yield Gap(name, f"{item.slot.label}: no work was set", page + "#work", "work")


def _logs(seen: Ground, rows: RoomRows, stay: Stay) -> Iterator[tuple[str, str, str]]:
    """What the day's taps and the stations leave open: kind, words, and the part of the page."""
    if stay.arrived_at is None:
        return
    done, day = rows.stations.get(stay.pk, frozenset()), rows.days.get(stay.pk)
    declared = {item.id: item.label for item in seen.placement(stay).stations}
    over = {slot.kind for slot in slots_in(seen, stay) if slot.end <= seen.now}
    bell = seen.bell(stay.pupil.year_group)
    if FAMILY in declared and FAMILY not in done and bell is not None and seen.moment.time >= bell:
        yield FAMILY, f"{declared[FAMILY]}: not written down", "#family"
    if REFLECTION in declared and REFLECTION not in done and _ends_today(seen, stay):
        yield REFLECTION, f"{declared[REFLECTION]}: not done", "#reflection"
    if rows.plans.get(stay.pk) is False and _ends_today(seen, stay):
        yield "plan", "Support plan: nobody has decided whether it changes", "#plan"
    if "break" in over and (day is None or day.break_at is None):
        yield "break", "Break: not logged", ""
    meal = rows.meals.get(stay.pupil_id)
    if "lunch" in over and (meal is None or meal.school_lunch) and (day is None or day.lunch_at is None):
        yield "lunch", "Lunch: not logged", ""
    if stay.stage == "released" and phone_is_held(rows.notes.get(stay.pk, ())):
        yield "phone", "The phone is still here", "#phone"
    leave = stay.leave_today_at if leaves_late(seen, stay) else None
    if leave is not None and leave <= seen.now and (day is None or day.left_at is None):
        yield "escort", "Not yet walked off the site", ""


def _ends_today(seen: Ground, stay: Stay) -> bool:
    ends = stay.released_at or stay.release_at
    return ends is not None and local(seen.school, ends).day <= seen.moment.day
