"""What the pupil page reads, each query prepared once: a fixed number of them, whatever the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.models import Event, HistoricEvent, PupilHead
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.removal.models import Stay
from evenhand.apps.support.models import AgreedAdjustment, Strategy
from evenhand.apps.tenancy.prepared import prepared
from evenhand.engine.values import EventKind

MOST = 30
MOST_NOTES = 20
# Nothing else of a conversation stands on the pupil's page: a disclosure least of all.
TALKED = ("held", "refused")
# What an entry shows: the rest of a row is not read.
READ = (
    "kind", "code", "happened_at", "seq", "place", "recorded_by_id", "on_behalf_of_id", "pupil_id",
    "incident__lesson__group__name", "payload__text", "details",
)  # fmt: skip


@prepared
def newest(pupil: Any, kinds: Any, start: Any, until: Any) -> QuerySet[Event]:
    """The newest events of a pupil within a span, one more than is shown."""
    rows = Event.objects.filter(
        pupil_id=pupil, kind__in=kinds, happened_at__gte=start, happened_at__lte=until
    ).select_related("incident__lesson__group", "payload")
    return rows.only(*READ).order_by("-happened_at", "-seq")[: MOST + 1]


@prepared
def before(pupil: Any, kinds: Any, start: Any, until: Any, at: Any, seq: Any) -> QuerySet[Event]:
    """As `newest`, of those that come after the one of that instant and number."""
    rows = Event.objects.filter(
        Q(happened_at__lt=at) | Q(seq__lt=seq),
        pupil_id=pupil,
        kind__in=kinds,
        happened_at__gte=start,
        happened_at__lte=until,
    ).select_related("incident__lesson__group", "payload")
    return rows.only(*READ).order_by("-happened_at", "-seq")[: MOST + 1]


@prepared
def kept(pupil: Any, kinds: Any, first: Any, until: Any) -> QuerySet[HistoricEvent]:
    """What was imported of a span and kept undecided."""
    rows = HistoricEvent.objects.filter(
        pupil_id=pupil, kind__in=kinds, happened_at__gte=first, happened_at__lte=until
    )
    return rows.select_related("payload").order_by("-happened_at", "pk")


@prepared
def decided(ids: Any) -> QuerySet[StoredDecision, tuple[UUID, Any]]:
    """What followed from each of these events."""
    return StoredDecision.objects.filter(event__in=ids).values_list("event", "outcomes")


@prepared
def voids(ids: Any) -> QuerySet[Event]:
    """The events that took any of these back."""
    rows = Event.objects.filter(kind=EventKind.VOID, about__in=ids).select_related("payload")
    return rows.only("about", "recorded_by_id", "details", "payload__words")


@prepared
def talks(pupil: Any, first: Any, until: Any) -> QuerySet[Event]:
    """The conversations that were held or refused within a span, none that was put off or passed on."""
    rows = Event.objects.filter(
        pupil_id=pupil,
        kind=EventKind.CONVERSATION,
        details__stage__in=TALKED,
        happened_at__gte=first,
        happened_at__lte=until,
    )
    return rows.only("code", "happened_at", "seq", "recorded_by_id", "about", "details").order_by("seq")


@prepared
def noted(pupil: Any, first: Any, until: Any) -> QuerySet[Task]:
    """The tasks about a pupil that were closed with a note within a span."""
    done = Task.objects.filter(pupil_id=pupil, status="done", closed_at__gte=first, closed_at__lte=until)
    return done.exclude(note="").order_by("-closed_at", "-pk")[:MOST_NOTES]


@prepared
def agreed(pupil: Any, today: Any) -> QuerySet[AgreedAdjustment]:
    """The adjustments in force on a day, the oldest agreement first."""
    rows = AgreedAdjustment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today), pupil_id=pupil, valid_from__lte=today
    )
    return rows.order_by("pk")


@prepared
def strategies(pupil: Any) -> QuerySet[Strategy]:
    """What has worked for a pupil, the most often first."""
    return Strategy.objects.filter(pupil_id=pupil, ended_at=None).order_by("-worked", "pk")[:8]


@prepared
def states(pupil: Any) -> QuerySet[PupilHead, Any]:
    """What the engine holds of a pupil; no row before the first record."""
    return PupilHead.objects.filter(pupil_id=pupil).values_list("state")


@prepared
def stays(pupil: Any) -> QuerySet[Stay, tuple[str, str, datetime | None]]:
    """Placement, stage and end of the stays that are not over, the oldest first."""
    rows = Stay.objects.filter(pupil_id=pupil, stage__in=("expected", "here"))
    return rows.order_by("opened_at", "pupil_id", "pk").values_list("placement", "stage", "release_at")


@prepared
def owed(pupil: Any) -> QuerySet[OwedTime]:
    """The time that a pupil still owes, the next first."""
    return OwedTime.objects.filter(pupil_id=pupil, stage="set").order_by("day", "starts_at", "pk")[:5]


@prepared
def owing(pupil: Any, kinds: Any) -> QuerySet[Task, Any]:
    """Whether any task of these kinds about a pupil is still to do."""
    return Task.objects.filter(pupil_id=pupil, status="open", kind__in=kinds).values_list("pk")[:1]


@prepared
def gates(pupil: Any) -> QuerySet[Task]:
    """The open tasks that have to be done before a pupil goes back, the soonest first."""
    return Task.objects.filter(pupil_id=pupil, status="open", gate=True).order_by("due_at", "pk")[:5]
