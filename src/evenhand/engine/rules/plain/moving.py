"""An arrival, or a release whose gates are passed: the state after it, where duties alone come of it.

A duty to hold a conversation, which an arrival may bring, opens that conversation.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from evenhand.engine.facts import Event, Opened, PupilState, Stay
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Placement
from evenhand.engine.rules.effects import Cast
from evenhand.engine.rules.placement.coming import arrived
from evenhand.engine.rules.placement.leaving import is_through
from evenhand.engine.rules.placement.stays import HERE
from evenhand.engine.rules.plain.duties import bring_only_duties
from evenhand.engine.rules.restorative.cases import with_case
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import CalendarEnds, NotASchoolDay, SchoolCalendar
from evenhand.engine.values import EventKind

MOVED: Final = frozenset({EventKind.ARRIVAL, EventKind.RELEASE})
ARRIVAL: Final = "arrival"
TASK: Final = "task"
DAYS_KEPT: Final = 1024


class Moving:
    """What an arrival or a release leaves. What it brings about is for the rules to say, so no decision is made here."""

    __slots__ = ("_arrives", "_calendar", "_policy", "_quiet", "_rules")

    def __init__(self, policy: Policy, rules: Rules, calendar: SchoolCalendar, *, arrives: bool) -> None:
        self._policy = policy
        self._rules = rules
        self._calendar = calendar
        self._arrives = arrives
        self._quiet: dict[tuple[str, date, int | None], bool] = {}

    def decide(self, state: PupilState, event: Event, *, own: bool) -> None:
        """Nothing: the rules decide it."""

    def take(self, state: PupilState, event: Event) -> PupilState | None:
        """The state after an event without details; None where a rule has to look."""
        about, stays = event[9], state[3]
        stay = _of_id(stays, about)
        declared = None if stay is None else self._rules.pack.placements.get(stay.placement)
        if stay is None or declared is None or not self._is_simple(declared, event, stay):
            return None
        if self._arrives:
            after = arrived(declared, stay, event)
            stays = tuple([after if old.id == about else old for old in stays])
            cases = self._cases(declared, stay, event, state) if self._rules.talks else state[8]
            return _new(PupilState, (*state[:3], stays, *state[4:8], cases, *state[9:]))
        stays = tuple([old for old in stays if old.id != about])
        return _new(PupilState, (*state[:3], stays, *state[4:]))

    def _cases(self, declared: Placement, stay: Stay, event: Event, state: PupilState) -> tuple[Opened, ...]:
        """The cases with the conversations that the duties of an arrival open."""
        rules, cases, cast = self._rules, state.cases, Cast(stay.owner, stay.owner, event.by)
        for effect, asks in rules.moments.at(declared.effects, ARRIVAL):
            talk = rules.talks.get(effect.id) if effect.kind == TASK else None
            if talk is None or (
                asks and not rules.applies(effect.when, None, event.spot.where, event.details)
            ):
                continue
            cases = with_case(cases, rules, event, talk, stay.id, cast.person(str(effect.role or "")))
        return cases

    def _is_simple(self, declared: Placement, event: Event, stay: Stay) -> bool:
        """Whether the stay can take it and duties alone come of it; an event that led to the stay would be counted."""
        if self._arrives:
            if stay.stage == HERE:
                return False
        elif declared.gates and not all(is_through(self._rules, gate, stay) for gate in declared.gates):
            return False
        key = declared.id, event[3][0], event[8]
        found = self._quiet.get(key)
        if found is None:
            if len(self._quiet) >= DAYS_KEPT:
                self._quiet.clear()
            found = self._quiet[key] = self._is_quiet(declared, event)
        return found and event[0] not in [claim[0] for claim in stay[7]]

    def _is_quiet(self, declared: Placement, event: Event) -> bool:
        """Whether such an event brings about duties alone on that day, and the calendar refuses none of them."""
        day = event.at.day
        turn = Turn(self._policy, self._calendar, PupilState(), event, quiet=True)
        try:
            if not self._calendar.is_school_day(day):
                return False
            self._calendar.closing_bell(day, event.year_group)
        except (CalendarEnds, NotASchoolDay):
            return False
        moment = ARRIVAL if self._arrives else None
        return bring_only_duties(turn, tuple(one for one in declared.effects if one.on == moment), talks=True)


def _of_id(stays: tuple[Stay, ...], ident: str) -> Stay | None:
    for stay in stays:
        if stay[0] == ident:
            return stay
    return None


_new: Final = tuple.__new__
"""A named tuple of values in the order of its fields, without a call of its own for the names."""
