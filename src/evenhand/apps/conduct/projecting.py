"""A device marked as projected: it starts with names, steps, sanctions and sounds hidden, and goes back to that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from evenhand.apps.tenancy.clock import now

MARK = "projected"
SHOWN = "names_until"
SHOWN_FOR = timedelta(minutes=5)
A_YEAR = 31_536_000
V = TypeVar("V", bound=Callable[..., Any])


def hides_names(view: V) -> V:
    """Say of a view that it has a way of its own for a projected device; every other page of pupils is covered there."""
    view.__dict__[MARK] = True
    return view


def hides_names_itself(view: Callable[..., Any]) -> bool:
    """Whether the view was said to hide names itself."""
    return getattr(view, MARK, False) is True


def starts_hidden(request: HttpRequest) -> bool:
    """Whether this device is marked as projected and its names are not shown for the moment."""
    return request.COOKIES.get(MARK) == "1" and names_shown_until(request) is None


def names_shown_until(request: HttpRequest) -> datetime | None:
    """Until when a projected device shows names; None when it does not, or is not projected."""
    if request.COOKIES.get(MARK) != "1":
        return None
    given = request.COOKIES.get(SHOWN, "")
    if not given.isdigit():
        return None
    until = datetime.fromtimestamp(min(int(given), 2**40), tz=UTC)
    moment = now()
    return until if moment < until <= moment + SHOWN_FOR else None


def hide(response: HttpResponse) -> None:
    """Mark the device as projected: one tap, from any page."""
    _keep(response, MARK, "1", A_YEAR)
    response.delete_cookie(SHOWN)


def show(response: HttpResponse) -> None:
    """Show names for five minutes; the device stays marked."""
    _keep(response, SHOWN, str(int((now() + SHOWN_FOR).timestamp())), int(SHOWN_FOR.total_seconds()))


def unmark(response: HttpResponse) -> None:
    """This device is not projected any more."""
    response.delete_cookie(MARK)
    response.delete_cookie(SHOWN)


def _keep(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE, httponly=True
    )
