"""The inbox: what waits, and doing it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.casework import counting, selectors, services, wording
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.deciding import answer_request, decide_proposal, is_request
from evenhand.apps.casework.forms import ContactForm, DecideForm, DeferForm, DoneForm, ReassignForm
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.casework.pages import inbox_page
from evenhand.apps.casework.task_page import proposal_page, task_detail
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School

GONE = "This was done or decided a moment ago."


@requires(Capability.DO_TASKS)
@require_GET
def inbox(request: ActorRequest) -> HttpResponse:
    """What I owe, by when and why."""
    page = inbox_page(request.actor, everybody=request.GET.get("whose") == "all")
    return render(request, "casework/inbox.html", {"page": page})


@requires(Capability.DO_TASKS)
@require_GET
def task_page(request: ActorRequest, task: int) -> HttpResponse:
    """One task with its forms."""
    return _shown(request, roads.task(request.actor, task))


@requires(Capability.DO_TASKS)
@require_POST
def done(request: ActorRequest, task: int) -> HttpResponse:
    """Close a task, with its note where it needs one."""
    found = roads.task(request.actor, task)
    note, form = "", None
    if wording.needs_note(found):
        form = _done_form(found, request)
        if not form.is_valid():
            return _shown(request, found, done=form)
        note = form.words()
    else:
        note = request.POST.get("note", "")
    if found.kind == "review":
        raise Http404
    return _tried(
        request,
        found,
        lambda: services.complete(
            request.actor, task_id=task, note=note, note_needed=wording.needs_note(found)
        ),
        "Done. You can undo it below for a while.",
    )


@requires(Capability.DO_TASKS)
@require_POST
def undo(request: ActorRequest, task: int) -> HttpResponse:
    """Open a task again that the same person closed."""
    found = roads.task(request.actor, task)
    if found.closed_by_id != request.actor.user_id:
        raise Http404
    return _tried(
        request, found, lambda: services.reopen(request.actor, task_id=task), "Open again, as it was."
    )


@requires(Capability.DO_TASKS)
@require_POST
def put_off(request: ActorRequest, task: int) -> HttpResponse:
    """Put a task off with a reason."""
    found = roads.task(request.actor, task)
    form = DeferForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, defer=form)
    zone = ZoneInfo(School.objects.get(pk=request.actor.school_id).zone)
    until = form.cleaned_data["until"].replace(tzinfo=zone)
    reason = form.cleaned_data["reason"]
    return _tried(
        request,
        found,
        lambda: services.defer(request.actor, task_id=task, until=until, reason=reason),
        "Put off, with your reason.",
    )


@requires(Capability.DO_TASKS)
@require_POST
def pass_on(request: ActorRequest, task: int) -> HttpResponse:
    """Pass a task on to another person, with a reason."""
    found = roads.task(request.actor, task)
    form = ReassignForm(request.POST, people=selectors.colleagues(now()))
    if not form.is_valid():
        return _shown(request, found, reassign=form)
    person, reason = form.cleaned_data["person"], form.cleaned_data["reason"]
    return _tried(
        request,
        found,
        lambda: services.reassign(request.actor, task_id=task, user_id=person, reason=reason),
        "Passed on, with your reason.",
    )


@requires(Capability.DO_TASKS)
@require_POST
def answer(request: ActorRequest, proposal: int) -> HttpResponse:
    """Confirm a request, or decline it with a reason."""
    found = roads.proposal(request.actor, proposal)
    confirm = request.POST.get("answer") == "confirm"
    try:
        answer_request(
            request.actor, proposal_id=found.pk, confirm=confirm, reason=request.POST.get("reason", "")
        )
        messages.success(request, "Confirmed." if confirm else "Declined, with your reason.")
    except (Unchanged, Refused) as problem:
        messages.error(request, str(problem))
    counting.forget(request.actor.membership_id)
    return redirect("inbox")


@requires(Capability.DO_TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: ActorRequest, proposal: int) -> HttpResponse:
    """A proposal with its reasons; nothing is issued, whatever the answer."""
    found = roads.proposal(request.actor, proposal)
    if is_request(found):
        raise Http404
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide_proposal(request.actor, proposal_id=found.pk, **form.cleaned_data)
        except Unchanged as problem:
            form.add_error(None, str(problem))
        else:
            counting.forget(request.actor.membership_id)
            messages.success(request, "Your answer and your reasons are on record.")
            return redirect("inbox")
    status = 422 if form.errors else 200
    return render(
        request,
        "casework/proposal.html",
        {"page": proposal_page(request.actor, found), "form": form},
        status=status,
    )


@requires(Capability.DO_TASKS)
@require_POST
def seen(request: ActorRequest, alert: int) -> HttpResponse:
    """Somebody has seen an alert; it leaves the inboxes that it stood in."""
    actor = request.actor
    own = Q(user_id=actor.user_id) | Q(user__isnull=True, role__in=actor.roles)
    if not Alert.objects.filter(own, pk=alert).exists():
        raise Http404
    Alert.objects.filter(pk=alert, seen_at__isnull=True).update(seen_at=now())
    return redirect("inbox")


def _tried(request: ActorRequest, task: Task, act: Any, words: str) -> HttpResponse:
    """Do it and say so; what could not be done is said on the task's own page."""
    try:
        act()
    except (Unchanged, Refused) as problem:
        task.refresh_from_db()
        return _shown(request, task, problem=str(problem))
    counting.forget(request.actor.membership_id)
    messages.success(request, words)
    return redirect("inbox")


def _shown(request: ActorRequest, task: Task, *, problem: str = "", **forms: Any) -> HttpResponse:
    context = {
        "page": task_detail(request.actor, task),
        "problem": problem,
        "done": forms.get("done") or _done_form(task),
        "defer": forms.get("defer") or DeferForm(),
        "reassign": forms.get("reassign") or ReassignForm(people=selectors.colleagues(now())),
        "failed": next(iter(forms), ""),
    }
    return render(request, "casework/task.html", context, status=422 if problem or forms else 200)


def _done_form(task: Task, request: ActorRequest | None = None) -> ContactForm | DoneForm:
    made = ContactForm if wording.needs_contact(task) else DoneForm
    return made(request.POST) if request is not None else made()
