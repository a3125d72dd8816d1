"""Plain acts: a recognition, or a step of a ladder without effects, that posts, counts and sets off nothing else.

Most of what is ever recorded is plain. What such an act does is worked out once for the policy of a day; then the sums
are all that is left to change, and what watches them is asked before anything does. Wherever something else could come
of an act, the answer here is None, and the rules look at it one after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from evenhand.engine.decisions import Decision, Post, Reason, Step, Used, Value
from evenhand.engine.facts import Event, Mark, PupilState
from evenhand.engine.pack.resolve import Plan, Policy, Rules
from evenhand.engine.pack.scales import Scale
from evenhand.engine.pack.schema import Item, LadderStep
from evenhand.engine.pack.watching import needs_days
from evenhand.engine.rules import ladder, ledger
from evenhand.engine.rules.programmes.threshold import START
from evenhand.engine.rules.register import level_by
from evenhand.engine.rules.scopes import keep_mark, marks_in
from evenhand.engine.rules.sums import Change, Sums, added, changes_of
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar
from evenhand.engine.values import EventKind, LadderMode, Where

COUNTED: Final = {EventKind.ACHIEVEMENT: "recognised", EventKind.CONCERN: "concern"}
"""The kinds of which some are plain, and the name under which each is counted."""

WORKED_OUT_SCOPES: Final = ("half_day", "day", "week", "half_term", "stay")
"""Scopes that are not simply the key of the lesson or slot."""


ACTS_KEPT: Final = 4096
DAYS_KEPT: Final = 64
"""Events come about in the order of their days, so what holds on a day long past is seldom asked for again."""

Answer = tuple[Decision, PupilState]


class Passing(NamedTuple):
    """A sum of which each multiple of `every` is awarded once: the mark of it, what is added, the parts by full key."""

    mark: str
    every: int
    gain: int
    parts: tuple[tuple[str, int], ...]


class Rising(NamedTuple):
    """A register that shows a rise at once: what is added to its measure, and the measure's parts by full key.

    `known` remembers of each amount whether the gain takes it to another level.
    """

    scale: Scale
    gain: int
    totals: tuple[tuple[str, int], ...]
    counts: tuple[str, ...]
    known: dict[int, bool]

    def moves(self, state: PupilState) -> bool:
        """Whether the amount comes to another level."""
        before = 0
        for key, factor in self.totals:
            before += factor * state.totals.get(key, 0)
        for key in self.counts:
            before += state.counts.get(key, 0)
        found = self.known.get(before)
        if found is None:
            found = level_by(self.scale, before) != level_by(self.scale, before + self.gain)
            self.known[before] = found
        return found


class Difference(NamedTuple):
    """What an act changes on one day, and what watches those sums."""

    totals: tuple[Change, ...]
    counts: tuple[Change, ...]
    passing: tuple[Passing, ...]
    rising: tuple[Rising, ...]

    def is_put(self, state: PupilState) -> bool:
        """Change the sums of a state as they stand, where they are such as can be changed; whether they were."""
        totals, counts = state.totals, state.counts
        if type(totals) is not Sums or type(counts) is not Sums:
            return False
        totals.put(self.totals)
        counts.put(self.counts)
        return True

    def sets_off(self, state: PupilState) -> bool:
        """Whether something more comes of the change than the change itself."""
        totals = state.totals
        for mark, every, gain, parts in self.passing:
            reached = gain
            for key, factor in parts:
                reached += factor * totals.get(key, 0)
            if reached >= every and reached // every * every > (
                int(state.fired.get(mark, "0")) if state.fired else 0
            ):
                return True
        return bool(self.rising) and any(rising.moves(state) for rising in self.rising)


class Entry:
    """An act that posts and counts: a recognition, or one step of a ladder. `posted` is what a mark keeps of it."""

    __slots__ = ("_calendar", "_changes", "_name", "_rules", "decision", "posted", "posts")

    def __init__(
        self, policy: Policy, rules: Rules, calendar: SchoolCalendar, posts: tuple[Post, ...], name: str
    ) -> None:
        self.posts = posts
        self.posted = tuple((post.ledger, post.value) for post in posts)
        self.decision = Decision(posts, (), policy.digest, policy.settings_digest, calendar.digest)
        self._rules = rules
        self._calendar = calendar
        self._name = name
        self._changes: dict[date, Difference] = {}

    def decide(self, state: PupilState, event: Event, *, own: bool) -> Answer | None:
        """What the act brings about, and the state after it; None where something more may come of it."""
        change = self.on(event.at.day)
        if change is None or change.sets_off(state):
            return None
        if own and change.is_put(state):
            return self.decision, state
        totals, counts, *rest = state
        return self.decision, PupilState._make(
            (added(totals, change.totals), added(counts, change.counts), *rest)
        )

    def on(self, day: date) -> Difference | None:
        """What it changes on that day; None beyond the calendar."""
        found = self._changes.get(day)
        if found is None:
            if len(self._changes) >= DAYS_KEPT:
                self._changes.clear()
            try:
                found = self._changes[day] = self._change(day)
            except CalendarEnds:
                return None
        return found

    def _change(self, day: date) -> Difference:
        keys = ledger.period_keys(self._calendar, day)
        return Difference(
            tuple(one for name, value in self.posted for one in changes_of(name, keys, value)),
            changes_of(self._name, keys, 1),
            tuple(self._passing(day)),
            tuple(self._rising(day)),
        )

    def _passing(self, day: date) -> Iterable[Passing]:
        rules, posted = self._rules, dict(self.posted)
        if rules.watched.isdisjoint(posted):
            return
        for programme, parts, every in rules.watches:
            key = ledger.key_over(self._calendar, START[programme.over], day)
            if key:
                gain = sum(factor * posted.get(name, 0) for name, factor in parts.items())
                sums = tuple((f"{name}|{key}", factor) for name, factor in parts.items())
                yield Passing(f"{programme.id}|{key}", every, gain, sums)

    def _rising(self, day: date) -> Iterable[Rising]:
        block, posted = self._calendar.block_of(day), dict(self.posted)
        if block is None:
            return
        key = "b:" + block.id
        for scale in self._rules.live_scales:
            measure = scale.measure
            if measure is not None and (
                gain := sum(factor * posted.get(name, 0) for name, factor in measure.ledgers.items())
            ):
                sums = tuple((f"{name}|{key}", factor) for name, factor in measure.ledgers.items())
                yield Rising(scale, gain, sums, tuple(f"code:{code}|{key}" for code in measure.codes), {})


class Climb:
    """An item on a strict ladder whose scope is the lesson or slot: an entry for each of its plain steps."""

    __slots__ = ("_calendar", "_first", "_policy", "_rules", "_rungs", "_used", "_why", "plan", "silences")

    def __init__(self, policy: Policy, rules: Rules, calendar: SchoolCalendar, plan: Plan) -> None:
        self.plan = plan
        self._policy, self._rules, self._calendar = policy, rules, calendar
        self._rungs: dict[int, Entry | None] = {}
        self._why: dict[tuple[int, int], Reason] = {}
        figures = (plan.ladder.scope, plan.ladder.match)
        self._used: tuple[Used, ...] = tuple(used for one in figures if (used := rules.used(one)) is not None)
        found = {used.key: silent for used in self._used if (silent := rules.silence(used)) is not None}
        self.silences = tuple(found.values())
        self._first = self._opening()

    def decide(self, state: PupilState, event: Event, *, own: bool) -> Answer | None:
        """The step that one more act comes to, and the state after it; None where that is no plain step."""
        scope, plan = event.spot.scope, self.plan
        marks = marks_in(state.windows, plan.ladder.id, scope)
        step, entry = self.next(marks)
        change = entry.on(event.at.day) if entry is not None and scope else None
        if entry is None or change is None or change.sets_off(state):
            return None
        ordinal = len(marks) + 1
        outcome = Step(plan.ladder.id, step.id, step.position, ordinal, scope, False, self.why(step, ordinal))
        mark = Mark(event.id, step.position, plan.item.code, "", entry.posted)
        totals, counts, windows, *rest = state
        if not (own and change.is_put(state)):
            totals, counts = added(totals, change.totals), added(counts, change.counts)
        windows = keep_mark(windows, plan.ladder.id, scope, (*marks, mark))
        _, _, *stamps = entry.decision
        return (
            Decision((outcome, *entry.posts), self.silences, *stamps),
            PupilState._make((totals, counts, windows, *rest)),
        )

    def next(self, marks: tuple[Mark, ...]) -> tuple[LadderStep, Entry | None]:
        """The step that one more act comes to, and its entry if it is a plain one."""
        if not marks:
            return self._first
        rules, plan = self._rules, self.plan
        position = ladder.position_after(rules, plan, marks, rules.usual_paths[plan.ladder.id])
        step = plan.ladder.steps[position - 1]
        if rules.word(plan.ladder.chain_points) == "replace":
            return step, None
        if position not in self._rungs:
            self._rungs[position] = self._rung(step)
        return step, self._rungs[position]

    def _opening(self) -> tuple[LadderStep, Entry | None]:
        """The step of a first act in its scope."""
        rules, plan = self._rules, self.plan
        position = ladder.position_after(rules, plan, (), rules.usual_paths[plan.ladder.id])
        step = plan.ladder.steps[position - 1]
        return step, self._rung(step)

    def why(self, step: LadderStep, ordinal: int) -> Reason:
        """Why the act comes to that step."""
        found = self._why.get((step.position, ordinal))
        if found is None:
            values: tuple[tuple[str, Value], ...] = (
                ("ordinal", ordinal),
                ("scope", self._rules.word(self.plan.ladder.scope)),
                ("phrase", step.phrase),
            )
            found = self._why[step.position, ordinal] = Reason(step.cites, "counted", values, self._used)
        return found

    def _rung(self, step: LadderStep) -> Entry | None:
        if step.effects or step.roles or step.records or step.id == self.plan.ladder.confirm_step:
            return None
        item = self.plan.item
        posts: tuple[Post, ...] = ()
        if step.stage:
            posts = _posts(item, step.stage, step.cites) or _posts(item, ledger.RECORDED, item.cites)
        if not _nothing_counts(self._rules, posts):
            return None
        return Entry(self._policy, self._rules, self._calendar, posts, COUNTED[EventKind.CONCERN])


class PlainActs:
    """The plain acts of one policy and calendar, each worked out when it is first met."""

    __slots__ = ("_calendar", "_found", "_policy")

    def __init__(self, policy: Policy, calendar: SchoolCalendar) -> None:
        self._policy = policy
        self._calendar = calendar
        self._found: dict[tuple[Rules, EventKind, str, Where], Entry | Climb | None] = {}

    def decide(self, state: PupilState, event: Event, *, own: bool = False) -> Answer | None:
        """Decide a plain act and fold it into the state, as the rules would; None where they have to look at it.

        Args:
            own: nobody else has the state, so that its sums may be changed as they stand.
        """
        kind = event.kind
        if kind not in COUNTED or event.details or event.adjustments:
            return None
        rules, code, where = self._policy.on(event.at.day), event.code, event.spot.where
        key = rules, kind, code, where
        try:
            found = self._found[key]
        except KeyError:
            found = self._found[key] = self._plain(*key)
            if len(self._found) > ACTS_KEPT:
                self._found.clear()
        return None if found is None else found.decide(state, event, own=own)

    def _plain(self, rules: Rules, kind: EventKind, code: str, where: Where) -> Entry | Climb | None:
        """What a record of that code brings about there, by the rules of a day, if that may be plain."""
        item = rules.item(code)
        if item is None or item.details or item.conditions or _is_watched(rules, item):
            return None
        if kind == EventKind.CONCERN:
            plan = rules.plan(where, item.code)
            if plan is not None and plan.ladder.mode == LadderMode.STRICT:
                return (
                    Climb(self._policy, rules, self._calendar, plan) if _climbs_plainly(rules, plan) else None
                )
            if rules.routes(item.code):
                return None
        posts = _posts(item, ledger.RECORDED, item.cites)
        if not _nothing_counts(rules, posts):
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


def _nothing_counts(rules: Rules, posts: Iterable[Post]) -> bool:
    """Whether no counter keeps the days of these posts, and no trigger judges their sums at each event."""
    watch, counters = rules.watch, rules.pack.counters
    return not any(
        trigger.judge == "event" or needs_days(trigger, counters[ident])
        for post in posts
        for ident in watch.ledgers.get(post.ledger, ())
        for trigger in watch.triggers[ident]
    )


def _posts(item: Item, stage: str, cites: tuple[str, ...]) -> tuple[Post, ...]:
    return tuple(
        ledger.entry(name, stages[stage], stage, cites or item.cites)
        for name, stages in item.points.items()
        if stages.get(stage)
    )
