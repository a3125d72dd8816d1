"""Reviews: after an entry is taken back, a person looks at what would have been decided otherwise (G-82, G-109).

Nothing is undone by itself. Each later decision that differs is left to stand or undone, by name and with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.casework.changing import DONE, Unchanged, locked, needed, note_change
from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.closing import event_id
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.correcting import correct, void
from evenhand.apps.conduct.counterfactual import Different, Part
from evenhand.apps.conduct.late import Change
from evenhand.apps.conduct.models import ClosedPeriod, Event
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.performers import Work
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.decisions import Decision, Step
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.replay import Difference, differences
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind, Role
from evenhand.engine.wire import decision_to_plain, event_from_plain

KIND = "review"
IN_REVIEW = "review"  # the detail by which a void says that it belongs to a review already
# The first of these that the policy gives somebody looks at what would have been different.
REVIEWERS = (Role.HEAD_OF_YEAR, Role.PASTORAL_LEAD, Role.SENIOR_LEADER, Role.PRINCIPAL)
# What can be taken back by itself; an arrival or a release is undone with what it belongs to.
UNDONE = frozenset(
    {
        EventKind.CONCERN,
        EventKind.LADDER_STEP,
        EventKind.ACHIEVEMENT,
        EventKind.LATE,
        EventKind.HOMEWORK_MISSED,
        EventKind.OWED_OUTCOME,
    }
)
STANDS, UNDO = "stands", "undone"


def review(work: Work, event_ids: Sequence[str]) -> None:
    """Open a review for each voided event without which something later would have been decided otherwise."""
    voids = {row.about: row for row in Event.objects.filter(kind=EventKind.VOID, about__in=event_ids)}
    calendar = calendar_of(work.school)
    for ident, row in voids.items():
        if IN_REVIEW not in row.details:
            found = later_differences(work.policy, calendar, row)
            if found:
                _open(work, row, ident, found)


def later_differences(policy: Policy, calendar: SchoolCalendar, row: Event) -> tuple[Difference, ...]:
    """What would have been decided otherwise without the event that `row` takes back; nothing where nothing came after."""
    told = StoredDecision.objects.filter(pupil_id=row.pupil_id)
    first = told.values_list("seq", flat=True).get(event=UUID(row.about))
    if not told.filter(seq__gt=first).exclude(event=row.pk).exists():
        return ()
    events = [event_from_plain(facts) for facts in told.order_by("seq").values_list("facts", flat=True)]
    # A close is decided for everybody at once: one pupil's events alone do not tell what it would have been.
    events = [event for event in events if event.kind != EventKind.CLOSE]
    found = differences(policy, calendar, events, {row.about})
    return tuple(item for item in found if item.event.kind != EventKind.VOID)


def review_close(school: School, different: Different, changes: Sequence[Change], moment: datetime) -> None:
    """Open a review of a close that would have been different; its lines are answered like those of any review."""
    pack = policy_of(school.pk).pack
    pupils = {change.event.pupil_id for change in changes}
    role = next((role for role in REVIEWERS if role in pack.roles), REVIEWERS[-1])
    row, first = different.close, changes[0].event
    day = local(school, row.at).day
    names = {
        one.pk: one.display_name for one in Pupil.objects.filter(pk__in=[p.pupil_id for p in different.parts])
    }
    task = Task.objects.create(
        school_id=school.pk,
        pupil_id=first.pupil_id if len(pupils) == 1 else None,
        kind=KIND,
        label="Look at what would have been different",
        role=role,
        about=f"period:{row.key}",
        why={
            "voided": changes[0].about,
            "late": first.kind != EventKind.VOID,
            # Of several pupils' entries nobody could say later whose words these were.
            "reason": first.said("reason") if first.kind == EventKind.VOID and len(pupils) == 1 else "",
            "entries": [change.about for change in changes],
            "period": row.key,
            "differences": [_of_close(school, row, day, names, part) for part in different.parts],
        },
        opened_at=moment,
    )
    task.changes.create(school_id=school.pk, at=moment, change="opened")


def _of_close(
    school: School, row: ClosedPeriod, day: date, names: dict[int, str], part: Part
) -> dict[str, Any]:
    name = names.get(part.pupil_id, "")
    return {
        "event": str(event_id(school.pk, row.key, part.pupil_id)),
        "kind": str(EventKind.CLOSE),
        "code": row.kind,
        "pupil": part.pupil_id,
        "act": f"{name}, the end of the {row.kind.replace('_', '-')}",
        "when": f"{day.day} {day:%B}",
        "was": [],
        "would": [],
        "was_outcomes": decision_to_plain(part.was)["outcomes"],
        "would_outcomes": decision_to_plain(part.would)["outcomes"],
        "undoable": False,
    }


@transaction.atomic
def let_stand(actor: Actor, *, task_id: int, event_id: str, reason: str) -> Task:
    """Leave a decision as it was, with a reason. The last answer closes the review.

    Raises:
        Unchanged: it is answered, it is not part of this review, or the reason is missing.
    """
    task = locked(task_id)
    words = needed(reason, "Give a short reason for letting it stand.")
    return _answer(actor, task, event_id, STANDS, words)


@transaction.atomic
def undo_consequence(actor: Actor, *, task_id: int, event_id: str, reason: str) -> Task:
    """Undo a decision, with a reason: the entry is recorded as it would have been, else it is taken back.

    Raises:
        Unchanged: as `let_stand`, or it cannot be undone by itself.
        Refused: the actor may not take it back, or it is taken back already.
    """
    task = locked(task_id)
    words = needed(reason, "Give a short reason for undoing it.")
    item = _unanswered(task, event_id)
    if not item["undoable"]:
        raise Unchanged("This went with another entry; it cannot be undone by itself.")
    event = Event.objects.select_related("incident").get(pk=UUID(event_id))
    if not _as_it_would_have_been(actor, task, event, item, words):
        void(actor, event=event, reason=words)
    return _answer(actor, task, event_id, UNDO, words)


def _as_it_would_have_been(actor: Actor, task: Task, event: Event, item: dict[str, Any], reason: str) -> bool:
    """Record the act again where it now falls, if that is where it would have fallen; else nothing and False."""
    if not item["would"] or event.about:
        return False
    with transaction.atomic():
        try:
            done = correct(actor, event=event, reason=reason, note={IN_REVIEW: str(task.pk)})
        except Refused:
            return False
        falls = bool(steps_of(done.done[-1].decision) == item["would"])
        if not falls:
            transaction.set_rollback(True)
    return falls


def steps_of(decision: Decision) -> list[str]:
    """The ladder's steps that a decision takes, as "ladder/step"."""
    return [f"{item.ladder}/{item.step}" for item in decision.outcomes if isinstance(item, Step)]


