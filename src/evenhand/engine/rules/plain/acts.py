"""The plain acts of one policy and calendar, each worked out when it is first met."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Final

from evenhand.engine.facts import Event, PupilState
from evenhand.engine.pack.resolve import Plan, Policy, Rules
from evenhand.engine.pack.schema import Item
from evenhand.engine.rules import ledger
from evenhand.engine.rules.plain.climb import Climb
from evenhand.engine.rules.plain.entry import DAYS_KEPT, Entry
from evenhand.engine.rules.plain.followed import Answer
from evenhand.engine.rules.plain.moving import MOVED, Moving
from evenhand.engine.rules.plain.posting import nothing_counts, posts_of
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind, LadderMode, Where

COUNTED: Final = {EventKind.ACHIEVEMENT: "recognised", EventKind.CONCERN: "concern"}
"""The kinds of which some are plain, and the name under which each is counted."""

WORKED_OUT_SCOPES: Final = ("half_day", "day", "week", "half_term", "stay")
"""Scopes that are not simply the key of the lesson or slot."""

ACTS_KEPT: Final = 4096

Act = tuple[EventKind, str, Where]
Take = Callable[[PupilState, Event], PupilState | None]


class PlainActs:
    """What every plain act comes to, by the rules of the day."""

    __slots__ = ("_calendar", "_days", "_found", "_policy", "_taking")

    def __init__(self, policy: Policy, calendar: SchoolCalendar) -> None:
        self._policy = policy
        self._calendar = calendar
        self._found: dict[Rules, dict[Act, Entry | Climb | Moving | None]] = {}
        self._taking: dict[date, dict[Act, Take | None]] = {}
        self._days: dict[date, dict[Act, Entry | Climb | Moving | None]] = {}

    def decide(self, state: PupilState, event: Event, *, own: bool = False) -> Answer | None:
        """Decide a plain act and fold it into the state, as the rules would; None where they have to look at it.

        Args:
            own: nobody else has the state, so that its sums may be changed as they stand.
        """
        if event[10] or event[11]:  # details, adjustments
            return None
        day, key = event[3][0], (event[1], event[2], event[4][0])
        try:
            found = self._days[day][key]
        except KeyError:
            found = self._first_met(day, *key)
        return None if found is None else found.decide(state, event, own=own)

    def take(self, state: PupilState, event: Event) -> PupilState | None:
        """The state after a plain act, as the rules would leave it, for an owner of states; None where they have to look.

        The sums of the state are changed as they stand, which for most acts is all.
        """
        if event[10] or event[11]:  # details, adjustments
            return None
        try:
            take = self._taking[event[3][0]][event[1], event[2], event[4][0]]
        except KeyError:
            take = self._first_taken(event)
        return None if take is None else take(state, event)

    def _first_taken(self, event: Event) -> Take | None:
        """How such an act of that day is taken: what it changes is asked without a step between."""
        day, key = event[3][0], (event[1], event[2], event[4][0])
        found = self._first_met(day, *key)
        by = found.on(day) if isinstance(found, Entry) else found
        taking = self._taking.get(day)
        if taking is None:
            if len(self._taking) >= DAYS_KEPT:
                self._taking.clear()
            taking = self._taking[day] = {}
        if len(taking) >= ACTS_KEPT:
            taking.clear()
        take = taking[key] = None if by is None else by.take
        return take

    def _first_met(
        self, day: date, kind: EventKind, code: str, where: Where
    ) -> Entry | Climb | Moving | None:
        """What the act comes to by the rules of the day; days with the same rules share what was worked out."""
        rules = self._policy.on(day)
        acts = self._found.setdefault(rules, {})
        if day not in self._days:
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            self._days[day] = acts
        if len(acts) >= ACTS_KEPT:
            acts.clear()
        key = kind, code, where
        try:
            return acts[key]
        except KeyError:
            found = acts[key] = self._worked_out(rules, *key)
            return found

    def _worked_out(
        self, rules: Rules, kind: EventKind, code: str, where: Where
    ) -> Entry | Climb | Moving | None:
        if kind in COUNTED:
            return self._plain(rules, kind, code, where)
        if kind in MOVED and not code and rules.item(code) is None:
            return Moving(self._policy, rules, self._calendar, arrives=kind is EventKind.ARRIVAL)
        return None

    def _plain(self, rules: Rules, kind: EventKind, code: str, where: Where) -> Entry | Climb | None:
        """What a record of that code brings about there, by the rules of a day, if that may be plain."""
        item = rules.item(code)
        if item is None or item.details or item.conditions or _is_watched(rules, item):
            return None
        if kind == EventKind.CONCERN:
            plan = rules.plan(where, item.code)
            if plan is not None and plan.ladder.mode == LadderMode.STRICT:
                plainly = _climbs_plainly(rules, plan)
                return Climb(self._policy, rules, self._calendar, plan, where) if plainly else None
            if rules.routes(item.code):
                return None
        posts = posts_of(item, ledger.RECORDED, item.cites)
        if not nothing_counts(rules, posts):
            return None
        return Entry(self._policy, rules, self._calendar, posts, COUNTED[kind])


@lru_cache(maxsize=64)
def plain_acts(policy: Policy, calendar: SchoolCalendar) -> PlainActs:
    """The plain acts of a policy and calendar; the same again for the same two."""
    return PlainActs(policy, calendar)


def _is_watched(rules: Rules, item: Item) -> bool:
    """Whether something counts the acts themselves, or opens a case by them."""
    watch = rules.watch
    return item.code in watch.codes or item.code in watch.opening or item.code in rules.tallied


def _climbs_plainly(rules: Rules, plan: Plan) -> bool:
    """Whether the step follows from the acts of the lesson or slot, and from nothing else."""
    declared = plan.ladder
    straight = plan.conflict or plan.entry
    return not straight and declared.pending == "" and rules.word(declared.scope) not in WORKED_OUT_SCOPES
