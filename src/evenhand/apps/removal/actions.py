"""What is done to a stay by a tap or a form. A refusal comes back to the page with what comes first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Asked, Overtaken, both_versions
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.removal import services
from evenhand.apps.removal.cards import may_run
from evenhand.apps.removal.extending import ends_of
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.forms import ExtensionForm
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.room.services import save_meal
from evenhand.apps.removal.room.work import ask_for_work
from evenhand.apps.removal.selectors import rows_of
from evenhand.apps.removal.stay_page import FORMS, phone_is_here, stay_page, unfinished

UNPROCESSABLE = 422
MEAL = {
    "school_lunch": Asked("Lunch", {"yes": "The school’s", "no": "Their own"}),
    "diet": Asked("Dietary needs"),
}
Save = Callable[[Actor, Stay, dict[str, str]], object]


@requires(Capability.SEE_BOARD)
@require_POST
def arrive(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The pupil is here: one tap, with undo."""
    stay = roads.stay(request.actor, pk)
    try:
        done = services.arrive(actor=request.actor, stay=stay)
        ask_for_work(actor=request.actor, stay=roads.stay(request.actor, pk))
    except Refused as refused:
        return _told(request, refused)
    return redirect(reverse("removal:board") + f"?undo={done.event.pk}")


@requires(Capability.SEE_BOARD)
@require_POST
def undo(request: ActorRequest, pk: UUID, arrival: UUID) -> HttpResponse:
    """The arrival was tapped by mistake."""
    stay = roads.stay(request.actor, pk)
    try:
        services.undo_arrival(actor=request.actor, stay=stay, arrival=arrival)
    except Refused as refused:
        return _told(request, refused)
    messages.success(request, f"{stay.pupil.first_name} is expected again")
    return redirect("removal:board")


@requires(Capability.SEE_BOARD)
@require_POST
def station(request: ActorRequest, pk: UUID, station: str) -> HttpResponse:
    """A station of the stay is done."""
    stay = roads.stay(request.actor, pk)
    try:
        services.finish_station(actor=request.actor, stay=stay, station=station)
    except Refused as refused:
        return _told(request, refused)
    return redirect("removal:board")


@requires(Capability.SEE_BOARD)
@require_POST
def look(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Somebody has looked in on a pupil in time out."""
    stay = roads.stay(request.actor, pk)
    _demand_running(request)
    services.log(actor=request.actor, stay=stay, kind="review")
    return redirect("removal:board")


@requires(Capability.SEE_BOARD)
@require_POST
def log(request: ActorRequest, pk: UUID, kind: str) -> HttpResponse:
    """A form of the stay's page: a call, a conversation, a book, a phone."""
    stay = roads.stay(request.actor, pk)
    if kind not in SAVES:
        raise Http404
    if kind not in OTHERS:
        _demand_running(request)
    return _save(request, stay, kind, SAVES[kind])


@requires(Capability.SEE_BOARD)
@require_POST
def release(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Back to lessons; where something comes first, the page of the stay says what."""

    def save(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
        absent = bool(given["adult_absent"])
        warned = given["warned"] or given["reason"] or absent
        left = () if warned else unfinished(ground(actor), stay)
        return _released(actor, stay, given["reason"], left, absent=absent)

    stay = roads.stay(request.actor, pk)
    return _save(request, stay, "release", save, done="removal:board")


@requires(Capability.RUN_REMOVAL)
@require_POST
def extend(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The manager makes a stay longer, after the check for an underlying reason."""

    def save(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
        return services.extend(actor=actor, stay=stay, **given)

    stay = roads.stay(request.actor, pk)
    form = ExtensionForm(request.POST, ends=ends_of(ground(request.actor), stay))
    return _save(request, stay, "extension", save, form=form)


@requires(Capability.CONFIRM_STEP)
@require_POST
def gap(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A leader confirms or shortens a stay over a break."""

    def save(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
        until = given["until"]
        text = f"{until:%Y-%m-%dT%H:%M}" if until else ""
        return services.confirm_gap(actor=actor, stay=stay, until=text, reason=given["reason"])

    return _save(request, roads.stay(request.actor, pk), "gap", save)


@transaction.atomic
def _released(actor: Actor, stay: Stay, reason: str, left: Sequence[str], *, absent: bool) -> object:
    """Release; but where something is left undone and nobody has seen the warning yet, warn and record nothing."""
    warnings = tuple(Problem("", "unfinished", words) for words in left)
    try:
        done = services.release(actor=actor, stay=stay, reason=reason, adult_absent=absent)
    except Refused as refused:
        raise Refused((*refused.problems, *warnings)) from refused
    if warnings:
        raise Refused(warnings)
    return done


def _family(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
    return services.tell_family(actor=actor, stay=stay, **given)


def _repair(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
    return services.record_repair(actor=actor, stay=stay, **given)


def _reflection(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
    return services.record_reflection(actor=actor, stay=stay, **given)


def _book(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
    return services.log(actor=actor, stay=stay, kind="book", **given)


def _phone(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
    kind = "phone_back" if phone_is_here(stay) else "phone_in"
    return services.log(actor=actor, stay=stay, kind=kind, **given)


def _prevention(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
    return services.log(actor=actor, stay=stay, kind="prevention", **given)


def _lunch(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
    school_lunch = given["school_lunch"] == "yes"
    return save_meal(actor=actor, stay=stay, school_lunch=school_lunch, diet=given["diet"], seen=given[SEEN])


def _support(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
    return services.log(actor=actor, stay=stay, kind="support", **given)


def _plan(actor: Actor, stay: Stay, given: dict[str, str]) -> object:
    return services.decide_plan(actor=actor, stay=stay, **given)


SAVES: dict[str, Save] = {
    "family": _family,
    "repair": _repair,
    "reflection": _reflection,
    "book": _book,
    "phone": _phone,
    "prevention": _prevention,
    "lunch": _lunch,
    "plan": _plan,
    "support": _support,
}
# Open to more than those who run the room: the service itself says to whom.
OTHERS = ("family", "repair", "support")


def _save(
    request: ActorRequest, stay: Stay, kind: str, save: Save, done: str = "", form: forms.Form | None = None
) -> HttpResponse:
    form = form or FORMS[kind](request.POST)
    if form.is_valid():
        try:
            save(request.actor, stay, form.cleaned_data)
        except Overtaken as clash:
            back = reverse("removal:stay", args=[stay.pk])
            return both_versions(
                request, clash, school_id=stay.school_id, asked=MEAL, back=back, prefix=f"{form.prefix}-"
            )
        except Refused as refused:
            for problem in refused.problems:
                form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            return redirect(done) if done else redirect(reverse("removal:stay", args=[stay.pk]) + "#log")
    return _again(request, stay, kind, form)


def _again(request: ActorRequest, stay: Stay, kind: str, form: forms.Form) -> HttpResponse:
    seen = ground(request.actor)
    rows = rows_of(Stay.objects.filter(pk=stay.pk))
    page = stay_page(seen, rows, rows.stays[0], {kind: form})
    context = {"page": page, "failed": form, "now": seen.now}
    return render(request, "removal/stay.html", context, status=UNPROCESSABLE)


def _told(request: ActorRequest, refused: Refused) -> HttpResponse:
    messages.error(request, " ".join(problem.message for problem in refused.problems))
    return redirect("removal:board")


def _demand_running(request: ActorRequest) -> None:
    if not may_run(ground(request.actor)):
        raise Http404
