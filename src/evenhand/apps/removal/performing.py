"""Stays from decisions: opened, arrived, moved on, released or withdrawn (the engine's `Place`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from evenhand.apps.casework.closing import close_tasks
from evenhand.apps.casework.models import Deadline
from evenhand.apps.casework.performing import at
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.removal.deadlines import ARRIVAL, pressing, review, review_minutes
from evenhand.apps.removal.models import Stay, StayStation
from evenhand.apps.tenancy.inserting import insert_rows, update_rows
from evenhand.engine.decisions import Place
from evenhand.engine.values import EventKind
from evenhand.engine.wire import to_plain

GAP_TASK = "confirm_gap"

CHANGING = [
    "stage", "release_at", "leave_today_at", "destination", "arrived_at", "decision", "released_at", "released_by_id",
    "override_reason", "gap_confirmed_by_id",
]  # fmt: skip


@dataclass(slots=True)
class Batch:
    """The stays that a batch touches, as they were found and as they become."""

    known: dict[UUID, Stay]
    done: set[tuple[UUID, str]]
    opened: dict[UUID, Stay] = field(default_factory=dict)
    changed: dict[UUID, Stay] = field(default_factory=dict)
    stations: list[StayStation] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    undone: set[UUID] = field(default_factory=set)

    def write(self) -> None:
        """Write what was opened, done and changed."""
        insert_rows(self.opened.values())
        if self.undone:
            StayStation.objects.filter(stay_id__in=self.undone).delete()
        insert_rows(self.stations)
        insert_rows(self.deadlines)
        update_rows(self.changed.values(), CHANGING)


def perform(work: Work, items: Sequence[Performed]) -> None:
    """Make or change the stay of each outcome, in order."""
    places = [(item, item.outcome) for item in items if isinstance(item.outcome, Place)]
    known = Stay.objects.in_bulk({UUID(place.stay) for _, place in places})
    done = StayStation.objects.filter(stay_id__in=known).values_list("stay_id", "station") if known else ()
    batch = Batch(known, set(done))
    for item, place in places:
        _perform(work, batch, item, place)
    batch.write()


def _perform(work: Work, batch: Batch, item: Performed, place: Place) -> None:
    stay = batch.known.get(UUID(place.stay))
    if stay is None:
        _open(work, batch, item, place)
        return
    stay.stage = place.stage
    stay.release_at = at(work, place.release)
    stay.leave_today_at = at(work, place.leave_today)
    stay.destination = place.destination
    match item.event.kind:
        case EventKind.ARRIVAL:
            stay.arrived_at = item.event.happened_at
            stay.decision = to_plain(place)
            _done(batch, stay, _first_station(work, place), item)
            batch.deadlines.extend(pressing(work, stay, item))
        case EventKind.STATION:
            _done(batch, stay, item.event.code, item)
        case EventKind.CONVERSATION:
            _done(batch, stay, _station_of(work, item.event.code), item)
        case EventKind.RELEASE:
            stay.released_at = item.event.happened_at
            stay.released_by_id = item.event.recorded_by_id
            stay.override_reason = item.event.said("reason")
        case EventKind.CONFIRM if item.event.code == "gap":
            stay.gap_confirmed_by_id = item.event.recorded_by_id
            _close(work, stay, GAP_TASK, item)
        case EventKind.VOID if place.stage == "expected":
            _unregister(batch, stay)
        case EventKind.VOID:
            _untake_station(work, batch, stay, item.event.about)
    if stay.pk not in batch.opened:
        batch.changed[stay.pk] = stay


def _open(work: Work, batch: Batch, item: Performed, place: Place) -> None:
    arrive_by = at(work, place.arrive_by)
    stay = Stay(
        id=UUID(place.stay), school_id=work.school.pk, pupil_id=item.event.pupil_id, placement=place.placement,
        stage=place.stage, opened_at=item.event.happened_at, arrive_by=arrive_by, release_at=at(work, place.release),
        leave_today_at=at(work, place.leave_today), destination=place.destination,
        owner_id=int(place.owner) if place.owner else None,
        decider_id=int(place.decider) if place.decider else None, decision=to_plain(place),
    )  # fmt: skip
    batch.known[stay.pk] = batch.opened[stay.pk] = stay
    if arrive_by is not None:
        body = {"stay": place.stay}
        row = Deadline(school_id=work.school.pk, kind=ARRIVAL, key=place.stay, due_at=arrive_by, body=body)
        batch.deadlines.append(row)
    minutes = review_minutes(work.policy.on(item.event.day), place.placement)
    if minutes:
        batch.deadlines.append(review(stay, stay.opened_at + timedelta(minutes=minutes)))


def _first_station(work: Work, place: Place) -> str:
    stations = work.policy.pack.placements[place.placement].stations
    return stations[0].id if stations else ""


def _done(batch: Batch, stay: Stay, station: str, item: Performed) -> None:
    if not station or (stay.pk, station) in batch.done:
        return
    batch.done.add((stay.pk, station))
    batch.stations.append(
        StayStation(
            school_id=stay.school_id, stay=stay, station=station, done_at=item.event.happened_at,
            by_id=item.event.recorded_by_id, note=item.event.said("note"),
        )
    )  # fmt: skip


def _station_of(work: Work, code: str) -> str:
    """The station that is done with a conversation."""
    talk = work.policy.pack.conversations.get(code)
    return talk.station if talk else ""


def _untake_station(work: Work, batch: Batch, stay: Stay, about: str) -> None:
    """The entry of one station, or of the conversation that did it, was taken back: it is still to be done."""
    row = Event.objects.filter(pk=UUID(about), kind__in=(EventKind.STATION, EventKind.CONVERSATION)).first()
    if row is None:
        return
    taken = row.code if row.kind == EventKind.STATION else _station_of(work, row.code)
    if taken:
        StayStation.objects.filter(stay=stay, station=taken).delete()
        batch.done.discard((stay.pk, taken))


def _close(work: Work, stay: Stay, kind: str, item: Performed) -> None:
    """What was owed as this station, or as this confirmation, is done with it."""
    note = item.event.said("note") or item.event.said("reason")
    close_tasks(
        school_id=stay.school_id,
        about=str(stay.pk),
        kind=kind,
        by_id=item.event.recorded_by_id,
        at=item.event.recorded_at,
        note=note,
    )


def _unregister(batch: Batch, stay: Stay) -> None:
    """The arrival was a mistake: the pupil is expected again, and no station of the stay is done."""
    stay.arrived_at = None
    # A timer that ran out while the pupil seemed to be here runs out again.
    Deadline.objects.filter(kind=ARRIVAL, key=str(stay.pk)).update(fired_at=None)
    batch.undone.add(stay.pk)
    batch.stations = [row for row in batch.stations if row.stay_id != stay.pk]
    batch.done = {pair for pair in batch.done if pair[0] != stay.pk}