def _answer(actor: Actor, task: Task, event_id: str, did: str, reason: str) -> Task:
    item = _unanswered(task, event_id)
    item["answer"] = {"did": did, "by": actor.name, "at": now().isoformat(), "reason": reason}
    fields = ["why"]
    if all("answer" in one for one in task.why["differences"]):
        task.status, task.closed_at, task.closed_by_id = DONE, now(), actor.user_id
        fields += ["status", "closed_at", "closed_by"]
    task.save(update_fields=fields)
    note_change(actor, task, "review_" + did, reason, event=event_id)
    return task


def _unanswered(task: Task, event_id: str) -> dict[str, Any]:
    found = [item for item in task.why.get("differences", ()) if item["event"] == event_id]
    if task.kind != KIND or not found:
        raise Unchanged("There is no such decision in this review.")
    if "answer" in found[0]:
        raise Unchanged("This has been answered already.")
    item: dict[str, Any] = found[0]
    return item


def _open(work: Work, row: Event, ident: str, found: tuple[Difference, ...]) -> None:
    pack = work.policy.pack
    role = next((role for role in REVIEWERS if role in pack.roles), REVIEWERS[-1])
    task = Task.objects.create(
        school_id=work.school.pk,
        pupil_id=row.pupil_id,
        event_id=row.pk,
        kind=KIND,
        label="Look at what would have been different",
        role=role,
        about=ident,
        why={
            "voided": ident,
            "reason": row.said("reason"),
            "differences": [_plain(item) for item in found],
        },
        opened_at=work.now,
    )
    task.changes.create(school_id=work.school.pk, at=work.now, by_id=work.actor_id, change="opened")


def _plain(item: Difference) -> dict[str, Any]:
    return {
        "event": item.event.id,
        "kind": str(item.event.kind),
        "code": item.event.code,
        "was": steps_of(item.was),
        "would": steps_of(item.would),
        "was_outcomes": decision_to_plain(item.was)["outcomes"],
        "would_outcomes": decision_to_plain(item.would)["outcomes"],
        "undoable": item.event.kind in UNDONE,
    }
