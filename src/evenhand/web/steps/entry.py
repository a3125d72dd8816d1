"""The log entry: the trail of the steps as a draft, and the author's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Overtaken, both_versions, version_of
from evenhand.apps.audit.overtaking import Asked as Both
from evenhand.apps.casework.entries import (
    ENTRY,
    EntryRefused,
    change_told,
    complete_entry,
    draft_of,
    drafted,
    fields_of,
    is_required,
    keep_draft,
    missing_of,
)
from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.trail import Call, Taken
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School
from evenhand.engine.pack.schema import EntryField, LadderStep, Pack
from evenhand.web.steps.choices import minutes_words


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the trail: its label, when, with whom, and what was chosen and came of it, in words."""

    label: str
    at: str
    by: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that the author is asked; `words` is the answer as it is read."""

    id: str
    label: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    said: str
    words: str
    required: bool


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The page: the trail, the words so far, what is wrong, and until when the entry is due."""

    task: Task
    pupil: str
    entry: str
    due: str
    lines: tuple[Line, ...]
    words: str
    change: str
    problems: dict[str, str]
    asked: tuple[Asked, ...] = ()
    missing: tuple[str, ...] = ()
    kept: bool = False
    seen: str = ""


@requires(Capability.DO_TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: ActorRequest, task: int) -> HttpResponse:
    """Show the draft; complete it with the author's words. What was typed comes back with what is missing."""
    found = roads.task(request.actor, task)
    if found.kind != ENTRY:
        raise Http404
    given, problems = {"change": change_told(draft_of(found))} | drafted(found), dict[str, str]()
    if request.method == "POST":
        given = {
            name: str(request.POST.get(name, "")) for name in request.POST if name != "csrfmiddlewaretoken"
        }
        try:
            # What is not complete is kept: nothing that was typed is lost.
            keep_draft(actor=request.actor, task=found, given=given, seen=given.get(SEEN, ""))
            complete_entry(
                actor=request.actor,
                task_id=found.pk,
                words=given.get("words", ""),
                change=given.get("change", ""),
                more=given,
            )
        except Overtaken as clash:
            return both_versions(
                request, clash, school_id=found.school_id, asked=_named(found), back=request.path
            )
        except EntryRefused as refused:
            problems = refused.problems
        else:
            return HttpResponseRedirect(reverse("entry", kwargs={"task": found.pk}))
    page = build(request.actor.school_id, found, given, problems)
    return render(request, "steps/entry.html", {"page": page}, status=422 if problems else 200)


def build(school_id: int, task: Task, given: dict[str, str], problems: dict[str, str]) -> EntryPage:
    """The page of one entry."""
    school = School.objects.get(pk=school_id)
    pack = policy_of(school_id).pack
    due = local(school, task.due_at) if task.due_at else None
    return EntryPage(
        task=task,
        pupil=task.pupil.display_name if task.pupil else "",
        entry=pack.vocabulary.get("entry", "entry"),
        due=f"{due.time:%H:%M}" if due else "",
        lines=tuple(_line(pack, school, one) for one in draft_of(task)),
        words=given.get("words", ""),
        change=given.get("change", ""),
        problems=problems,
        asked=tuple(_asked(task, field, given) for field in fields_of(task)),
        missing=tuple(missing_of(task, given).values()) if task.status == "open" else (),
        kept=bool(drafted(task)) and task.status == "open",
        seen=version_of(drafted(task)),
    )


def _named(task: Task) -> dict[str, Both]:
    """The fields of the form by the names that the page has for them."""
    named = {"words": Both("What happened"), "change": Both("What needs to change")}
    return named | {
        one.id: Both(one.label, {str(choice.value): choice.label for choice in one.choices})
        for one in fields_of(task)
    }


def _asked(task: Task, field: EntryField, given: dict[str, str]) -> Asked:
    said = given.get(field.id, "")
    choices = tuple((str(choice.value), choice.label) for choice in field.choices)
    return Asked(
        field.id,
        field.label,
        field.hint,
        choices,
        said,
        dict(choices).get(said, said),
        is_required(task, field),
    )


def _line(pack: Pack, school: School, taken: Taken) -> Line:
    step = _step(pack, taken)
    item = pack.items.get(taken.code)
    details = taken.details
    chosen = {choice.value: choice.label for choice in step.options} if step else {}
    ended = {choice.value: choice.label for choice in step.outcomes} if step else {}
    tag = next((tag.label for tag in pack.tags if tag.id == details.get("rule")), "")
    facts = [
        item.label if item else "",
        tag,
        *(
            str(chosen.get(str(details.get(name, "")), ""))
            for name in ("option", "consequence", "destination")
        ),
        minutes_words(int(details["minutes"])) if details.get("minutes") else "",
        _with("With", details.get("receiving")),
        _with("To change:", details.get("change")),
        _with("Steps passed over because", details.get("reason")),
        str(ended.get(taken.outcome, "")),
        _with("Accompanied by", taken.outcome_details.get("escort")),
        *(call_words(school, call) for call in taken.calls),
    ]
    return Line(
        step.label if step else str(taken.position),
        _clock(school, taken.at),
        taken.by,
        tuple(fact for fact in facts if fact),
    )


def call_words(school: School, call: Call) -> str:
    """When a call was made, by whom, who came, and how long it took (INF-SS-29)."""
    words = f"Called {_clock(school, call.called_at)} by {call.by}"
    if call.answered_at:
        words += f", answered {_clock(school, call.answered_at)}"
    if call.arrived_at:
        words += f", here {_clock(school, call.arrived_at)}"
    if call.responder:
        words += f" ({call.responder})"
    return words + (f": response {_length(call.response)}" if call.response is not None else "")


def _length(span: timedelta) -> str:
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    return minutes_words(minutes) if minutes else f"{seconds} seconds"


def _step(pack: Pack, taken: Taken) -> LadderStep | None:
    steps = (
        step
        for ladder in pack.ladders.values()
        if ladder.mode == "advisory"
        for step in ladder.steps
        if step.position == taken.position
    )
    return next(steps, None)


def _clock(school: School, at: datetime) -> str:
    return f"{local(school, at).time:%H:%M}"


def _with(before: str, value: object) -> str:
    return f"{before} {value}" if value else ""
