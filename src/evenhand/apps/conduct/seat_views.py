"""Seating plans of a class: moved by hand, by keys or by number, and the classes that have none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Asked, Overtaken, both_versions
from evenhand.apps.conduct import projecting, seating
from evenhand.apps.conduct.models import SeatingPlan
from evenhand.apps.conduct.pages import SEATS_IN_ROW, seat_name
from evenhand.apps.conduct.seating import BadPlan, Seat
from evenhand.apps.people.models import Group, Pupil
from evenhand.apps.policy.performers import near_on
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422
PLAN = {"name": Asked("Name of this plan"), "seats": Asked("Who sits where")}
SPARE_ROWS = 1
LEAST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """One seat of the room and who has it."""

    row: int
    column: int
    name: str
    pupil: Pupil | None
    near: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """One pupil near whom an adult stays, with the seat, "" for none, and what to do."""

    pupil: Pupil
    seat: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """One pupil with row and column as they stand in the form, "" for none."""

    pupil: Pupil
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Page:
    """One plan of a class, with the names of the others. `on_paper`: who looks has asked for the marks in print."""

    group: Group
    plan: SeatingPlan | None
    name: str
    plans: tuple[tuple[SeatingPlan, bool], ...]
    desks: tuple[Desk, ...]
    placed: tuple[Placed, ...]
    waiting: tuple[Desk, ...]
    today: date
    nears: tuple[Near, ...] = ()
    on_paper: bool = False
    seen: str = ""
    most_rows: int = seating.MOST_ROWS
    most_columns: int = SEATS_IN_ROW


@requires(Capability.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def seats(request: ActorRequest, group: int) -> HttpResponse:
    """One of a class's plans: `plan` names it, `new` starts another from the one in force. A POST keeps or uses it."""
    held = roads.group(request.actor, group)
    plans = seating.plans_of(held)
    day = today(school_of(request.actor.school_id))
    plan = _chosen(plans, held, day, request.POST.get("plan") or request.GET.get("plan", ""))
    fresh = "new" in request.GET or request.POST.get("plan") == "new"
    if request.method != "POST":
        page = _page(held, plans, plan, day, fresh=fresh, near=_near(request, held, day))
        page = replace(page, on_paper="marks" in request.GET)
        return render(request, "conduct/seats.html", {"page": page})
    placed = _sent(request.POST)
    try:
        if request.POST.get("do") == "use" and plan is not None:
            kept = seating.use_from(request.actor, plan=plan, day=_day(request.POST.get("from", ""), day))
            messages.success(request, f"{kept.name}: in use from {kept.valid_from:%d %b}")
        else:
            kept = seating.save_plan(
                request.actor,
                group=held,
                name=request.POST.get("name", ""),
                seats=_numbers(placed),
                plan=None if fresh else plan,
                seen=request.POST.get(SEEN, ""),
            )
            messages.success(request, f"{kept.name}: saved")
    except Overtaken as clash:
        back = f"{reverse('seats', args=[held.pk])}?plan={plan.pk if plan else ''}"
        return both_versions(request, clash, school_id=held.school_id, asked=PLAN, back=back)
    except BadPlan as problem:
        near = _near(request, held, day)
        page = _page(held, plans, plan, day, fresh=fresh, near=near, typed=placed)
        page = replace(page, seen=request.POST.get(SEEN, ""))
        context = {"page": page, "problem": str(problem), "typed_name": request.POST.get("name", "")}
        return render(request, "conduct/seats.html", context, status=UNPROCESSABLE)
    return redirect(f"{reverse('seats', args=[held.pk])}?plan={kept.pk}")


@requires(Capability.COVER)
@require_GET
@never_cache
def without_plan(request: ActorRequest) -> HttpResponse:
    """The classes of the school that have no seating plan in force."""
    day = today(school_of(request.actor.school_id))
    found = [
        group
        for group in seating.groups_without(day)
        if request.actor.may(Capability.COVER, group.year_group)
    ]
    context = {"groups": found, "classes": bool(found) or Group.objects.exists()}
    return render(request, "conduct/without_plan.html", context)


