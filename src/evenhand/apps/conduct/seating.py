"""Seating plans: several for each class, changed without rewriting what was in force, and the seat of an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.overtaking import Standing, demand_current, last_kept, version_of
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.models import Event, SeatingPlan
from evenhand.apps.conduct.pages import SEATS_IN_ROW, seat_name
from evenhand.apps.people.models import Enrolment, Group, Pupil, Teaching
from evenhand.apps.tenancy.selectors import school_of, today

MOST_ROWS = 9
MOST_PLANS = 20
USUAL_NAME = "Seating plan"

Seat = tuple[int, int]


class BadPlan(ValueError):
    """The plan cannot be kept; the text says why and what to do."""


def pupils_of(group: Group, day: date) -> list[Pupil]:
    """The pupils of a group on a day, by first name."""
    rows = Enrolment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), group=group, valid_from__lte=day
    ).select_related("pupil")
    pupils = {row.pupil_id: row.pupil for row in rows}
    return sorted(pupils.values(), key=lambda pupil: (pupil.first_name, pupil.family, pupil.pk))


def may_see_needs(actor: Actor, group: Group, day: date) -> bool:
    """Whether the actor teaches the class on that day, or may act in any lesson of its year as its teacher does."""
    if actor.may(Capability.COVER, group.year_group):
        return True
    rows = Teaching.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), group=group, valid_from__lte=day
    )
    return actor.staff_id is not None and rows.filter(staff_id=actor.staff_id).exists()


def plans_of(group: Group) -> list[SeatingPlan]:
    """The newest version of each of a class's plans, in the order in which they were first made."""
    found: dict[str, SeatingPlan] = {}
    for row in SeatingPlan.objects.filter(group=group).order_by("pk"):
        found[row.name] = row
    return list(found.values())


def in_force(group: Group, day: date) -> SeatingPlan | None:
    """The plan by which the class sits on a day."""
    return SeatingPlan.objects.filter(group=group, valid_from__lte=day).order_by("-valid_from", "-pk").first()


def places(plan: SeatingPlan | None) -> dict[int, Seat]:
    """Row and column of each pupil on a plan, from one; older plans count from nought."""
    kept = {int(pk): (int(at[0]), int(at[1])) for pk, at in plan.seats.items()} if plan else {}
    if kept and min(column for _, column in kept.values()) == 0:
        return {pk: (row + 1, column + 1) for pk, (row, column) in kept.items()}
    return kept


def position_at(event: Event) -> str:
    """The seat of the pupil when it happened, by the plan that was in force then; "" outside lessons and without one."""
    lesson = event.incident.lesson
    if lesson is None:
        return ""
    rows = list(
        SeatingPlan.objects.filter(group_id=lesson.group_id, valid_from__lte=event.day).order_by(
            "-valid_from", "-pk"
        )
    )
    # A plan that was entered later, for a day that had passed, is the best that is known of it.
    plan = next((row for row in rows if row.recorded_at <= event.happened_at), rows[-1] if rows else None)
    return seat_name(places(plan).get(event.pupil_id))


def groups_without(day: date) -> list[Group]:
    """The classes with pupils on that day and no plan in force, by name."""
    pupils = Enrolment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), group=OuterRef("pk"), valid_from__lte=day
    )
    plans = SeatingPlan.objects.filter(group=OuterRef("pk"), valid_from__lte=day)
    rows = Group.objects.filter(Exists(pupils), ~Exists(plans), kind="class")
    return list(rows.order_by("year_group", "name"))


