"""The figures of referrals, for a day or a week."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.web.referrals.page import referrals_page


@requires(Capability.SEE_REFERRALS)
@require_GET
@never_cache
def referrals(request: ActorRequest) -> HttpResponse:
    """`?day=2026-11-17` for another day than today, `&span=week` for the whole of its week."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = today(school_of(request.actor.school_id))
    page = referrals_page(request.actor, day, weekly=request.GET.get("span") == "week")
    return render(request, "evenhand/referrals/referrals.html", {"page": page})
