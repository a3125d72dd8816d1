"""The pages of the board: what is looked at. What is done to a stay stands in `actions`."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.models import Event
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.pages import WHOLE, call_list, who_is_where
from evenhand.apps.removal.selectors import mark, on_board, rows_of
from evenhand.apps.removal.sharing import cards_of
from evenhand.apps.removal.stay_page import stay_page
from evenhand.apps.tenancy.clock import now

UNDO = timedelta(minutes=2)


@requires(Capability.SEE_BOARD)
@require_GET
def board(request: ActorRequest) -> HttpResponse:
    """The board; `?undo=<arrival>` offers to take that arrival back, `?released=all` shows all who went back."""
    found, whole = mark(), _whole(request)
    cards = cards_of(request, found, whole=whole)
    context = {
        "board": cards.board,
        "cards": cards.for_device(request),
        "cards_url": reverse("removal:cards") + (f"?{WHOLE}" if whole else ""),
        "etag": _etag(request, found, cards.digest),
        "undo": _undo(request),
    }
    return render(request, "removal/board.html", context)


@requires(Capability.SEE_BOARD)
@require_GET
def board_cards(request: ActorRequest) -> HttpResponse:
    """The cards alone, for the poll: 304 from one query while nothing at the school has changed.

    Where something has, but nothing on this board, it is 304 as well, with the newer mark.
    """
    had, _, shown = request.headers.get("If-None-Match", "").removeprefix("W/").strip('"').rpartition(".")
    found = mark()
    answer: HttpResponse = HttpResponseNotModified()
    if had != f"{request.actor.membership_id}-{found}":
        cards = cards_of(request, found, whole=_whole(request))
        if cards.digest != shown:
            answer = HttpResponse(cards.for_device(request))
        shown = cards.digest
    answer.headers["ETag"] = _etag(request, found, shown)
    answer.headers["X-Now"] = now().isoformat()
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@requires(Capability.SEE_BOARD)
@require_GET
def calls(request: ActorRequest) -> HttpResponse:
    """The families still to tell today, with whom to call."""
    seen = ground(request.actor)
    return render(request, "removal/calls.html", {"calls": call_list(seen, on_board(seen))})


@requires(Capability.SEE_BOARD)
@require_GET
def where(request: ActorRequest) -> HttpResponse:
    """Who is where now, on one page to print."""
    return render(request, "removal/who_is_where.html", {"page": who_is_where(ground(request.actor))})


@requires(Capability.SEE_BOARD)
@require_GET
def stay(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One stay."""
    held = roads.stay(request.actor, pk)
    seen = ground(request.actor)
    rows = rows_of(Stay.objects.filter(pk=held.pk))
    return render(
        request, "removal/stay.html", {"page": stay_page(seen, rows, rows.stays[0], {}), "now": seen.now}
    )


def _whole(request: ActorRequest) -> bool:
    """Whether everybody who was released today is asked for."""
    return request.GET.get("released") == "all"


def _etag(request: ActorRequest, mark: str, digest: str) -> str:
    """By what a device asks for news: who looks and when, then what was shown."""
    return f'"{request.actor.membership_id}-{mark}.{digest}"'


def _undo(request: ActorRequest) -> dict[str, str] | None:
    """The arrival that this person has just recorded, if it may still be taken back by a tap."""
    try:
        ident = UUID(request.GET.get("undo", ""))
    except ValueError:
        return None
    rows = Event.objects.select_related("pupil").filter(kind="arrival", recorded_by_id=request.actor.user_id)
    event = rows.filter(pk=ident, recorded_at__gte=now() - UNDO).first()
    if event is None or Event.objects.filter(kind="void", about=str(ident)).exists():
        return None
    url = reverse("removal:undo", args=[event.about, event.pk])
    return {"words": f"{event.pupil.first_name} is here", "url": url}
