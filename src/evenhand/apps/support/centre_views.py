"""The centres' own list and report, and the sessions of one pupil: never together with the removal room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.wording import day_words
from evenhand.apps.people.models import Pupil
from evenhand.apps.support import centre
from evenhand.apps.support.centre import BadSession
from evenhand.apps.support.models import CentreSession
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of, today
from evenhand.engine.pack.schema import Centre

UNPROCESSABLE = 422
SEES = Capability.AGREE_ADJUSTMENT
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One session in words."""

    id: int
    pupil: Pupil
    when: str
    by: str


@dataclass(frozen=True, slots=True)
class Part:
    """One centre: its sessions of the day, and of each day of the week how many sessions and how many pupils."""

    centre: Centre
    lines: tuple[Line, ...]
    week: tuple[tuple[str, int, int], ...]
    sessions: int
    pupils: int


@requires(SEES)
@require_GET
@never_cache
def sessions(request: ActorRequest) -> HttpResponse:
    """`?day=2026-11-17` for another day than today: its sessions, and the report of its week."""
    school = school_of(request.actor.school_id)
    day = typed.day(request.GET.get("day", "")) or today(school)
    monday = day - timedelta(days=day.weekday())
    rows = centre.sessions_between(school, monday, monday + WEEK - timedelta(days=1))
    rows = [row for row in rows if request.actor.may(SEES, row.pupil.year_group)]
    context = {
        "parts": [_part(school, one, rows, day) for one in centre.centres(school.pk)],
        "when": day_words(day),
        "week": f"{day_words(monday)} to {day_words(monday + timedelta(days=4))}",
        "earlier": (day - WEEK).isoformat(),
        "later": (day + WEEK).isoformat() if monday + WEEK <= today(school) else "",
    }
    return render(request, "support/centre.html", context)


@requires(SEES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sessions_of(request: ActorRequest, pupil: int) -> HttpResponse:
    """The sessions of one pupil; a POST of those who run the centre records one or takes one back."""
    found = roads.pupil(request.actor, pupil, SEES)
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _change(request, found))
        except BadSession as bad:
            problem = str(bad)
        else:
            return redirect("support:centre-of", found.pk)
    school = school_of(request.actor.school_id)
    moment = local(school, now())
    period = (
        calendar_of(school).period_at(moment.day, moment.time, found.year_group) if _known(school) else None
    )
    labels = {one.id: one.label for one in centre.centres(school.pk)}
    rows = centre.sessions_of(found)
    context = {
        "pupil": found,
        "parts": [
            (label, [_line(school, row, with_day=True) for row in rows if row.centre == key])
            for key, label in labels.items()
        ],
        "runs": centre.run_by(request.actor),
        "today": moment.day,
        "period": period,
        "typed": request.POST,
        "problem": problem,
    }
    return render(request, "support/centre_of.html", context, status=UNPROCESSABLE if problem else 200)


def _change(request: ActorRequest, pupil: Pupil) -> str:
    post = request.POST
    if post.get("do", "").startswith("back-"):
        key = post["do"].removeprefix("back-")
        number = int(key) if key.isdecimal() and len(key) < 19 else 0
        centre.take_back(request.actor, pupil=pupil, pk=number)
        return "Taken back"
    centre.record_session(
        request.actor,
        pupil=pupil,
        centre=post.get("centre", ""),
        day=typed.day(post.get("day", "")),
        starts=typed.clock_time(post.get("starts", "")),
        ends=typed.clock_time(post.get("ends", "")),
    )
    return "The session is recorded"


def _part(school: School, one: Centre, rows: Sequence[CentreSession], day: date) -> Part:
    mine = [(local(school, row.starts).day, row) for row in rows if row.centre == one.id]
    many = Counter(held for held, _ in mine)
    pupils = {held: len({row.pupil_id for on, row in mine if on == held}) for held in many}
    return Part(
        one,
        tuple(_line(school, row) for held, row in mine if held == day),
        tuple((day_words(held), many[held], pupils[held]) for held in sorted(many)),
        len(mine),
        len({row.pupil_id for _, row in mine}),
    )


def _line(school: School, row: CentreSession, *, with_day: bool = False) -> Line:
    starts, ends = local(school, row.starts), local(school, row.ends)
    when = f"{starts.time:%H:%M} to {ends.time:%H:%M}"
    name = names_of([row.by_id]).get(row.by_id, row.by.name)
    return Line(row.pk, row.pupil, f"{day_words(starts.day)}, {when}" if with_day else when, name)


def _known(school: School) -> bool:
    calendar = calendar_of(school)
    return calendar.known_from <= today(school) <= calendar.known_until
