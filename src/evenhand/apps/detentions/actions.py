"""What is done to one detention, to the rooms and to a pupil's commitments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.detentions import placing, services
from evenhand.apps.detentions.facts import SLOT, ground_of
from evenhand.apps.detentions.forms import CommitmentForm, ReasonForm, RoomForm, SeatsForm, TimeForm
from evenhand.apps.detentions.models import Commitment, OwedTime, Room
from evenhand.apps.detentions.owed_page import owed_page, room_rows
from evenhand.apps.detentions.planning import rooms_open
from evenhand.apps.detentions.services import EXCUSED, MISSED
from evenhand.apps.policy.performers import mark_told
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422


@requires(Capability.RUN_DETENTION)
@require_GET
@never_cache
def owed(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One detention: when, where, what stands in the way, and what can be done."""
    held = _slot(request, pk)
    context = {"page": owed_page(request.actor, held), "form": CommitmentForm()}
    return render(request, "detentions/owed.html", context)


@requires(Capability.RUN_DETENTION)
@require_POST
def move(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Hold it at another time, with a reason."""
    held, form = _slot(request, pk), TimeForm(request.POST)
    if not form.is_valid():
        return _failed(request, held, form)
    given = form.cleaned_data
    try:
        services.move(
            request.actor, owed=held, day=given["day"], slot=given["slot"], reason=given["reason"].strip()
        )
    except Refused as refused:
        return _told(request, held, refused)
    messages.success(request, "Moved. The family is to be told of the new time.")
    return redirect("detentions:owed", held.pk)


@requires(Capability.RUN_DETENTION)
@require_POST
def waive(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let it go, with a reason."""
    held, form = _slot(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _failed(request, held, form)
    try:
        services.waive(request.actor, owed=held, reason=form.cleaned_data["reason"])
    except Refused as refused:
        return _told(request, held, refused)
    messages.success(request, f"{held.pupil.display_name} need not stay")
    return redirect("detentions:list")


@requires(Capability.RUN_DETENTION)
@require_POST
def confirm(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A leader's word on a pupil who did not come: a no-show, or away with leave."""
    held, said = _slot(request, pk), request.POST.get("said", "")
    if said not in (MISSED, EXCUSED):
        raise Http404
    try:
        taken = services.confirm_no_show(
            request.actor, owed=held, said=said, reason=request.POST.get("reason", "").strip()
        )
    except Refused as refused:
        return _told(request, held, refused)
    words = "Recorded" if taken.settled else "Noted; the post that the policy names confirms it"
    messages.success(request, f"{held.pupil.display_name}: {words}")
    back = request.POST.get("back", "")
    return redirect("heads:day") if back == "day" else redirect("detentions:owed", held.pk)


@requires(Capability.RUN_DETENTION)
@require_POST
def told(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The family has been told, by phone or in writing."""
    held = _slot(request, pk)
    count = mark_told(
        request.actor, event_ids=[held.set_by] if held.set_by else [], how=request.POST.get("how", "")[:200]
    )
    messages.success(request, "The family has been told" if count else "That was noted before")
    return redirect("detentions:owed", held.pk)


@requires(Capability.RUN_DETENTION)
@require_POST
def seat(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Give a room by hand, or leave it to the order of the rooms."""
    held, wanted = _slot(request, pk), request.POST.get("room", "")
    room = get_object_or_404(Room.objects.filter(closed=False), pk=typed.number(wanted)) if wanted else None
    placing.give_room(request.actor, owed=held, room=room)
    messages.success(
        request, f"{held.pupil.display_name} sits in {room.name}" if room else "Rooms fill in order"
    )
    return redirect("detentions:owed", held.pk)


@requires(Capability.RUN_DETENTION)
@require_POST
def commitment(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Keep something that the pupil has every week."""
    held, form = _slot(request, pk), CommitmentForm(request.POST)
    if not form.is_valid():
        return _failed(request, held, form)
    placing.add_commitment(
        request.actor,
        pupil=held.pupil,
        weekly=placing.Weekly(**form.cleaned_data),
        since=today(school_of(request.actor.school_id)),
    )
    messages.success(request, "Kept. Clashes with it show from now on.")
    return redirect("detentions:owed", held.pk)


@requires(Capability.RUN_DETENTION)
@require_POST
def commitment_end(request: ActorRequest, pk: UUID, commitment: int) -> HttpResponse:
    """A commitment holds no more."""
    held = _slot(request, pk)
    row = get_object_or_404(Commitment.objects.filter(pupil_id=held.pupil_id), pk=commitment)
    placing.end_commitment(request.actor, commitment=row, last=today(school_of(request.actor.school_id)))
    messages.success(request, "Ended")
    return redirect("detentions:owed", held.pk)


@requires(Capability.RUN_DETENTION)
@require_POST
def choose(request: ActorRequest, task: int) -> HttpResponse:
    """Choose the time for a detention that waits for one."""
    row = get_object_or_404(Task.objects.filter(school_id=request.actor.school_id, status="open"), pk=task)
    kind, form = request.POST.get("kind", ""), TimeForm(request.POST)
    ground = ground_of(request.actor)
    if kind not in ground.kinds(SLOT) or not form.is_valid():
        messages.warning(request, "Choose a day and a time.")
        return redirect("detentions:list")
    given = form.cleaned_data
    try:
        services.choose(request.actor, task=row, kind=kind, day=given["day"], slot=given["slot"])
    except Refused as refused:
        messages.warning(request, " ".join(problem.message for problem in refused.problems))
    else:
        messages.success(request, "The time is set. The family is to be told of it.")
    return redirect("detentions:list")


@requires(Capability.RUN_DETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rooms(request: ActorRequest) -> HttpResponse:
    """The rooms in which detentions are held."""
    form = _new_room(request.POST or None)
    if request.method == "POST" and form.is_valid():
        room = placing.save_room(request.actor, **form.cleaned_data)
        messages.success(request, f"{room.name}: {room.capacity} seats")
        return redirect("detentions:rooms")
    return _rooms_page(request, form, UNPROCESSABLE if request.method == "POST" else 200)


@requires(Capability.RUN_DETENTION)
@require_POST
def room_change(request: ActorRequest, room: int) -> HttpResponse:
    """Other seats in a room, or another place in the order."""
    row = get_object_or_404(Room.objects.filter(closed=False), pk=room)
    form = SeatsForm(request.POST, auto_id=f"room-{row.pk}-%s")
    if not form.is_valid():
        return _rooms_page(request, form, UNPROCESSABLE, row)
    placing.change_room(request.actor, room=row, **form.cleaned_data)
    messages.success(request, f"{row.name}: {form.cleaned_data['capacity']} seats")
    return redirect("detentions:rooms")


def _new_room(sent: Any = None) -> RoomForm:
    """The form for one more room, which fills after those in use."""
    names = [room.name for room in rooms_open()]
    return RoomForm(sent, taken=names, initial={"order": len(names) + 1})


def _rooms_page(
    request: ActorRequest, form: forms.Form, status: int, wrong: Room | None = None
) -> HttpResponse:
    """The rooms in use, with a form for a new one; `form` says what was wrong with it, or with the seats of one."""
    context = {
        "form": _new_room() if wrong else form,
        "failed": form,
        "wrong": wrong.pk if wrong else 0,
        "rooms": room_rows(rooms_open()),
    }
    return render(request, "detentions/rooms.html", context, status=status)


@requires(Capability.RUN_DETENTION)
@require_POST
def room_close(request: ActorRequest, room: int) -> HttpResponse:
    """Use a room no more."""
    row = get_object_or_404(Room.objects.filter(closed=False), pk=room)
    placing.close_room(request.actor, room=row)
    messages.success(request, f"{row.name} is not used any more")
    return redirect("detentions:rooms")


def _slot(request: ActorRequest, pk: UUID) -> OwedTime:
    """A detention at a time; minutes at a break and what has no time have no page here."""
    held = roads.owed(request.actor, pk)
    if not held.slot or held.minutes:
        raise Http404
    return held


def _failed(request: ActorRequest, held: OwedTime, form: forms.Form) -> HttpResponse:
    bound = form if isinstance(form, CommitmentForm) else CommitmentForm()
    context = {"page": owed_page(request.actor, held), "form": bound, "failed": form}
    return render(request, "detentions/owed.html", context, status=UNPROCESSABLE)


def _told(request: ActorRequest, held: OwedTime, refused: Refused) -> HttpResponse:
    problems = [problem.message for problem in refused.problems]
    context = {"page": owed_page(request.actor, held), "form": CommitmentForm(), "problems": problems}
    return render(request, "detentions/owed.html", context, status=UNPROCESSABLE)
