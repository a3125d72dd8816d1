"""The class page, its answers, and the address that every device's queue sends to."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct import plain_form, rooms
from evenhand.apps.conduct.answering import answers, refusal
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.conduct.intake import read
from evenhand.apps.conduct.projecting import hides_names, names_shown_until, starts_hidden
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import lesson_now

CONFLICT = (
    "This was recorded before with other details. The first record stands; look at it before you send again."
)


@requires(Capability.RECORD)
@require_POST
def record_view(request: ActorRequest) -> HttpResponse:
    """Record what a device sends: 200 with what followed, 409 for an id used before, 422 with every problem."""
    try:
        recorded = record(request.actor, commands=read(typed.body_of(request)))
    except Conflicting as conflict:
        return JsonResponse({"message": CONFLICT, "ids": list(conflict.event_ids)}, status=409)
    except Refused as refused:
        return JsonResponse(refusal(refused.problems), status=422)
    pack = policy_of(request.actor.school_id).pack
    return HttpResponse(answers(pack, recorded), content_type="application/json")


@hides_names
@requires(Capability.RECORD)
@require_GET
def class_now(request: ActorRequest) -> HttpResponse:
    """To the class that the timetable says, else to the choice of classes."""
    lesson = lesson_now(request.actor)
    return redirect("class", lesson.pk) if lesson else redirect("now")


@hides_names
@requires(Capability.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def class_view(request: ActorRequest, lesson: int) -> HttpResponse:
    """The class page; a POST is its plain form, for browsers without script."""
    held = roads.lesson(request.actor, lesson)
    if request.method == "POST":
        return plain_form.receive(request, held)
    if starts_hidden(request):
        return render(request, "conduct/projected.html", {"room": rooms.projected(request.actor, held)})
    room = rooms.class_room(request.actor, held, as_list=request.GET.get("as") == "list")
    context = {"room": room, "token": plain_form.new_token(), "names_until": names_shown_until(request)}
    return render(request, "conduct/class.html", context)


@hides_names
@requires(Capability.RECORD)
@require_GET
@never_cache
def class_state(request: ActorRequest, lesson: int) -> HttpResponse:
    """The marks of the tiles and what would follow now; nothing of it on a projected screen."""
    held = roads.lesson(request.actor, lesson)
    if starts_hidden(request):
        return JsonResponse({"marks": {}, "total": rooms.projected(request.actor, held).total})
    return JsonResponse(rooms.class_state(request.actor, held))
