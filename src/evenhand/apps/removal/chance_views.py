"""The page of conduct in the room: what would follow is shown before anything is recorded."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.removal.cards import person
from evenhand.apps.removal.chances import conduct, has_ladder, record_conduct
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.forms import CHANNELS
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.ids import new_event_id

UNPROCESSABLE = 422
FIELDS = ("act", "as", "position", "words", "who", "how", "said")


@requires(Capability.SEE_BOARD)
@require_http_methods(["GET", "POST"])
def conduct_page(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Choose what happened and see what follows; POST records it."""
    stay = roads.stay(request.actor, pk)
    if not may_record(request.actor):
        raise Http404
    problems: list[str] = []
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in FIELDS}
        try:
            record_conduct(actor=request.actor, stay=stay, event_id=_token(request), given=given)
        except Refused as refused:
            problems = list(dict.fromkeys(problem.message for problem in refused.problems))
        except Conflicting:
            problems = ["This page was used before. Look at it again."]
        else:
            messages.success(request, "Recorded")
            return redirect(reverse("removal:conduct", args=[stay.pk]))
    return _page(request, stay, problems)


def may_record(actor: Actor) -> bool:
    """Whether the actor may record conduct in the room; which step, the policy says."""
    return bool(actor.capabilities & {Capability.RUN_REMOVAL, Capability.WORK_CASE})


def _page(request: ActorRequest, stay: Stay, problems: list[str]) -> HttpResponse:
    seen = ground(request.actor)
    if not has_ladder(seen):
        raise Http404
    context = {
        "person": person(stay),
        "stay": stay,
        "conduct": conduct(seen, stay) if stay.stage == "here" else None,
        "channels": CHANNELS,
        "problems": problems,
        "token": str(new_event_id()),
        "given": request.POST,
    }
    return render(request, "removal/conduct.html", context, status=UNPROCESSABLE if problems else 200)


def _token(request: ActorRequest) -> UUID:
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError as error:
        raise Http404 from error
