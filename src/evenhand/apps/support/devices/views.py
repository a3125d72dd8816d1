"""The arrival screen, the list for giving back, and what is agreed about a device."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.people.models import Pupil
from evenhand.apps.support.devices import services, standing
from evenhand.apps.support.devices.pages import arrival_page, leaving_page
from evenhand.apps.support.devices.services import BadMark, Said
from evenhand.apps.support.devices.standing import Terms
from evenhand.apps.support.profile_views import profile_answer
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422
DONE = {
    standing.HANDED_IN: "handed in",
    standing.NONE: "none today",
    standing.REFUSED: "kept; an adult stays there and the family is to be called",
    standing.EXEMPT: "kept by agreement",
}


@requires(Capability.MARK_ATTENDANCE)
@require_GET
@never_cache
def arrivals(request: ActorRequest) -> HttpResponse:
    """Who is in, who waits and who is still to come, one form at a time."""
    if standing.terms_of(request.actor.school_id) is None:
        return render(request, "support/no_arrivals.html")
    return _arrivals(request, request.GET.get("form", ""))


@requires(Capability.MARK_ATTENDANCE)
@require_POST
def mark_in(request: ActorRequest, pupil: int) -> HttpResponse:
    """A pupil is in, with what became of the device."""
    _terms(request)
    found = roads.pupil(request.actor, pupil, Capability.MARK_ATTENDANCE)
    said = _said(request)
    try:
        services.mark_in(request.actor, pupil=found, said=said)
    except (BadMark, Refused) as problem:
        return _arrivals(request, found.form, _why(problem))
    messages.success(request, f"{found.first_name}: {DONE[said.mark]}")
    lesson = typed.number(request.POST.get("lesson", ""))
    if lesson is not None:
        return redirect(reverse("support:greet", args=[lesson]) + f"#pupil-{found.pk}")
    return redirect(f"{reverse('support:arrivals')}?form={found.form}")


@requires(Capability.MARK_ATTENDANCE)
@require_GET
@never_cache
def leaving(request: ActorRequest) -> HttpResponse:
    """What is to be given back, by slot."""
    if standing.terms_of(request.actor.school_id) is None:
        return render(request, "support/no_arrivals.html")
    return _leaving(request)


@requires(Capability.MARK_ATTENDANCE)
@require_POST
def give_back(request: ActorRequest, pupil: int) -> HttpResponse:
    """A pupil has the device back."""
    _terms(request)
    found = roads.pupil(request.actor, pupil, Capability.MARK_ATTENDANCE)
    try:
        row = services.give_back(request.actor, pupil=found, device=request.POST.get("device", ""))
    except BadMark as problem:
        return _leaving(request, str(problem))
    messages.success(request, f"{found.first_name} has it back: slot {row.slot} is free")
    return redirect("support:leaving")


@requires(Capability.RECORD_ANYWHERE)
@require_POST
def found(request: ActorRequest, pupil: int) -> HttpResponse:
    """A device that was found in the day goes into a slot; `event` names the note, where there is one."""
    terms = _terms(request)
    whose = roads.pupil(request.actor, pupil, Capability.RECORD_ANYWHERE)
    noted = {str(row.pk): row for row in standing.found_on(_day(request), terms.declared.found)}
    key = request.POST.get("event", "")
    if key and (key not in noted or noted[key].pupil_id != whose.pk):
        raise Http404
    try:
        services.found(
            request.actor,
            pupil=whose,
            said=_said(request),
            place=request.POST.get("place", "")[:60],
            event=noted.get(key),
        )
    except (BadMark, Refused) as problem:
        return _leaving(request, _why(problem))
    messages.success(request, f"{whose.first_name}: in the register until it is given back")
    return redirect("support:leaving")


@requires(Capability.AGREE_ADJUSTMENT)
@require_POST
def agree(request: ActorRequest, pupil: int) -> HttpResponse:
    """A device that a pupil keeps by agreement, or the end of that."""
    _terms(request)
    whose: Pupil = roads.pupil(request.actor, pupil, Capability.AGREE_ADJUSTMENT)
    if request.POST.get("do") == "end":
        services.end_agreement(request.actor, pupil=whose)
        messages.success(request, "Ended: it is handed in again")
        return redirect("support:profile", whose.pk)
    try:
        services.agree(
            request.actor,
            pupil=whose,
            device=request.POST.get("device", ""),
            reason=request.POST.get("reason", ""),
            until=typed.day(request.POST.get("until", "")),
        )
    except BadMark as problem:
        return profile_answer(request, whose, str(problem))
    messages.success(request, "Agreed: it is set on the arrival screen")
    return redirect("support:profile", whose.pk)


def _arrivals(request: ActorRequest, form: str, problem: str = "") -> HttpResponse:
    page = arrival_page(request.actor, _terms(request), form)
    status = UNPROCESSABLE if problem else 200
    return render(request, "support/arrivals.html", {"page": page, "problem": problem}, status=status)


def _leaving(request: ActorRequest, problem: str = "") -> HttpResponse:
    page = leaving_page(request.actor, _terms(request))
    status = UNPROCESSABLE if problem else 200
    return render(request, "support/leaving.html", {"page": page, "problem": problem}, status=status)


def _terms(request: ActorRequest) -> Terms:
    terms = standing.terms_of(request.actor.school_id)
    if terms is None:
        raise Http404
    return terms


def _said(request: ActorRequest) -> Said:
    post = request.POST
    return Said(
        post.get("mark", ""),
        post.get("device", ""),
        post.get("slot", ""),
        typed.number(post.get("adult", "")),
    )


def _day(request: ActorRequest) -> date:
    return today(school_of(request.actor.school_id))


def _why(problem: BadMark | Refused) -> str:
    if isinstance(problem, Refused):
        return " ".join(one.message for one in problem.problems)
    return str(problem)
