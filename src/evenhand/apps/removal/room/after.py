"""Pages of what comes after the room: the return, watched over each day, and the classes that need help."""

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
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.room import monitoring


@requires(Capability.WORK_CASE)
@require_GET
def returned(request: ActorRequest) -> HttpResponse:
    """Who is back in lessons, until somebody says that they are settled again."""
    return render(request, "removal/returned.html", {"back": monitoring.watched(ground(request.actor))})


@requires(Capability.WORK_CASE)
@require_POST
def help_given(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What was done to help one return, or that it is over."""
    stay = roads.stay(request.actor, pk)
    words, settled = request.POST.get("words", ""), bool(request.POST.get("settled"))
    try:
        monitoring.help_return(actor=request.actor, stay=stay, words=words, settled=settled)
    except Refused as refused:
        messages.error(request, refused.problems[0].message)
    return redirect("removal:returned")


@requires(Capability.SEE_FIGURES)
@require_GET
def classes(request: ActorRequest) -> HttpResponse:
    """Classes out of which many were sent this week, for those alone who can help."""
    if not monitoring.may_see_cues(request.actor):
        return redirect("removal:day")
    return render(request, "removal/classes.html", {"cues": monitoring.cues(ground(request.actor))})


@requires(Capability.SEE_FIGURES)
@require_POST
def cue(request: ActorRequest, group: int) -> HttpResponse:
    """What was done to help a class."""
    if not monitoring.may_see_cues(request.actor):
        raise Http404
    try:
        monitoring.note_cue(actor=request.actor, group=group, words=request.POST.get("words", ""))
    except Refused as refused:
        messages.error(request, refused.problems[0].message)
    return redirect("removal:classes")
