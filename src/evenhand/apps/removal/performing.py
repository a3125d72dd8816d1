"""Stays from decisions: opened, arrived, moved on, released or withdrawn (the engine's `Place`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.apps.casework.models import Deadline
from evenhand.apps.casework.performing import at
from evenhand.apps.policy.performers import Performed, Work
from evenhand.apps.removal.models import Stay, StayStation
from evenhand.engine.decisions import Place
from evenhand.engine.values import EventKind
from evenhand.engine.wire import to_plain

ARRIVAL = "arrival"


def perform(work: Work, items: Sequence[Performed]) -> None:
    """Make or change the stay of each outcome, in order."""
    for item in items:
        if isinstance(item.outcome, Place):
            _perform(work, item, item.outcome)


def _perform(work: Work, item: Performed, place: Place) -> None:
    stay = Stay.objects.filter(pk=UUID(place.stay)).first()
    if stay is None:
        _open(work, item, place)
        return
    stay.stage = place.stage
    stay.release_at = at(work, place.release)
    stay.leave_today_at = at(work, place.leave_today)
    stay.destination = place.destination
    match item.event.kind:
        case EventKind.ARRIVAL:
            stay.arrived_at = item.event.happened_at
            stay.decision = to_plain(place)
            _done(work, stay, _first_station(work, place), item)
        case EventKind.STATION:
            _done(work, stay, item.event.code, item)
        case EventKind.RELEASE:
            stay.released_at = item.event.happened_at
            stay.released_by_id = work.actor_id
            stay.override_reason = str(item.event.details.get("reason", ""))
        case EventKind.CONFIRM if item.event.code == "gap":
            stay.gap_confirmed_by_id = work.actor_id
        case EventKind.VOID:
            _unregister(stay, place)
    stay.save()


def _open(work: Work, item: Performed, place: Place) -> None:
    arrive_by = at(work, place.arrive_by)
    Stay.objects.create(
        id=UUID(place.stay), school_id=work.school.pk, pupil_id=item.event.pupil_id, placement=place.placement,
        stage=place.stage, opened_at=item.event.happened_at, arrive_by=arrive_by, release_at=at(work, place.release),
        leave_today_at=at(work, place.leave_today), destination=place.destination,
        owner_id=int(place.owner) if place.owner else None,
        decider_id=int(place.decider) if place.decider else None, decision=to_plain(place),
    )  # fmt: skip
    if arrive_by is not None:
        Deadline.objects.create(
            school_id=work.school.pk,
            kind=ARRIVAL,
            key=place.stay,
            due_at=arrive_by,
            body={"stay": place.stay},
        )


def _first_station(work: Work, place: Place) -> str:
    stations = work.policy.pack.placements[place.placement].stations
    return stations[0].id if stations else ""


def _done(work: Work, stay: Stay, station: str, item: Performed) -> None:
    if station:
        note = str(item.event.details.get("note", ""))
        StayStation.objects.get_or_create(
            school_id=work.school.pk, stay=stay, station=station,
            defaults={"done_at": item.event.happened_at, "by_id": work.actor_id, "note": note},
        )  # fmt: skip


def _unregister(stay: Stay, place: Place) -> None:
    if place.stage == "expected":
        stay.arrived_at = None
        stay.stations.all().delete()


def late(stay: Stay, now: datetime) -> timedelta:
    """How long the pupil has been missing past the arrival limit; nought or less before it."""
    return now - stay.arrive_by if stay.arrive_by else timedelta()
