"""What the board reads: a fixed number of queries, however many pupils are on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.models import ChainHead
from evenhand.apps.casework.alerting import staff_names
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.conduct.models import Event, PupilHead
from evenhand.apps.removal.deadlines import ARRIVAL
from evenhand.apps.removal.facts import Ground, States, states_of
from evenhand.apps.removal.models import Stay, StayNote
from evenhand.apps.tenancy.clock import now, to_instant

OPEN = ("expected", "here")


@dataclass(frozen=True)
class Rows:
    """The stays of a page with everything that their cards say, by stay."""

    stays: tuple[Stay, ...] = ()
    tasks: dict[str, dict[str, Task]] = field(default_factory=dict)
    openings: dict[UUID, Event] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    states: States = field(default_factory=dict)

    def name(self, user_id: int | None) -> str:
        """What an adult is called here; "" for nobody."""
        return self.names.get(user_id or 0, "")


def mark(actor: Actor) -> str:
    """What changes whenever the board may have: the school's chain, the minute, and who looks. One query."""
    seq = ChainHead.objects.values_list("seq", "event_seq").first() or (0, 0)
    return f'"{actor.school_id}-{actor.membership_id}-{seq[0]}-{seq[1]}-{now():%Y%m%d%H%M}"'


def on_board(seen: Ground) -> Rows:
    """The stays expected, here, and released today, oldest first."""
    midnight = to_instant(seen.school, seen.moment.day, time())
    shown = Q(stage__in=OPEN) | Q(stage="released", released_at__gte=midnight)
    return rows_of(Stay.objects.filter(shown).order_by("opened_at"))


def rows_of(stays: QuerySet[Stay]) -> Rows:
    """The stays with all that hangs on them."""
    notes = Prefetch("notes", StayNote.objects.order_by("at"))
    found = tuple(stays.select_related("pupil").prefetch_related("stations", notes))
    if not found:
        return Rows()
    keys = [str(stay.pk) for stay in found]
    tasks: dict[str, dict[str, Task]] = {}
    for task in Task.objects.filter(about__in=keys).exclude(status="void").order_by("pk"):
        tasks.setdefault(task.about, {})[task.kind] = task
    openings = Event.objects.in_bulk([stay.pk for stay in found])
    alerts = {alert.subject: alert for alert in Alert.objects.filter(kind=ARRIVAL, subject__in=keys)}
    heads = PupilHead.objects.filter(pupil_id__in={stay.pupil_id for stay in found})
    people: list[int | None] = [stay.owner_id for stay in found]
    for stay in found:
        people += [stay.released_by_id, *(note.by_id for note in stay.notes.all())]
        people += [row.by_id for row in stay.stations.all()]
    people += [event.recorded_by_id for event in openings.values()]
    return Rows(
        found,
        tasks,
        openings,
        alerts,
        staff_names(people),
        states_of(heads),
    )