def _chosen(plans: list[SeatingPlan], group: Group, day: date, key: str) -> SeatingPlan | None:
    named = next((plan for plan in plans if str(plan.pk) == key), None)
    if named is not None:
        return named
    used = seating.in_force(group, day)
    return next((plan for plan in plans if used and plan.name == used.name), plans[-1] if plans else None)


def _near(request: ActorRequest, group: Group, day: date) -> dict[int, tuple[str, ...]]:
    """Near whom to stay, for those who teach the class, and never on a screen that pupils see."""
    if projecting.starts_hidden(request) or not seating.may_see_needs(request.actor, group, day):
        return {}
    return near_on(day, [pupil.pk for pupil in seating.pupils_of(group, day)])


def _page(
    group: Group, plans: list[SeatingPlan], plan: SeatingPlan | None, day: date, *, fresh: bool,
    near: dict[int, tuple[str, ...]], typed: dict[int, tuple[str, str]] | None = None,
) -> Page:  # fmt: skip
    pupils = seating.pupils_of(group, day)
    used = seating.in_force(group, day)
    stored = seating.places(plan)
    shown = typed if typed is not None else {one.pk: _texts(stored.get(one.pk)) for one in pupils}
    places = {seat: pk for pk, seat in reversed(_numbers(shown).items())}
    by_id = {pupil.pk: pupil for pupil in pupils}
    rows = max((row for row, _ in places), default=0) + SPARE_ROWS
    rows = min(max(rows, LEAST_ROWS, -(-len(pupils) // SEATS_IN_ROW)), seating.MOST_ROWS)
    desks = tuple(
        Desk(row, column, seat_name((row, column)), by_id.get(pk), pk in near)
        for row in range(1, rows + 1)
        for column in range(1, SEATS_IN_ROW + 1)
        for pk in (places.get((row, column), 0),)
    )
    names = {desk.pupil.pk: desk.name for desk in desks if desk.pupil}
    return Page(
        group,
        None if fresh else plan,
        "" if fresh else (plan.name if plan else seating.USUAL_NAME),
        tuple((one, bool(used and one.name == used.name)) for one in plans),
        desks,
        tuple(Placed(pupil, *shown.get(pupil.pk, ("", ""))) for pupil in pupils),
        tuple(Desk(0, 0, "", pupil, pupil.pk in near) for pupil in pupils if pupil.pk not in names),
        day,
        _in_order(Near(one, names.get(one.pk, ""), near[one.pk]) for one in pupils if one.pk in near),
        seen="" if fresh else seating.version(plan),
    )


def _in_order(nears: Iterable[Near]) -> tuple[Near, ...]:
    """As an adult walks, row by row from the front; those without a seat come last."""
    return tuple(sorted(nears, key=lambda one: (not one.seat, one.seat)))


def _texts(seat: Seat | None) -> tuple[str, str]:
    return (str(seat[0]), str(seat[1])) if seat else ("", "")


def _sent(post: QueryDict) -> dict[int, tuple[str, str]]:
    """What the number fields hold, by pupil."""
    keys = [key.removeprefix("row-") for key in post if key.startswith("row-")]
    return {
        pk: (post.get(f"row-{key}", "").strip(), post.get(f"column-{key}", "").strip())
        for key in keys
        if (pk := typed.number(key)) is not None
    }


def _numbers(placed: dict[int, tuple[str, str]]) -> dict[int, Seat]:
    """The pupils who have a place; half a place is none. Digits that are no seat are left for the check to name."""
    return {
        pk: (int(row), int(column))
        for pk, (row, column) in placed.items()
        if row.isdecimal() and column.isdecimal() and len(row) < 4 and len(column) < 4
    }


def _day(text: str, fallback: date) -> date:
    found = typed.day(text) if text else fallback
    if found is None:
        raise BadPlan("Choose the day from which this plan is used.")
    return found
