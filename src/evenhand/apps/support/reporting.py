"""Reports begun, marked, reviewed and ended: each act is an event that the policy decides; rows follow the events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct.commands import Command, Recorded
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.services import record
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import Work
from evenhand.apps.support.models import ReportCard
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.engine.facts import Fact
from evenhand.engine.values import EventKind, Where

START, END = "start", "end"


def act(
    actor: Actor,
    *,
    event_id: UUID,
    pupil: Pupil,
    kind: str,
    choice: str,
    details: Mapping[str, Fact],
    report: UUID | None = None,
    lesson: LessonOccurrence | None = None,
) -> Recorded:
    """Suggest, start, mark, review, extend or end a report; the same id again is the same act.

    Args:
        kind: the report card of the policy.
        choice: suggest, start, mark, review, extend or end.
        details: what the policy asks for: reason, targets, mark, comment.
        report: the report in force that it is about.
        lesson: the lesson that a mark is for.

    Raises:
        Refused: the policy, or the actor's role, does not allow it; every problem is named.
        Conflicting: the id was used for something else.
    """
    command = Command(
        event_id,
        EventKind.REPORT,
        pupil.pk,
        kind,
        where=Where.LESSON if lesson else Where.OUT_OF_CLASS,
        lesson_id=lesson.pk if lesson else None,
        details={**details, "choice": choice},
        about=str(report) if report else "",
    )
    return record(actor, commands=[command])


def reported(work: Work, event: Event) -> None:
    """Keep the list of reports: one more that begins, or one that ends."""
    choice = event.details.get("choice")
    if choice == START:
        ReportCard.objects.create(
            id=event.pk,
            school_id=work.school.pk,
            pupil_id=event.pupil_id,
            kind=event.code,
            started=event.day,
        )
    elif choice == END:
        _ended(event).update(ended_at=event.recorded_at)


def withdraw(_work: Work, event_ids: Sequence[str]) -> None:
    """A report whose start was taken back never was; one whose end was taken back goes on."""
    ids = [UUID(ident) for ident in event_ids]
    ReportCard.objects.filter(pk__in=ids).delete()
    for event in Event.objects.filter(pk__in=ids, kind=EventKind.REPORT):
        if event.details.get("choice") == END:
            _ended(event).update(ended_at=None)


def _ended(event: Event) -> QuerySet[ReportCard]:
    """The report that this end is about: the one named, else the pupil's newest of that kind."""
    if event.about:
        return ReportCard.objects.filter(pk=UUID(event.about))
    newest = ReportCard.objects.filter(pupil_id=event.pupil_id, kind=event.code).order_by("-started", "-pk")
    return ReportCard.objects.filter(pk__in=list(newest.values_list("pk", flat=True)[:1]))
