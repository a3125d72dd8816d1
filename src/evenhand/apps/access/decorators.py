"""What a view asks of whoever calls it. Each view carries one of these; a guard walks the addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import SECOND_FACTOR, Capability
from evenhand.apps.access.second_factor import has_second_factor

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponseBase]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def requires(capability: Capability) -> Callable[[View[P]], Guarded[P]]:
    """Let those in who hold the capability; to others the page does not exist, or they must sign in first."""

    def decorate(view: View[P]) -> Guarded[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor: Actor | None = getattr(request, "actor", None)
            if actor is None:
                return turned_away(request)
            if capability not in actor.capabilities:
                raise Http404
            if needs_second_factor(request, actor):
                return redirect("second-factor")
            return view(cast("ActorRequest", request), *args, **kwargs)

        cast("Any", guarded).capability = capability
        return cast("Guarded[P]", guarded)

    return decorate


def open_to_all(view: Callable[Concatenate[HttpRequest, P], HttpResponseBase]) -> Guarded[P]:
    """Say in so many words that anybody may call this view, signed in or not."""

    @wraps(view)
    def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    cast("Any", opened).open_to_all = True
    return cast("Guarded[P]", opened)


def turned_away(request: HttpRequest) -> HttpResponseBase:
    """To sign in, to choose a school, or, for a script that cannot be led anywhere, a plain 401."""
    if request.user.is_authenticated:
        return redirect("choose-school")
    if request.content_type == "application/json":
        return HttpResponse(status=401)
    return redirect_to_login(request.get_full_path())


def needs_second_factor(request: HttpRequest, actor: Actor) -> bool:
    """Whether the actor's capabilities ask for a second factor that this session has not shown."""
    if not settings.EVENHAND_SECOND_FACTOR or not actor.capabilities & SECOND_FACTOR:
        return False
    return not has_second_factor(request)
