"""The log as a page, and its verification."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit import selectors
from evenhand.apps.audit.checking import ask_to_verify
from evenhand.apps.audit.pages import audit_page
from evenhand.apps.audit.selectors import Wanted
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.models import School

LONGEST_NUMBER = 18


@requires(Capability.SEE_AUDIT)
@require_GET
def audit(request: ActorRequest) -> HttpResponse:
    """Who did what, newest first."""
    school = School.objects.get(pk=request.actor.school_id)
    wanted, problems = read_wanted(request)
    return render(request, "audit/audit.html", {"page": audit_page(school, wanted, problems)})


@requires(Capability.SEE_AUDIT)
@require_POST
def verify(request: ActorRequest) -> HttpResponse:
    """Verify the log and say what was found."""
    school = School.objects.get(pk=request.actor.school_id)
    found = ask_to_verify(request.actor, length=selectors.length(school))
    if found is None:
        messages.info(request, "The log is being verified. The result will stand here as an entry.")
    elif found.problem:
        messages.error(request, f"The log does not hold: {found.problem}.")
    else:
        messages.success(request, f"All {found.entries} entries hold.")
    return redirect("audit:audit")


def read_wanted(request: HttpRequest) -> tuple[Wanted, tuple[str, ...]]:
    """What the address asks for, and what of it could not be understood."""
    asked = request.GET
    problems = []
    day = None
    if text := asked.get("day", "").strip():
        day = typed.day(text)
        if day is None:
            problems.append("Write the day as 2026-11-17.")
    wanted = Wanted(
        person=typed.number(asked.get("person", "")),
        subject=asked.get("subject", "").strip()[:120],
        day=day,
        before=typed.number(asked.get("before", "")),
    )
    return wanted, tuple(problems)
