"""The list of what a device keeps, setting the PIN that locks it, and opening it again."""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import pins
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.tenancy import typed
from evenhand.web.device.ahead import kept_by_device

__all__ = ["lock", "open_lock", "pages"]

WRONG = "pin_wrong"


@requires(Capability.SEE_POLICY)
@require_GET
@never_cache
def pages(request: ActorRequest) -> HttpResponse:
    """What this person's device keeps for a time without a network."""
    return JsonResponse(kept_by_device(request.actor, request.session.session_key))


@requires(Capability.SEE_POLICY)
@sensitive_post_parameters("pin", "again")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lock(request: ActorRequest) -> HttpResponse:
    """Set, change or remove the PIN."""
    problem = ""
    if request.method == "POST":
        problem = _set(request)
        if not problem:
            return redirect("device:lock")
    context = {
        "held": pins.pin_of(request.actor) is not None,
        "minutes": settings.EVENHAND_LOCK_MINUTES,
        "tries": pins.MOST_TRIES,
        "problem": problem,
    }
    return render(request, "device/lock.html", context, status=422 if problem else 200)


@requires(Capability.SEE_POLICY)
@sensitive_post_parameters()
@require_POST
def open_lock(request: ActorRequest) -> HttpResponse:
    """Test a PIN that was typed on a locked device. The fifth wrong one ends the sign-in."""
    if pins.fits(request.actor, _typed(request)):
        if WRONG in request.session:
            del request.session[WRONG]
        return JsonResponse({"open": True})
    wrong = int(request.session.get(WRONG, 0)) + 1
    if wrong >= pins.MOST_TRIES:
        logout(request)
        return JsonResponse({"open": False, "left": 0}, status=401)
    request.session[WRONG] = wrong
    return JsonResponse({"open": False, "left": pins.MOST_TRIES - wrong}, status=422)


def _set(request: ActorRequest) -> str:
    """Do what the form says; the words of what stood in the way."""
    if request.POST.get("do") == "remove":
        pins.clear_pin(request.actor)
        messages.success(request, "Your PIN is removed. Your devices no longer lock themselves.")
        return ""
    pin = request.POST.get("pin", "")
    if pin != request.POST.get("again", ""):
        return "The two do not match."
    try:
        pins.set_pin(request.actor, pin)
    except pins.Unfit as unfit:
        return str(unfit)
    messages.success(request, "Your PIN is set.")
    return ""


def _typed(request: ActorRequest) -> str:
    try:
        body = json.loads(typed.body_of(request))
    except (ValueError, RecursionError):
        return ""
    return str(body.get("pin", "")) if isinstance(body, dict) else ""
