"""Puts the actor on the request, from one query beside the session's own, and opens the school's scope and clock."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.utils.timezone import override

from evenhand.apps.access.actors import Actor, actor_of, memberships_of
from evenhand.apps.access.models import User
from evenhand.apps.tenancy.scoping import in_school

MEMBERSHIP = "membership_id"

Handler = Callable[[HttpRequest], HttpResponseBase]


def actor_middleware(get_response: Handler) -> Handler:
    """Set `request.actor`: None for nobody, and for somebody who has yet to choose a school."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        actor = find_actor(request)
        request.actor = actor  # type: ignore[attr-defined]  # ActorRequest, once `requires` has looked
        if actor is None:
            return get_response(request)
        # Pages write and read times by the school's clock.
        with in_school(actor.school_id), override(ZoneInfo(actor.zone)):
            return get_response(request)

    return answer


def find_actor(request: HttpRequest) -> Actor | None:
    """The actor of the request's session. One query, joined, gives user, school, membership and roles."""
    session = request.session
    if SESSION_KEY not in session:
        return None
    if MEMBERSHIP in session:
        found = actor_of(session[MEMBERSHIP], user_id=int(session[SESSION_KEY]))
        if found is not None and session_holds(request, found[1].user):
            request._cached_user = found[1].user  # type: ignore[attr-defined]  # spares Django the same query
            return found[0]
    return only_choice(request)


def session_holds(request: HttpRequest, user: User) -> bool:
    """Django's own tests of a session: a backend in use, and a password that has not changed since."""
    session = request.session
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return False
    return constant_time_compare(
        session.get(HASH_SESSION_KEY, ""), _seal_of(user.password, settings.SECRET_KEY)
    )


@lru_cache(maxsize=4096)
def _seal_of(password: str, _secret: str) -> str:
    """What Django seals a session with for this password, worked out once in a process."""
    return User(password=password).get_session_auth_hash()


def only_choice(request: HttpRequest) -> Actor | None:
    """Choose the school of somebody who belongs to one only; several are theirs to choose from."""
    if not request.user.is_authenticated:
        return None
    memberships = memberships_of(request.user.pk)
    if len(memberships) != 1:
        return None
    request.session[MEMBERSHIP] = memberships[0].pk
    found = actor_of(memberships[0].pk)
    return found[0] if found else None
