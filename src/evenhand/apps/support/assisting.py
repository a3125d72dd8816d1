"""Which assistant supports which pupil in lessons, from when to when: named and ended by those who agree adjustments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from evenhand.apps.access.actors import Actor, holds_on
from evenhand.apps.access.models import RoleGrant
from evenhand.apps.access.naming import known_as, names_of
from evenhand.apps.access.roles import in_force
from evenhand.apps.audit.services import append
from evenhand.apps.people.models import Pupil
from evenhand.apps.support.models import Assistance
from evenhand.apps.tenancy.selectors import school_of, today

ROLE: Final = "teaching_assistant"


class BadNaming(ValueError):
    """Nobody can be named so; the text says why and what to do."""


def assistants_on(day: date) -> list[tuple[int, str]]:
    """Who may be named: those who hold the role of an assistant on that day, by name."""
    grants = RoleGrant.objects.filter(in_force(day), role=ROLE).select_related(
        "membership__staff", "membership__user"
    )
    held = (grant.membership for grant in grants if holds_on(grant.membership, day))
    names = {row.user_id: known_as(row) for row in held}
    return sorted(names.items(), key=lambda pair: (pair[1].rpartition(" ")[2], pair[1], pair[0]))


def of_adult(user_id: int | None, day: date) -> list[Assistance]:
    """The pupils for whom an adult is named on that day, by name."""
    rows = Assistance.objects.filter(in_force(day), user_id=user_id or 0).select_related("pupil")
    return sorted(rows, key=lambda row: (row.pupil.display_name, row.pk))


def of_pupil(pupil: Pupil, day: date) -> list[tuple[str, Assistance]]:
    """Who is named for a pupil on that day or later, each with the name, the soonest first."""
    rows = Assistance.objects.filter(_not_over(day), pupil=pupil).order_by("valid_from", "pk")
    return _named(list(rows))


def all_on(day: date) -> list[tuple[str, Assistance]]:
    """Everybody who is named for a pupil on that day or later, by the assistant's name and then the pupil's."""
    rows = _named(list(Assistance.objects.filter(_not_over(day)).select_related("pupil")))
    return sorted(rows, key=lambda one: (one[0], one[1].user_id, one[1].pupil.display_name, one[1].pk))


@transaction.atomic
def name_assistant(
    actor: Actor, *, pupil: Pupil, user_id: int, first: date | None, last: date | None
) -> Assistance:
    """Name an assistant for a pupil. Raises BadNaming."""
    day = today(school_of(actor.school_id))
    if user_id not in dict(assistants_on(day)):
        raise BadNaming("Choose the assistant from the list.")
    if first is None or first < day:
        raise BadNaming("Choose today or a later day as the first.")
    if last is not None and last < first:
        raise BadNaming("The last day comes after the first, or stays empty.")
    others = Assistance.objects.filter(_not_over(first), pupil=pupil, user_id=user_id)
    if last is not None:
        others = others.filter(valid_from__lte=last)
    if others.exists():
        raise BadNaming("This assistant is named for these days already. End that first.")
    row = Assistance.objects.create(
        school_id=actor.school_id, pupil=pupil, user_id=user_id, valid_from=first, valid_to=last,
        by_id=actor.person,
    )  # fmt: skip
    append(
        actor,
        action="assistant.named",
        subject=f"pupil:{pupil.pk}",
        body={"user": user_id, "from": first.isoformat(), "to": last.isoformat() if last else ""},
    )
    return row


@transaction.atomic
def end(actor: Actor, *, pupil: Pupil, pk: int) -> None:
    """The assistant is no longer named, from today. Raises BadNaming where there is no such row."""
    day = today(school_of(actor.school_id))
    row = Assistance.objects.filter(_not_over(day), pupil=pupil, pk=pk).first()
    if row is None:
        raise BadNaming("Nobody is named so any more.")
    row.valid_to = day - timedelta(days=1)
    row.save(update_fields=["valid_to"])
    append(actor, action="assistant.ended", subject=f"pupil:{pupil.pk}", body={"user": row.user_id})


def _not_over(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def _named(rows: list[Assistance]) -> list[tuple[str, Assistance]]:
    names = names_of({row.user_id for row in rows})
    return [(names.get(row.user_id, ""), row) for row in rows]
