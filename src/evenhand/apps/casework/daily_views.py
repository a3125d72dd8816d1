"""The daily review through the browser."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.casework import counting
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.daily import close_if_complete, entries_of, look_again, review_entry
from evenhand.apps.casework.daily_page import daily_page
from evenhand.apps.casework.wording import local_time
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of

UNPROCESSABLE = 422
AGAIN = "again"
END_OF_DAY = time(23, 59)


@requires(Capability.REVIEW_ENTRIES)
@require_GET
def today_view(request: ActorRequest) -> HttpResponse:
    """To the review of today."""
    school = school_of(request.actor.school_id)
    return redirect("daily-day", local_time(school, now()).date().isoformat())


@requires(Capability.REVIEW_ENTRIES)
@require_GET
@never_cache
def day_view(request: ActorRequest, day: str) -> HttpResponse:
    """Every entry that was made on that day."""
    return render(request, "casework/daily.html", {"page": daily_page(request.actor, _day(day))})


@requires(Capability.REVIEW_ENTRIES)
@require_POST
def review_view(request: ActorRequest, day: str, event: UUID) -> HttpResponse:
    """Look at one entry."""
    asked = _day(day)
    found = next((row for row in entries_of(request.actor, asked) if row.pk == event), None)
    if found is None:
        raise Http404
    roads.event(request.actor, found.pk)
    owner = request.POST.get("owner", "")
    try:
        if request.POST.get("outcome") == AGAIN:
            look_again(request.actor, event=found, day=asked)
            messages.success(request, f"To be looked at again: {found.pupil.display_name}")
            return redirect("daily-day", asked.isoformat())
        review_entry(
            request.actor,
            event=found,
            outcome=request.POST.get("outcome", ""),
            words=request.POST.get("words", ""),
            owner_id=typed.number(owner),
            due_at=_due(school_of(request.actor.school_id), request.POST.get("due", "")),
        )
    except Unchanged as problem:
        context = {"page": daily_page(request.actor, asked), "problem": str(problem), "at": event}
        return render(request, "casework/daily.html", context, status=UNPROCESSABLE)
    left = (row for row in entries_of(request.actor, asked) if not hasattr(row, "review"))
    if asked < local_time(school_of(request.actor.school_id), now()).date():
        close_if_complete(request.actor, asked, left)
    counting.forget(request.actor.membership_id)
    messages.success(request, f"Reviewed: {found.pupil.display_name}")
    return redirect("daily-day", asked.isoformat())


def _day(text: str) -> date:
    found = typed.day(text)
    if found is None:
        raise Http404
    return found


def _due(school: School, text: str) -> datetime | None:
    """The end of the day named, None where none is; a date that is none is said to be missing."""
    found = typed.day(text)
    return datetime.combine(found, END_OF_DAY, ZoneInfo(school.zone)) if found is not None else None
