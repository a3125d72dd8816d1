"""The assembly's builder through the browser."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.conduct.plain_form import new_token
from evenhand.apps.conduct.praise import awards_of
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.rewards.assembly import assembly_page, nominate
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422


@requires(Capability.NOMINATE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def assembly(request: ActorRequest) -> HttpResponse:
    """The week's moments and nominations by class, `?day=` for another week; a POST names a pupil for an award."""
    day = _day(request)
    if request.method == "POST":
        if not awards_of(policy_of(request.actor.school_id).pack):
            raise Http404
        problem = _nominate(request)
        if not problem:
            return redirect(f"{reverse('assembly')}?day={day.isoformat()}")
        return _shown(request, day, problem)
    return _shown(request, day)


def _shown(request: ActorRequest, day: date, problem: str = "") -> HttpResponse:
    context = {"page": assembly_page(request.actor, day), "token": new_token(), "problem": problem}
    return render(request, "rewards/assembly.html", context, status=UNPROCESSABLE if problem else 200)


def _nominate(request: ActorRequest) -> str:
    """Name the pupil of the form; returns what is wrong, "" where nothing is."""
    key = typed.number(request.POST.get("pupil", ""))
    if key is None:
        raise Http404
    pupil = roads.pupil(request.actor, key)
    try:
        nominate(
            request.actor,
            pupil=pupil,
            award=request.POST.get("award", ""),
            value=request.POST.get("value", ""),
            named="named" in request.POST,
            words=request.POST.get("words", ""),
            ident=_ident(request, pupil),
        )
    except ValueError:
        return "Open the page again; this one cannot be sent."
    except Conflicting:
        return "Another nomination was sent before from this page. Open it again."
    except Refused as refused:
        return " ".join(problem.message for problem in refused.problems)
    messages.success(request, f"Named for the assembly: {pupil.display_name}")
    return ""


def _ident(request: ActorRequest, pupil: Pupil) -> UUID | None:
    """One nomination for each pupil, award and page, however often it is sent. ValueError for a token of no page."""
    token = request.POST.get("token", "")
    return uuid5(UUID(token), f"{pupil.pk}/{request.POST.get('award', '')}") if token else None


def _day(request: ActorRequest) -> date:
    return typed.day(request.GET.get("day", "")) or today(school_of(request.actor.school_id))
