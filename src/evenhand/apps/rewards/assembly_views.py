"""The assembly's builder through the browser."""

from __future__ import annotations

from datetime import date

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
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.praise import awards_of
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.rewards.assembly import assembly_page, nominate
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today


@requires(Capability.NOMINATE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def assembly(request: ActorRequest) -> HttpResponse:
    """The week's moments and nominations by class, `?day=` for another week; a POST names a pupil for an award."""
    day = _day(request)
    if request.method == "POST":
        if not awards_of(policy_of(request.actor.school_id).pack):
            raise Http404
        _nominate(request)
        return redirect(f"{reverse('assembly')}?day={day.isoformat()}")
    return render(request, "rewards/assembly.html", {"page": assembly_page(request.actor, day)})


def _nominate(request: ActorRequest) -> None:
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
            words=request.POST.get("words", "")[:400],
        )
    except Refused as refused:
        messages.warning(request, " ".join(problem.message for problem in refused.problems))
    else:
        messages.success(request, f"Named for the assembly: {pupil.display_name}")


def _day(request: ActorRequest) -> date:
    return typed.day(request.GET.get("day", "")) or today(school_of(request.actor.school_id))
