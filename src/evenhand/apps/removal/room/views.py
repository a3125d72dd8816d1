"""The day's page and its taps. A refusal comes back to the page in words."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Outing, RoomNote, Stay
from evenhand.apps.removal.room import services, toilet, work
from evenhand.apps.removal.room.day import day_page, lunch_lines
from evenhand.apps.removal.room.reading import room_rows
from evenhand.apps.removal.room.slots import ROOM, slots_of
from evenhand.apps.tenancy import typed


@requires(Capability.SEE_BOARD)
@require_GET
def day(request: ActorRequest) -> HttpResponse:
    """The day in the room; `?period=P2` shows the register of that period."""
    seen = ground(request.actor)
    if not any(one.kind == ROOM for one in seen.pack.placements.values()):
        return redirect("removal:board")
    page = day_page(seen, room_rows(seen), request.GET.get("period", ""))
    return render(request, "removal/day.html", {"page": page, "now": seen.now})


@requires(Capability.SEE_BOARD)
@require_GET
def lunch(request: ActorRequest) -> HttpResponse:
    """The list for the kitchen, to print: names, forms and dietary needs, nothing else."""
    seen = ground(request.actor)
    lines = lunch_lines(seen, room_rows(seen))
    day_words = f"{seen.moment.day:%A} {seen.moment.day.day} {seen.moment.day:%B}"
    return render(request, "removal/lunch.html", {"lines": lines, "day": day_words})


@requires(Capability.RUN_REMOVAL)
@require_POST
def register(request: ActorRequest) -> HttpResponse:
    """The register of one period: those ticked are here."""
    period = request.POST.get("period", "")
    stays = _stays(request, "all")
    _demand_period(request, period)
    here = {stay.pk for stay in _stays(request, "here")}
    many = services.register(actor=request.actor, period=period, stays=stays, here=here)
    for stay in stays:
        if stay.pk in here:
            work.ask_for_work(actor=request.actor, stay=stay)
    messages.success(request, f"Register saved: {many} here")
    return redirect("removal:day")


@requires(Capability.RUN_REMOVAL)
@require_POST
def stamp(request: ActorRequest, what: str) -> HttpResponse:
    """Collected, break, lunch or left, for the pupils named; `undo` takes it back."""
    if what not in services.STAMPS:
        raise Http404
    for stay in _stays(request, "stay"):
        services.stamp(actor=request.actor, stay=stay, what=what, undo=bool(request.POST.get("undo")))
    return _back(request, {"collected": "collect", "left": "escorts"}.get(what, what))


@requires(Capability.RUN_REMOVAL)
@require_POST
def escort(request: ActorRequest) -> HttpResponse:
    """Who walks a pupil off the site."""

    def save() -> None:
        for stay in _stays(request, "stay"):
            services.name_escort(actor=request.actor, stay=stay, user_id=_number(request, "user"))

    return _tried(request, save, "escorts")


@requires(Capability.RUN_REMOVAL)
@require_POST
def duty(request: ActorRequest) -> HttpResponse:
    """Somebody is named for one period or for several."""

    def save() -> None:
        for period in request.POST.getlist("period"):
            _demand_period(request, period)
            kind = services.VISIT if request.POST.get("kind") == services.VISIT else services.SUPERVISE
            services.name_duty(
                actor=request.actor, period=period, kind=kind, user_id=_number(request, "user")
            )

    return _tried(request, save, "supervision")


@requires(Capability.RUN_REMOVAL)
@require_POST
def drop(request: ActorRequest, pk: int) -> HttpResponse:
    """A name is taken off a period."""
    row = roads.on_duty(request.actor, pk, Capability.RUN_REMOVAL)
    if row.kind not in (services.SUPERVISE, services.VISIT):
        raise Http404
    return _tried(request, lambda: services.drop_duty(actor=request.actor, duty=row), "supervision")


@requires(Capability.CONFIRM_STEP)
@require_POST
def visit(request: ActorRequest) -> HttpResponse:
    """A senior leader is in the room now."""
    period = request.POST.get("period", "")
    _demand_period(request, period)
    services.visit(actor=request.actor, period=period)
    messages.success(request, "Your visit is on record")
    return _back(request, "supervision")


@requires(Capability.RUN_REMOVAL)
@require_POST
def out(request: ActorRequest) -> HttpResponse:
    """A pupil goes to the toilet."""

    def save() -> None:
        for stay in _stays(request, "stay")[:1]:
            toilet.go(actor=request.actor, stay=stay, reason=request.POST.get("reason", ""))

    return _tried(request, save, "toilet")


@requires(Capability.RUN_REMOVAL)
@require_POST
def back(request: ActorRequest, pk: int) -> HttpResponse:
    """The pupil is back."""
    row: Outing = roads.outing(request.actor, pk)
    toilet.back(actor=request.actor, outing=row)
    return _back(request, "toilet")


@requires(Capability.RUN_REMOVAL)
@require_POST
def note(request: ActorRequest) -> HttpResponse:
    """A note to the next adult in the room."""

    def save() -> None:
        services.leave_note(actor=request.actor, words=request.POST.get("words", ""))

    return _tried(request, save, "notes")


@requires(Capability.SEE_BOARD)
@require_POST
def note_seen(request: ActorRequest, pk: int) -> HttpResponse:
    """The next adult has read it."""
    row: RoomNote = roads.room_note(request.actor, pk)
    services.see_note(actor=request.actor, note=row)
    return _back(request, "notes")


def _stays(request: ActorRequest, name: str) -> list[Stay]:
    """The stays that the form names, each by its road."""
    found = []
    for text in dict.fromkeys(request.POST.getlist(name)):
        try:
            found.append(roads.stay(request.actor, UUID(text)))
        except ValueError as error:
            raise Http404 from error
    return found


def _demand_period(request: ActorRequest, period: str) -> None:
    """A 404 for a period that the day does not have; the time after the bell is one."""
    seen = ground(request.actor)
    if period not in {slot.key for slot in slots_of(seen, until=seen.now.replace(hour=23, minute=59))}:
        raise Http404


def _number(request: ActorRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return typed.number(text) or 0


def _tried(request: ActorRequest, save: Callable[[], None], part: str) -> HttpResponse:
    try:
        save()
    except Refused as refused:
        messages.error(request, " ".join(problem.message for problem in refused.problems))
    return _back(request, part)


def _back(request: ActorRequest, part: str) -> HttpResponse:
    return redirect(reverse("removal:day") + f"#{part}")
