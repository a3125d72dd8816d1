"""On a device that is marked as projected, every page of pupils is covered that does not hide names itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from evenhand.apps.access.capabilities import Capability
from evenhand.apps.conduct.projecting import hides_names_itself, starts_hidden

# What these open is about the policy, the set-up and accounts: no pupil is named there.
NAMELESS: Final = frozenset(
    {
        Capability.SEE_POLICY,
        Capability.WRITE_POLICY,
        Capability.APPROVE_POLICY,
        Capability.SEE_SETUP,
        Capability.MANAGE_SCHOOL,
        Capability.MANAGE_PEOPLE,
    }
)


class Covered:
    """Answers with the cover in place of such a page, until names are shown or the device is unmarked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _named: object
    ) -> HttpResponse | None:
        """The cover, before anything is read; what a script fetches and what a form sends goes on."""
        capability: Capability | None = getattr(view, "capability", None)
        if capability is None or capability in NAMELESS or hides_names_itself(view):
            return None
        if request.method not in ("GET", "HEAD") or not starts_hidden(request) or not _is_page(request):
            return None
        actor = getattr(request, "actor", None)
        if actor is None or capability not in actor.capabilities:
            return None
        return render(request, "conduct/hidden.html")


def _is_page(request: HttpRequest) -> bool:
    """Whether this is looked at: browsers ask for a page by name, scripts for anything."""
    accept = request.headers.get("Accept", "")
    return not accept or "text/html" in accept
