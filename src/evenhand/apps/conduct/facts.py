"""Rows and commands as the engine's facts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from evenhand.apps.access.actors import Actor
from evenhand.apps.conduct.checking import Ground, moment
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import Event as EventRow
from evenhand.apps.policy.models import StoredDecision
from evenhand.engine.facts import Adjustment, Event, Fact, Moment, Spot, Voided
from evenhand.engine.values import EventKind, Where


def spot(ground: Ground, command: Command, at: Moment) -> Spot:
    """Where it happened: the lesson's scope, or the slot of the day that the time falls in."""
    lesson = ground.lessons.get(command.lesson_id) if command.lesson_id is not None else None
    if command.where == Where.LESSON and lesson is not None:
        return Spot(command.where, lesson.scope_key, lesson.period, command.place or lesson.room)
    year = ground.pupils[command.pupil_id].year_group
    period = ground.calendar.period_at(at.day, at.time, year)
    key = period.key if period else ""
    return Spot(command.where, f"{at.day.isoformat()}/{key or 'outside'}/{command.where}", key, command.place)


def event(
    ground: Ground,
    actor: Actor,
    command: Command,
    adjustments: dict[int, tuple[Adjustment, ...]],
    voided: dict[str, Voided],
) -> Event:
    """The command as the engine is told of it, complete."""
    at = moment(ground, command)
    return Event(
        str(command.event_id),
        command.kind,
        command.code,
        at,
        spot(ground, command, at),
        str(actor.user_id or ""),
        tuple(sorted(actor.roles)),
        str(command.witness_id or ""),
        ground.pupils[command.pupil_id].year_group,
        command.about,
        _details(command, adjustments.get(command.pupil_id, ())),
        adjustments.get(command.pupil_id, ()),
        command.answers,
        voided.get(command.about) if command.kind == EventKind.VOID else None,
    )


def _details(command: Command, agreed: tuple[Adjustment, ...]) -> dict[str, Fact]:
    """What the adult said, and on arrival in a placement whether the pupil has an agreed plan (a rule may ask for it)."""
    told = dict(sorted(command.details.items()))
    return {**told, "support_plan": True} if agreed and command.kind == EventKind.ARRIVAL else told


def voided(ids: Iterable[str]) -> dict[str, Voided]:
    """What the events to be voided had posted and opened, from their stored decisions; of unknown ids nothing."""
    wanted = [UUID(ident) for ident in ids]
    if not wanted:
        return {}
    rows = EventRow.objects.in_bulk(wanted)
    decisions = StoredDecision.objects.in_bulk(wanted)
    found: dict[str, Voided] = {}
    for ident, row in rows.items():
        outcomes = decisions[ident].outcomes["outcomes"]
        posts = tuple((item[1], item[2]) for item in outcomes if item[0] == "post")
        stay = next((item[2] for item in outcomes if item[0] == "place"), "")
        owed = next((item[2] for item in outcomes if item[0] == "owe"), "")
        found[str(ident)] = Voided(str(ident), EventKind(row.kind), posts, row.day, stay, owed, row.code)
    return found
