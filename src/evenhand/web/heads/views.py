"""The head of year's day."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.web.heads.page import day_page


@requires(Capability.RUN_DETENTION)
@require_GET
@never_cache
def day(request: ActorRequest) -> HttpResponse:
    """Today's late detentions, who did not come, and where pupils are tomorrow; `?years=all` for every year."""
    page = day_page(request.actor, everybody=request.GET.get("years") == "all")
    return render(request, "evenhand/heads/day.html", {"page": page})
