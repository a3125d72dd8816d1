"""A pupil's photograph, for those who may see the pupil."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.people.models import Photograph

# A school day: the address changes with the picture, and signing out empties what the browser kept.
KEPT: Final = "private, max-age=28800, immutable"


@requires(Capability.SEE_PUPIL)
@require_GET
def photograph(request: ActorRequest, pk: int, mark: str) -> HttpResponse:
    """The small square picture with that mark; one that was replaced or removed is not there any more."""
    pupil = roads.pupil(request.actor, pk)
    kept = Photograph.objects.filter(pupil_id=pupil.pk).first() if mark == pupil.photograph else None
    if kept is None:
        raise Http404
    return HttpResponse(bytes(kept.image), content_type="image/jpeg", headers={"Cache-Control": KEPT})
