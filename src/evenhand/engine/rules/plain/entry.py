"""An act that posts and counts: a recognition, or one step of a ladder."""

from __future__ import annotations

from datetime import date
from typing import Final

from evenhand.engine.decisions import Decision, Post
from evenhand.engine.facts import Event, PupilState
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.rules.plain.changing import Difference
from evenhand.engine.rules.plain.followed import Answer, followed
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar

DAYS_KEPT: Final = 64
"""Events come about in the order of their days, so what holds on a day long past is seldom asked for again."""


class Entry:
    """What is posted and counted. `posted` is what a mark keeps of it."""

    __slots__ = ("_calendar", "_changes", "_name", "_policy", "_rules", "decision", "posted", "posts")

    def __init__(
        self, policy: Policy, rules: Rules, calendar: SchoolCalendar, posts: tuple[Post, ...], name: str
    ) -> None:
        self.posts = posts
        self.posted = tuple((post.ledger, post.value) for post in posts)
        self.decision = Decision(posts, (), policy.digest, policy.settings_digest, calendar.digest)
        self._policy = policy
        self._rules = rules
        self._calendar = calendar
        self._name = name
        self._changes: dict[date, Difference] = {}

    def decide(self, state: PupilState, event: Event, *, own: bool) -> Answer | None:
        """What the act brings about, and the state after it; None where something more may come of it."""
        day = event[3][0]
        change = self._changes.get(day) or self.on(day)
        if change is None:
            return None
        if change.sets_off(state):
            turn = Turn(self._policy, self._calendar, state, event)
            return followed(turn, change, self.posts, state.windows)
        if own and change.put_on(state):
            return self.decision, state
        return self.decision, PupilState._make((*change.put_on_copies(state), *state[2:]))

    def take(self, state: PupilState, event: Event) -> PupilState | None:
        """The state after the act, whose sums are changed as they stand; None where a rule has to look."""
        day = event[3][0]
        change = self._changes.get(day) or self.on(day)
        return None if change is None else change.take(state, event)

    def on(self, day: date) -> Difference | None:
        """What it changes on that day; None beyond the calendar."""
        found = self._changes.get(day)
        if found is None:
            if len(self._changes) >= DAYS_KEPT:
                self._changes.clear()
            try:
                found = self._changes[day] = Difference(
                    self._policy, self._rules, self._calendar, self.posted, self._name, day
                )
            except CalendarEnds:
                return None
        return found
