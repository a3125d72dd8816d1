"""The screen in a corridor. A device that opens it is marked as projected, so that it shows nothing else by name."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct import projecting
from evenhand.apps.conduct.display import display


@projecting.hides_names
@requires(Capability.SEE_PUPIL)
@require_GET
@never_cache
def display_view(request: ActorRequest) -> HttpResponse:
    """Who did well this week, for a screen that everybody sees."""
    answer = render(request, "conduct/display.html", {"page": display(request.actor.school_id)})
    projecting.hide(answer)
    return answer
