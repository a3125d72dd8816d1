"""The figures of referrals, for a day or a week, and when in the lesson they happen."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.insight.blocks import chosen
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.web.referrals.minutes import minutes_page
from evenhand.web.referrals.page import referrals_page


@requires(Capability.SEE_REFERRALS)
@require_GET
@never_cache
def referrals(request: ActorRequest) -> HttpResponse:
    """`?day=2026-11-17` for another day than today, `&span=week` for the whole of its week."""
    day = typed.day(request.GET.get("day", "")) or today(school_of(request.actor.school_id))
    page = referrals_page(request.actor, day, weekly=request.GET.get("span") == "week")
    return render(request, "evenhand/referrals/referrals.html", {"page": page})


@requires(Capability.RECORD)
@require_GET
@never_cache
def minutes(request: ActorRequest) -> HttpResponse:
    """When in the lesson: `?of=own` for one's own, `&term=` for another block than the running one."""
    school, term = school_of(request.actor.school_id), request.GET.get("term", "")
    found = chosen(school, term)
    if found is None:
        if term:
            raise Http404
        return render(request, "insight/none.html")
    page = minutes_page(request.actor, found[0], request.GET.get("of", ""))
    return render(request, "evenhand/referrals/minutes.html", {"page": page})
