"""One task, one proposal, one review, as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.casework import selectors, talks, wording
from evenhand.apps.casework.daily import ROUTINE, day_of
from evenhand.apps.casework.entries import ENTRY
from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.casework.outside import Outside, contact_for
from evenhand.apps.casework.pages import task_why
from evenhand.apps.conduct.models import Event, EventPayload
from evenhand.apps.people.models import Contact
from evenhand.apps.policy.explaining import Why, why
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.engine.pack.schema import Pack

MESSAGE = "message"
# The pages of figures, by the policy's names for them.
SCREENS = {"referrals": "referrals", "analysis": "insight:figures"}
CHANGES = {
    "opened": "Opened",
    "done": "Done",
    "recorded": "Done where it was recorded",
    "reopened": "Opened again",
    "deferred": "Put off",
    "reassigned": "Passed on",
    "overdue": "Past its time, told",
    "void": "Withdrawn",
    "review_stands": "Let stand",
    "review_undone": "Undone",
}


@dataclass(frozen=True)
class Change:
    """One line of what was done to a task."""

    words: str
    who: str
    at: str
    reason: str


@dataclass(frozen=True)
class TaskPage:
    """A task with all that can be done with it."""

    pk: int
    title: str
    reason: str
    due: str
    late: bool
    open: bool
    gate: bool
    contact: bool
    note_needed: bool
    note: str
    own_page: str
    held_at: str
    entry: bool
    words_url: str
    why: Why | None
    pupil_url: str
    pupil: str
    changes: tuple[Change, ...]
    outside: Outside | None = None
    own_words: str = "Look at the day"
    look_url: str = ""
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class ProposalPage:
    """A proposal that one role decides."""

    pk: int
    title: str
    pupil: str
    pupil_url: str
    happened: str
    note: str
    why: Why
    open: bool
    session_url: str = ""
    outside: Outside | None = None
    decide_url: str = ""


@dataclass(frozen=True)
class Line:
    """One decision of a review: as it was, as it would have been, and what a person did about it."""

    event: str
    when: str
    act: str
    was: str
    would: str
    undoable: bool
    answer: str
    reason: str
    first: bool


@dataclass(frozen=True)
class ReviewPage:
    """A review: what was taken back, and each later decision that would have been different."""

    pk: int
    pupil: str
    pupil_url: str
    voided: str
    reason: str
    lines: tuple[Line, ...]
    open: bool
    late: bool = False


def task_detail(actor: Actor, task: Task) -> TaskPage:
    """The page of one task."""
    school = School.objects.get(pk=actor.school_id)
    pack, moment = wording.pack_of(school), now()
    changes = selectors.changes_of(task)
    people = selectors.names({change.by_id for change in changes})
    return TaskPage(
        task.pk,
        wording.title_of(task),
        wording.reason_of(school, pack, task, moment),
        wording.due_words(school, task.due_at, moment),
        task.status == "open" and task.due_at is not None and task.due_at < moment,
        task.status == "open",
        task.gate,
        wording.needs_contact(task),
        wording.needs_note(task),
        task.note,
        _own_page(task),
        talks.page_of(pack, task),
        task.kind == ENTRY,
        _words_url(actor, task),
        task_why(pack, task),
        _pupil_url(task.pupil_id),
        task.pupil.display_name if task.pupil else "",
        tuple(
            Change(
                CHANGES.get(change.change, change.change.replace("_", " ").capitalize()),
                people.get(change.by_id or 0, ""),
                wording.when_words(school, change.at, moment),
                change.reason,
            )
            for change in changes
        ),
        contact_for(school, task.kind),
        "Open the meeting" if task.kind == wording.MEETING else "Look at the day",
        _look_url(pack, task),
        _contacts(actor, task),
    )


def _contacts(actor: Actor, task: Task) -> tuple[Contact, ...]:
    """Whom to call, where a task is done by telling the family and the actor may."""
    tells = wording.needs_contact(task) and Capability.TELL_FAMILY in actor.capabilities
    if task.pupil_id is None or not tells:
        return ()
    rows = Contact.objects.filter(pupil_id=task.pupil_id, may_be_told=True)
    return tuple(rows.order_by("order", "pk"))


def _own_page(task: Task) -> str:
    if task.kind == ROUTINE:
        return reverse("daily-day", args=[day_of(task)])
    if task.kind == wording.MEETING:
        return reverse("family-meeting", args=[int(task.about.partition(":")[2])])
    return reverse("entry", args=[task.pk]) if task.kind == ENTRY else ""


def proposal_page(actor: Actor, proposal: Proposal) -> ProposalPage:
    """The page of one proposal."""
    school = School.objects.get(pk=actor.school_id)
    pack, event = wording.pack_of(school), proposal.event
    happened, note = "", ""
    if event is not None:
        by = selectors.names({event.recorded_by_id}).get(event.recorded_by_id or 0, "")
        when = wording.when_words(school, event.happened_at, now())
        happened = f"{wording.what_happened(pack, event)}, {when}{wording.place_of(event)}. Recorded by {by}."
        note = EventPayload.objects.filter(pk=event.pk).values_list("text", flat=True).first() or ""
    return ProposalPage(
        proposal.pk,
        proposal.label,
        proposal.pupil.display_name,
        _pupil_url(proposal.pupil_id),
        happened,
        note,
        why(pack, f"Why: {proposal.label}", proposal.checklist.get("cites", [])),
        proposal.status == "open",
        talks.session_of(pack, proposal),
        contact_for(school, proposal.kind),
        reverse("pupil-sanctions", args=[proposal.pupil_id]) if proposal.kind in pack.sanctions else "",
    )


def review_page(actor: Actor, task: Task) -> ReviewPage:
    """The page of one review."""
    school = School.objects.get(pk=actor.school_id)
    pack, moment = wording.pack_of(school), now()
    items = task.why["differences"]
    rows = Event.objects.select_related("incident__lesson__group").in_bulk(
        [task.why["voided"], *(item["event"] for item in items)]
    )
    events = {str(key): row for key, row in rows.items()}
    voided = events.get(task.why["voided"])
    words = ""
    if voided is not None:
        when = wording.when_words(school, voided.happened_at, moment)
        words = f"{wording.what_happened(pack, voided)}, {when}{wording.place_of(voided)}"
    lines = []
    for place, item in enumerate(items):
        row = events.get(item["event"])
        when = wording.when_words(school, row.happened_at, moment) if row else ""
        act = item.get("act") or wording.what_happened(pack, row)
        lines.append(_line(pack, item, act, item.get("when", when), place == 0))
    name = task.pupil.display_name if task.pupil else ""
    return ReviewPage(
        task.pk,
        name,
        _pupil_url(task.pupil_id),
        words,
        task.why["reason"],
        tuple(lines),
        task.status == "open",
        bool(task.why.get("late")),
    )


def _line(pack: Any, item: dict[str, Any], act: str, when: str, first: bool) -> Line:
    answer = item.get("answer", {})
    said = {"stands": "Let stand", "undone": "Undone"}.get(answer.get("did", ""), "")
    return Line(
        item["event"],
        when,
        act,
        wording.outcome_words(pack, item["was"], item["was_outcomes"]),
        wording.outcome_words(pack, item["would"], item["would_outcomes"]),
        item["undoable"],
        f"{said} by {answer['by']}" if answer else "",
        answer.get("reason", ""),
        first,
    )


def _look_url(pack: Pack, task: Task) -> str:
    """The figures that a routine is about, of its day, week or term."""
    routine = pack.routines.get(task.kind)
    if routine is None or not routine.screen:
        return ""
    asked = {"day": day_of(task)} | ({"span": "week"} if routine.every == "week" else {})
    return f"{reverse(SCREENS[routine.screen])}?{urlencode(asked)}"


def _words_url(actor: Actor, task: Task) -> str:
    """The message that a task is about, for those who may open it."""
    about, _, key = task.about.partition(":")
    known = about == MESSAGE and Capability.SEE_OUTBOX in actor.capabilities
    return reverse("message", args=[int(key)]) if known else ""


def _pupil_url(pupil_id: int | None) -> str:
    return reverse("pupil", args=[pupil_id]) if pupil_id else ""