@transaction.atomic
def save_plan(
    actor: Actor, *, group: Group, name: str, seats: Mapping[int, Seat], plan: SeatingPlan | None = None,
    seen: str | None = None,
) -> SeatingPlan:  # fmt: skip
    """Keep a plan: a new one, or a change of one. A change of what is in force counts from today.

    Args:
        seats: row and column of each pupil who has a place, from one.
        plan: the newest version of the plan that is changed; None makes another.
        seen: the version of the places with which the form was opened; None where no form was.

    Raises:
        Overtaken: somebody else has changed the plan since.
        BadPlan: a name is taken, a seat is taken twice or out of the room, a pupil is not in the class.
    """
    day = today(school_of(actor.school_id))
    name = name.strip()[:60] or USUAL_NAME
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if plan is not None:
        plan = next((one for one in plans_of(group) if one.name == plan.name), plan)
    _check(group, name, seats, plan, day)
    if plan is not None:
        known = last_kept({}, action="seats.saved", subject=f"group:{group.pk}", plan=plan.pk)
        standing = Standing(as_told(plan.name, places(plan)), plan.by_id, known.at)
        demand_current(actor, seen, standing, as_told(name, seats))
    kept = {str(pk): list(seat) for pk, seat in seats.items()}
    if plan is not None and (plan.valid_from is None or plan.valid_from > day):
        plan.name, plan.seats, plan.by_id = name, kept, actor.user_id
        plan.save(update_fields=["name", "seats", "by"])
        row = plan
    else:
        row = SeatingPlan.objects.create(
            school_id=actor.school_id, group=group, name=name, seats=kept, by_id=actor.user_id,
            valid_from=_starts(group, plan, day),
        )  # fmt: skip
    append(
        actor,
        action="seats.saved",
        subject=f"group:{group.pk}",
        body={"plan": row.pk, "placed": len(kept)},
    )
    return row


def as_told(name: str, seats: Mapping[int, Seat]) -> dict[str, str]:
    """A plan in words, as two versions of it are compared: its name, and who sits where."""
    known = Pupil.objects.in_bulk(list(seats))
    lines = sorted((seat, known[pk].display_name) for pk, seat in seats.items() if pk in known)
    return {"name": name, "seats": "\n".join(f"{seat_name(seat)} {pupil}" for seat, pupil in lines)}


def version(plan: SeatingPlan | None) -> str:
    """The version of a plan, for the form that changes it; "" of none."""
    return version_of(as_told(plan.name, places(plan))) if plan else ""


@transaction.atomic
def use_from(actor: Actor, *, plan: SeatingPlan, day: date) -> SeatingPlan:
    """Seat the class by this plan from a day on. Raises BadPlan where the day has passed."""
    if day < today(school_of(actor.school_id)):
        raise BadPlan("Choose today or a later day: who sat where before stays as it was.")
    if plan.valid_from is None or plan.valid_from > today(school_of(actor.school_id)):
        plan.valid_from = day
        plan.save(update_fields=["valid_from"])
        row = plan
    else:
        row = SeatingPlan.objects.create(
            school_id=actor.school_id, group_id=plan.group_id, name=plan.name, seats=plan.seats,
            by_id=actor.user_id, valid_from=day,
        )  # fmt: skip
    append(
        actor,
        action="seats.used",
        subject=f"group:{plan.group_id}",
        body={"plan": row.pk, "from": day.isoformat()},
    )
    return row


def _starts(group: Group, plan: SeatingPlan | None, day: date) -> date | None:
    """From when a new row counts: a change of the plan in force from today, the class's first plan as well."""
    used = in_force(group, day)
    if used is None:
        return day
    return day if plan is not None and used.name == plan.name else None


def _check(group: Group, name: str, seats: Mapping[int, Seat], plan: SeatingPlan | None, day: date) -> None:
    others = [row for row in plans_of(group) if plan is None or row.name != plan.name]
    if name in {row.name for row in others}:
        raise BadPlan(f"This class has a plan called {name}. Give this one another name.")
    if plan is None and len(others) >= MOST_PLANS:
        raise BadPlan(f"A class has {MOST_PLANS} plans at most. Change one of them.")
    pupils = {pupil.pk: pupil for pupil in pupils_of(group, day)}
    if set(seats) - set(pupils):
        raise BadPlan("Somebody on this plan has left the class. Open the plan again.")
    taken: dict[Seat, int] = {}
    for pk, seat in seats.items():
        if not (1 <= seat[0] <= MOST_ROWS and 1 <= seat[1] <= SEATS_IN_ROW):
            raise BadPlan(
                f"{pupils[pk].first_name}: rows go from 1 to {MOST_ROWS} and seats from 1 to {SEATS_IN_ROW}."
            )
        if seat in taken:
            both = f"{pupils[taken[seat]].first_name} and {pupils[pk].first_name}"
            raise BadPlan(f"{both} have the same seat, {seat_name(seat)}. Give one of them another.")
        taken[seat] = pk
