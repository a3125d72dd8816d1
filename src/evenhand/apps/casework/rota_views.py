"""The duties of today and of the days to come: who is named, and what is uncovered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework import rota
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.casework.wording import day_words
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of, today
from evenhand.engine.school_calendar import CalendarEnds

DAYS = 5
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Line:
    """A duty of a day. `lacking` is how many more people it takes; `people` are those named, by the row's id."""

    kind: str
    label: str
    cites: tuple[str, ...]
    starts: str
    people: tuple[tuple[int, str, bool], ...]
    lacking: int


@dataclass(frozen=True, slots=True)
class Day:
    """The duties of one school day."""

    key: str
    title: str
    lines: tuple[Line, ...]


@requires(Capability.DO_TASKS)
@require_GET
@never_cache
def duties(request: ActorRequest) -> HttpResponse:
    """The next school days, each duty with who is named for it."""
    return _shown_page(request)


def _shown_page(request: ActorRequest, problem: str = "") -> HttpResponse:
    school = school_of(request.actor.school_id)
    sets = Capability.SEE_ALL_TASKS in request.actor.capabilities
    context = {
        "days": _days(request, school),
        "sets": sets,
        "staff": colleagues(now()) if sets else [],
        "room": any(one.kind == "removal_room" for one in policy_of(school.pk).pack.placements.values())
        and Capability.SEE_BOARD in request.actor.capabilities,
        "problem": problem,
    }
    return render(request, "casework/duties.html", context, status=UNPROCESSABLE if problem else 200)


@requires(Capability.SEE_ALL_TASKS)
@require_POST
def name(request: ActorRequest) -> HttpResponse:
    """Somebody is named for a duty of a day, or of each of the days shown."""
    school, post = school_of(request.actor.school_id), request.POST
    kind, user = post.get("kind", ""), typed.number(post.get("user", ""))
    chosen = [day for day in _shown(school) if post.get("every") or day.isoformat() == post.get("day")]
    if kind not in policy_of(school.pk).pack.duties or not chosen:
        return _shown_page(request, "Choose the duty and the day, one of those shown.")
    if user is None:
        return _shown_page(request, "Choose a person.")
    try:
        with transaction.atomic():
            for day in chosen:
                rota.put_on(request.actor, day=day, kind=kind, user_id=user)
    except Refused as refused:
        return _shown_page(request, " ".join(problem.message for problem in refused.problems))
    messages.success(request, "Named")
    return redirect("duties")


@requires(Capability.SEE_ALL_TASKS)
@require_POST
def drop(request: ActorRequest, duty: int) -> HttpResponse:
    """A name is taken off a duty of the policy's."""
    row = roads.on_duty(request.actor, duty)
    if row.kind not in policy_of(request.actor.school_id).pack.duties:
        raise Http404
    rota.take_off(request.actor, duty=row)
    messages.success(request, "Taken off")
    return redirect("duties")


def _shown(school: School) -> list[date]:
    """Today, where it is a school day, and the school days after it, as far as the calendar is known."""
    calendar, day = calendar_of(school), today(school)
    try:
        first = calendar.school_day_on_or_after(day)
    except CalendarEnds:
        return []
    found = [first]
    while len(found) < DAYS:
        try:
            found.append(calendar.next_school_day(found[-1]))
        except CalendarEnds:
            break
    return found


def _days(request: ActorRequest, school: School) -> list[Day]:
    shown = _shown(school)
    rows = rota.on_days(shown)
    names = names_of(list({row.user_id for row in rows}))
    here, declared = today(school), policy_of(school.pk).pack.duties.values()
    found = []
    for day in shown if declared else []:
        lines = []
        for one in declared:
            named = [row for row in rows if row.day == day and row.kind == one.id]
            people = tuple(
                (row.pk, names.get(row.user_id, ""), row.user_id == request.actor.user_id) for row in named
            )
            lines.append(
                Line(
                    one.id, one.label, one.cites, f"{rota.starts_at(school, one, day):%H:%M}", people,
                    max(0, rota.need_of(school, one, day) - len(named)),
                )
            )  # fmt: skip
        found.append(Day(day.isoformat(), "Today" if day == here else day_words(day), tuple(lines)))
    return found
