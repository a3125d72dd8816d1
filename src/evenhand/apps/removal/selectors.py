"""What the board reads: a fixed number of queries, however many pupils are on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import time
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from evenhand.apps.audit.models import ChainHead
from evenhand.apps.casework.alerting import staff_names
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.conduct.models import Event, PupilHead
from evenhand.apps.removal.deadlines import ARRIVAL
from evenhand.apps.removal.facts import Ground, States, states_of
from evenhand.apps.removal.models import Stay, StayNote, StayStation
from evenhand.apps.tenancy.clock import now, to_instant
from evenhand.apps.tenancy.prepared import prepared

OPEN = ("expected", "here")
MOST_RELEASED = 20
Hung = TypeVar("Hung", StayStation, StayNote)


@dataclass(frozen=True)
class Rows:
    """The stays of a page with everything that their cards say, by stay; how many released ones are left out."""

    stays: tuple[Stay, ...] = ()
    tasks: dict[str, dict[str, Task]] = field(default_factory=dict)
    openings: dict[UUID, Event] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    states: States = field(default_factory=dict)
    hidden: int = 0
    stations: Mapping[UUID, Sequence[StayStation]] = field(default_factory=dict)
    notes: Mapping[UUID, Sequence[StayNote]] = field(default_factory=dict)

    def done(self, stay: Stay) -> set[str]:
        """The stations that the stay has passed."""
        return {row.station for row in self.stations.get(stay.pk, ())}

    def name(self, user_id: int | None) -> str:
        """What an adult is called here; "" for nobody."""
        return self.names.get(user_id or 0, "")


def mark() -> str:
    """What changes whenever the school's board may have: its chain and the minute. One query."""
    seq = next(iter(_chain()), (0, 0))
    return f"{seq[0]}-{seq[1]}-{now():%Y%m%d%H%M}"


def on_board(seen: Ground, *, whole: bool = False) -> Rows:
    """The stays expected, here, and released today, oldest first.

    Of those released only the latest opened are read with all that hangs on them, unless the `whole` is asked for:
    by the afternoon of a bad day they are most of the board, and nothing is left to do about them.
    """
    stays = _shown(to_instant(seen.school, seen.moment.day, time()))
    over = [] if whole else [stay for stay in stays if stay.stage == "released"][:-MOST_RELEASED]
    hidden = {stay.pk for stay in over}
    stays = [stay for stay in stays if stay.pk not in hidden]
    ids = [stay.pk for stay in stays]
    return replace(_rows(stays, _by_stay(_stations(ids)), _by_stay(_notes(ids))), hidden=len(hidden))


def rows_of(stays: QuerySet[Stay]) -> Rows:
    """The stays with all that hangs on them."""
    notes = Prefetch("notes", StayNote.objects.order_by("at", "pk"))
    found = list(stays.select_related("pupil").prefetch_related("stations", notes))
    return _rows(
        found,
        {stay.pk: list(stay.stations.all()) for stay in found},
        {stay.pk: list(stay.notes.all()) for stay in found},
    )


def _rows(
    found: Sequence[Stay],
    stations: Mapping[UUID, Sequence[StayStation]],
    notes: Mapping[UUID, Sequence[StayNote]],
) -> Rows:
    keys = [str(stay.pk) for stay in found]
    tasks: dict[str, dict[str, Task]] = {}
    for task in _tasks(keys):
        tasks.setdefault(task.about, {})[task.kind] = task
    openings = {event.pk: event for event in _openings([stay.pk for stay in found])}
    alerts = {alert.subject: alert for alert in _alerts(keys)}
    people: list[int | None] = [ident for stay in found for ident in (stay.owner_id, stay.released_by_id)]
    people += [row.by_id for passed in stations.values() for row in passed]
    people += [note.by_id for written in notes.values() for note in written]
    people += [event.recorded_by_id for event in openings.values()]
    heads = _heads({stay.pupil_id for stay in found})
    return Rows(
        tuple(found),
        tasks,
        openings,
        alerts,
        staff_names(people),
        states_of(heads),
        stations=stations,
        notes=notes,
    )


def _by_stay(rows: Iterable[Hung]) -> dict[UUID, list[Hung]]:
    found: dict[UUID, list[Hung]] = {}
    for row in rows:
        found.setdefault(row.stay_id, []).append(row)
    return found


@prepared
def _chain() -> QuerySet[ChainHead, tuple[int, int]]:
    return ChainHead.objects.values_list("seq", "event_seq")[:1]


@prepared
def _shown(midnight: Any) -> QuerySet[Stay]:
    shown = Q(stage__in=OPEN) | Q(stage="released", released_at__gte=midnight)
    return Stay.objects.filter(shown).select_related("pupil").order_by("opened_at", "pupil_id", "pk")


@prepared
def _stations(stays: Any) -> QuerySet[StayStation]:
    return StayStation.objects.filter(stay_id__in=stays)


@prepared
def _notes(stays: Any) -> QuerySet[StayNote]:
    return StayNote.objects.filter(stay_id__in=stays).order_by("at", "pk")


@prepared
def _tasks(about: Any) -> QuerySet[Task]:
    rows = Task.objects.filter(about__in=about).exclude(status="void").order_by("pk")
    return rows.only("about", "kind", "due_at", "status")


@prepared
def _openings(events: Any) -> QuerySet[Event]:
    rows = Event.objects.filter(pk__in=events).select_related("payload")
    return rows.only(
        "place", "period", "details", "recorded_at", "happened_at", "recorded_by_id", "payload__words"
    )


@prepared
def _alerts(stays: Any) -> QuerySet[Alert]:
    return Alert.objects.filter(kind=ARRIVAL, subject__in=stays)


@prepared
def _heads(pupils: Any) -> QuerySet[PupilHead, tuple[int, Any]]:
    return PupilHead.objects.filter(pupil_id__in=pupils).values_list("pupil_id", "state")
