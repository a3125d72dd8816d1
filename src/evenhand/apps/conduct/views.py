"""The address that every device's queue sends to."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.answering import answer, refusal
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.conduct.intake import read
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.selectors import policy_of

CONFLICT = (
    "This was recorded before with other details. The first record stands; look at it before you send again."
)


@requires(Capability.RECORD)
@require_POST
def record_view(request: ActorRequest) -> HttpResponse:
    """Record what a device sends: 200 with what followed, 409 for an id used before, 422 with every problem."""
    try:
        recorded = record(request.actor, commands=read(request.body))
    except Conflicting as conflict:
        return JsonResponse({"message": CONFLICT, "ids": list(conflict.event_ids)}, status=409)
    except Refused as refused:
        return JsonResponse(refusal(refused.problems), status=422)
    pack = policy_of(request.actor.school_id).pack
    return JsonResponse({"recorded": [answer(pack, done) for done in recorded.done]})
