"""Reviews: what would have been different, and what a person does about each."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.casework import counting
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.reviewing import KIND, let_stand, undo_consequence
from evenhand.apps.casework.task_page import review_page
from evenhand.apps.conduct.commands import Refused


@requires(Capability.DO_TASKS)
@require_GET
def review(request: ActorRequest, task: int) -> HttpResponse:
    """What was, what would have been, and what may be done about it."""
    return render(
        request, "casework/review.html", {"page": review_page(request.actor, _found(request, task))}
    )


@requires(Capability.DO_TASKS)
@require_POST
def answer(request: ActorRequest, task: int, event: UUID) -> HttpResponse:
    """Let one decision stand, or undo it; both with a reason."""
    found = _found(request, task)
    act = undo_consequence if request.POST.get("answer") == "undo" else let_stand
    try:
        after = act(
            request.actor, task_id=found.pk, event_id=str(event), reason=request.POST.get("reason", "")
        )
    except (Unchanged, Refused) as problem:
        context = {"page": review_page(request.actor, found), "problem": str(problem), "at": str(event)}
        return render(request, "casework/review.html", context, status=422)
    counting.forget(request.actor.membership_id)
    messages.success(request, "On record, with your reason.")
    return redirect("inbox") if after.status == "done" else redirect("review", task)


def _found(request: ActorRequest, task: int) -> Task:
    found = roads.task(request.actor, task)
    if found.kind != KIND:
        raise Http404
    return found
