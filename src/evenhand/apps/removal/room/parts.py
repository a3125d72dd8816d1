"""What is done on the page of a stay about its work, and where a pupil is kept from leaving."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Asked, Overtaken, both_versions
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal import seclusion
from evenhand.apps.removal.cards import may_run
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.room import work
from evenhand.apps.removal.room.slots import slots_in

WORK = {"words": Asked("What to do"), "link": Asked("Where it is found")}


@requires(Capability.RUN_REMOVAL)
@require_POST
def ask(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask the teachers of the lessons that are still to be missed today."""
    stay = roads.stay(request.actor, pk)
    many = work.ask_for_work(actor=request.actor, stay=stay)
    messages.success(request, f"Asked for {many}" if many else "Every lesson is seen to")
    return _back(stay)


@requires(Capability.SEE_BOARD)
@require_POST
def set_work(request: ActorRequest, pk: UUID, period: str) -> HttpResponse:
    """Say what the work of a period is."""
    stay = _in_period(request, pk, period)
    words, link = request.POST.get("words", ""), request.POST.get("link", "")

    def save() -> None:
        work.set_work(
            actor=request.actor,
            stay=stay,
            period=period,
            words=words,
            link=link,
            seen=request.POST.get(SEEN, ""),
        )

    try:
        return _tried(request, stay, save)
    except Overtaken as clash:
        back = reverse("removal:stay", args=[stay.pk]) + "#work"
        return both_versions(request, clash, school_id=stay.school_id, asked=WORK, back=back)


@requires(Capability.RUN_REMOVAL)
@require_POST
def hand_in(request: ActorRequest, pk: UUID, period: str) -> HttpResponse:
    """The work of a period is handed in."""
    stay = _in_period(request, pk, period)
    work.hand_in(actor=request.actor, stay=stay, period=period)
    return _back(stay)


@requires(Capability.SEE_BOARD)
@require_POST
def look_at(request: ActorRequest, pk: UUID, period: str) -> HttpResponse:
    """The work of a period was looked at."""
    stay = _in_period(request, pk, period)
    result, remark = request.POST.get("result", ""), request.POST.get("remark", "")

    def save() -> None:
        work.look_at(actor=request.actor, stay=stay, period=period, result=result, remark=remark)

    return _tried(request, stay, save)


@requires(Capability.SEE_BOARD)
@require_POST
def kept(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Whether the pupil is alone in a closed space or kept from leaving: no is noted, yes is another record."""
    stay = roads.stay(request.actor, pk)
    if not may_run(ground(request.actor)):
        raise Http404
    yes = request.POST.get("kept") == "yes"

    def save() -> None:
        seclusion.answer(actor=request.actor, stay=stay, kept=yes, reason=request.POST.get("reason", ""))

    return _tried(request, stay, save, "#kept")


def _in_period(request: ActorRequest, pk: UUID, period: str) -> Stay:
    """The stay, where that is a lesson that it spends in the room today."""
    stay = roads.stay(request.actor, pk)
    if not any(
        slot.key == period and slot.kind == "lesson" for slot in slots_in(ground(request.actor), stay)
    ):
        raise Http404
    return stay


def _tried(request: ActorRequest, stay: Stay, save: Callable[[], None], part: str = "#work") -> HttpResponse:
    try:
        save()
    except Refused as refused:
        messages.error(request, " ".join(problem.message for problem in refused.problems))
    return _back(stay, part)


def _back(stay: Stay, part: str = "#work") -> HttpResponse:
    return redirect(reverse("removal:stay", args=[stay.pk]) + part)
