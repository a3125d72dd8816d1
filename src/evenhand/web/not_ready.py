"""What a page says before the school has a policy in force or a calendar: what is missing, since when, who mends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from evenhand.apps.access.capabilities import Capability
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.policy.selectors import NoPolicy
from evenhand.apps.tenancy.calendars import NoCalendar

# The device keeps what it could not send and tries again; nothing is wrong with what was asked.
NOT_YET = 503


class Lack(NamedTuple):
    """What is missing, as a heading and a sentence."""

    heading: str
    words: str


class NotReady:
    """Answers a page that needs the policy or the calendar of a school that has none yet."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page of its own for what set-up has not supplied; every other fault goes on as it was."""
        if isinstance(exception, NoPolicy):
            return _answer(request, _no_policy())
        if isinstance(exception, NoCalendar):
            return _answer(request, _no_calendar())
        return None


def _no_policy() -> Lack:
    first = PolicyInForce.objects.order_by("valid_from", "pk").first()
    if first is None:
        words = "Nothing can be recorded until the school has adopted a policy."
        return Lack("No policy has been adopted yet", words)
    day = f"{first.valid_from:%A} {first.valid_from.day} {first.valid_from:%B %Y}"
    return Lack(
        "The policy is not in force yet", f"It comes into force on {day}. Nothing can be recorded before."
    )


def _no_calendar() -> Lack:
    words = "Without terms and bells no lesson and no date can be worked out."
    return Lack("The school year has not been entered yet", words)


def _answer(request: HttpRequest, lack: Lack) -> HttpResponse:
    if request.content_type == "application/json":
        return JsonResponse({"message": f"{lack.heading}. {lack.words}"}, status=NOT_YET)
    actor = getattr(request, "actor", None)
    may = actor is not None and Capability.SEE_SETUP in actor.capabilities
    context = {
        "heading": lack.heading,
        "words": lack.words,
        "pic": "door",
        "url": "/setup/" if may else "/",
        "action": "To set-up" if may else "To the start",
        "hint": "" if may else "Whoever sets up the school in evenhand can see what is missing.",
    }
    return render(request, "evenhand/state.html", context, status=NOT_YET)
