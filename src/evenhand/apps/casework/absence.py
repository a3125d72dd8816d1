"""Marking somebody away, by themselves or by those who see everybody's tasks, and their coming back."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.models import Away, Membership
from evenhand.apps.access.naming import known_as
from evenhand.apps.audit.services import append
from evenhand.apps.casework import counting
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.models import Alert
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.casework.wording import day_words
from evenhand.apps.tenancy.clock import now

KIND = "stand_in"


@transaction.atomic
def mark_away(actor: Actor, *, user_id: int, first: date, last: date, stand_in_id: int | None = None) -> Away:
    """Let somebody else see what a person owes from one day to another, both included; the stand-in is told once.

    Raises:
        Unchanged: the actor may not mark that person, the days are past or the wrong way round, the person is
            marked away on one of them already, or the stand-in is not another person of the school.
    """
    if user_id != actor.user_id and not may_mark_others(actor):
        raise Unchanged("You can mark yourself away. Ask a leader to mark somebody else.")
    people = dict(colleagues(now()))
    if user_id not in people or (stand_in_id is not None and stand_in_id not in people):
        raise Unchanged("There is no such person at this school.")
    if stand_in_id == user_id:
        raise Unchanged("Choose somebody else to stand in.")
    if last < first or last < now().date():
        raise Unchanged("Choose a first and a last day that are not past, in that order.")
    membership = Membership.objects.select_for_update().get(user_id=user_id)
    clash = Away.objects.filter(membership=membership, first__lte=last, last__gte=first, ended_at=None)
    if clash.exists():
        raise Unchanged(f"{people[user_id]} is marked away on one of these days already.")
    row = Away.objects.create(
        school_id=actor.school_id,
        membership=membership,
        first=first,
        last=last,
        stand_in_id=stand_in_id,
        marked_by_id=actor.user_id,
        marked_at=now(),
    )
    if stand_in_id is not None:
        _tell(row, people[user_id])
    _kept(actor, row, "staff.away", stand_in=stand_in_id)
    return row


@transaction.atomic
def come_back(actor: Actor, *, away_id: int) -> Away:
    """End an absence now: what the person owes is theirs alone again.

    Raises:
        Unchanged: it has ended, or the actor may not end it.
    """
    row = Away.objects.select_for_update().select_related("membership").get(pk=away_id)
    if row.membership.user_id != actor.user_id and not may_mark_others(actor):
        raise Unchanged("You can end your own absence. Ask a leader to end somebody else's.")
    if row.ended_at is not None:
        raise Unchanged("This has ended already.")
    row.ended_at = now()
    row.save(update_fields=["ended_at"])
    _kept(actor, row, "staff.back")
    return row


def may_mark_others(actor: Actor) -> bool:
    """Whether the actor may mark other people away."""
    return Capability.SEE_ALL_TASKS in actor.capabilities


def marked(actor: Actor) -> list[Away]:
    """Absences that run or are to come: one's own, those in which one stands in, or all for those who mark others."""
    rows = Away.objects.filter(last__gte=now().date(), ended_at=None)
    rows = rows.select_related("membership__staff", "membership__user").order_by("first", "pk")
    mine = actor.user_id
    return [
        row for row in rows if may_mark_others(actor) or mine in (row.membership.user_id, row.stand_in_id)
    ]


def days_of(row: Away) -> str:
    """Monday 23 November; Monday 23 November to Friday 27 November."""
    return (
        day_words(row.first) if row.first == row.last else f"{day_words(row.first)} to {day_words(row.last)}"
    )


def who(row: Away) -> str:
    """The name of whoever is away."""
    return known_as(row.membership)


def _tell(row: Away, name: str) -> None:
    body = {"words": f"You see to what {name} owes", "label": days_of(row)}
    Alert.objects.create(
        school_id=row.school_id, at=now(), user_id=row.stand_in_id, kind=KIND, subject=str(row.pk), body=body
    )


def _kept(actor: Actor, row: Away, action: str, **body: int | None) -> None:
    counting.forget()
    append(
        actor,
        action=action,
        subject=f"membership:{row.membership_id}",
        body={"first": row.first.isoformat(), "last": row.last.isoformat(), **body},
    )
