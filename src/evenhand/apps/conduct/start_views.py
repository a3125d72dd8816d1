"""The start, finding a pupil, and recording outside lessons."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import open_to_all, requires, turned_away
from evenhand.apps.conduct import plain_form, projecting, rooms, selectors
from evenhand.apps.conduct.starting import now_page
from evenhand.apps.tenancy.selectors import lesson_now


@open_to_all
@require_GET
def start(request: HttpRequest) -> HttpResponseBase:
    """From the front door to the class that runs now, else to the start page; strangers sign in first."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return turned_away(request)
    lesson = lesson_now(actor) if Capability.RECORD in actor.capabilities else None
    return redirect("class", lesson.pk) if lesson else redirect("now")


@requires(Capability.SEE_POLICY)
@require_GET
@never_cache
def now_view(request: ActorRequest) -> HttpResponse:
    """The start page of everybody: each sees the ways that are open to them."""
    return render(request, "conduct/now.html", {"page": now_page(request.actor)})


@requires(Capability.RECORD_ANYWHERE)
@require_GET
@never_cache
def find(request: ActorRequest) -> HttpResponse:
    """Pupils by name, year or form; `part` asks for the list alone."""
    text = request.GET.get("q", "")[:80]
    context = {"q": text, "found": selectors.find_pupils(text)}
    template = "conduct/_found.html" if request.GET.get("part") else "conduct/find.html"
    return render(request, template, context)


@requires(Capability.RECORD_ANYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def corridor(request: ActorRequest, pupil: int) -> HttpResponse:
    """The tray for one pupil outside lessons: the place is asked for, and a leader confirms what the policy says."""
    found = roads.pupil(request.actor, pupil, Capability.RECORD_ANYWHERE)
    if request.method == "POST":
        return plain_form.receive_corridor(request, found)
    context = {"room": rooms.corridor(request.actor, found), "pupil": found, "token": plain_form.new_token()}
    return render(request, "conduct/corridor.html", context)


@requires(Capability.RECORD_ANYWHERE)
@require_GET
@never_cache
def corridor_state(request: ActorRequest, pupil: int) -> HttpResponse:
    """The marks of the pupil's tile and what would follow now."""
    found = roads.pupil(request.actor, pupil, Capability.RECORD_ANYWHERE)
    return JsonResponse(rooms.corridor_state(request.actor, found))


@requires(Capability.SEE_POLICY)
@require_POST
def projected(request: ActorRequest) -> HttpResponse:
    """Hide names on this device, show them for five minutes, or unmark it."""
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe and back.startswith("/") else "now")
    act = {"hide": projecting.hide, "show": projecting.show, "unmark": projecting.unmark}
    act.get(request.POST.get("do", ""), projecting.hide)(response)
    return response
