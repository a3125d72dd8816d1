"""Acts on a strict ladder whose scope is the lesson or slot: each comes to the next step of its scope."""

from __future__ import annotations

from typing import Final

from evenhand.engine.decisions import Decision, Outcome, Post, Reason, Step, Used, Value
from evenhand.engine.facts import Event, Mark, PupilState
from evenhand.engine.pack.resolve import Plan, Policy, Rules
from evenhand.engine.pack.schema import LadderStep
from evenhand.engine.rules import ladder, ledger
from evenhand.engine.rules.plain.entry import Entry
from evenhand.engine.rules.plain.followed import Answer, followed
from evenhand.engine.rules.plain.posting import nothing_counts, posts_of
from evenhand.engine.rules.plain.sending import Sending, sending_of
from evenhand.engine.rules.scopes import keep_mark, marks_in
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import Where

CONCERN: Final = "concern"


class Climb:
    """An item on a ladder: an entry for each of its plain steps, and what sends the pupil to a placement."""

    __slots__ = (
        "_begins",
        "_calendar",
        "_code",
        "_entries",
        "_ladder",
        "_policy",
        "_replaces",
        "_rules",
        "_sendings",
        "_stamps",
        "_used",
        "_where",
        "_why",
        "plan",
        "silences",
    )

    def __init__(
        self, policy: Policy, rules: Rules, calendar: SchoolCalendar, plan: Plan, where: Where
    ) -> None:
        self.plan = plan
        self._policy, self._rules, self._calendar, self._where = policy, rules, calendar, where
        self._ladder = plan.ladder.id
        self._replaces = rules.word(plan.ladder.chain_points) == "replace"
        self._entries: dict[int, Entry | None] = {}
        self._sendings: dict[int, Sending | None] = {}
        self._why: dict[tuple[int, int], Reason] = {}
        figures = (plan.ladder.scope, plan.ladder.match)
        self._used: tuple[Used, ...] = tuple(used for one in figures if (used := rules.used(one)) is not None)
        found = {used.key: silent for used in self._used if (silent := rules.silence(used)) is not None}
        self.silences = tuple(found.values())
        self._stamps = (policy.digest, policy.settings_digest, calendar.digest)
        self._code = plan.item.code
        self._begins: tuple[LadderStep, Entry | Sending | None] | None = None

    def decide(self, state: PupilState, event: Event, *, own: bool) -> Answer | None:
        """The step that one more act comes to, and the state after it; None where that is no plain step."""
        scope = event[4][1]
        if not scope:
            return None
        marks = marks_in(state.windows, self._ladder, scope)
        step, acts = self._comes(marks) if marks else self._begins or self._beginning()
        change = acts.on(event.at.day) if acts is not None else None
        if acts is None or change is None:
            return None
        ordinal = len(marks) + 1
        why = self._why.get((step.position, ordinal)) or self.why(step, ordinal)
        outcome = _new(Step, (self._ladder, step.id, step.position, ordinal, scope, False, why))
        outcomes: tuple[Outcome, ...] = (outcome, *acts.posts)
        mark = _new(Mark, (event[0], step.position, self._code, "", acts.posted))
        windows = keep_mark(state.windows, self._ladder, scope, (*marks, mark))
        if type(acts) is Entry and not change.sets_off(state):
            sums = state[:2] if own and change.put_on(state) else change.put_on_copies(state)
            return (
                _new(Decision, (outcomes, self.silences, *self._stamps)),
                _new(PupilState, (*sums, windows, *state[3:])),
            )
        turn = Turn(self._policy, self._calendar, state, event)
        if isinstance(acts, Sending):
            return acts.decide(turn, change, outcomes, windows, own=own)
        return followed(turn, change, outcomes, windows)

    def take(self, state: PupilState, event: Event) -> PupilState | None:
        """The state after one more act, whose sums are changed as they stand; None where a rule has to look."""
        scope = event[4][1]
        if not scope:
            return None
        windows = state[2]
        marks = marks_in(windows, self._ladder, scope)
        step, entry = self._comes(marks) if marks else self._begins or self._beginning()
        after = None if entry is None else entry.take(state, event)
        if entry is None or after is None:
            return None
        mark = _new(Mark, (event[0], step.position, self._code, "", entry.posted))
        kept = keep_mark(windows, self._ladder, scope, (*marks, mark))
        totals, counts, _, *rest = after
        return _new(PupilState, (totals, counts, kept, *rest))

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

    def _comes(self, marks: tuple[Mark, ...]) -> tuple[LadderStep, Entry | Sending | None]:
        """The step that one more act comes to, and what it does where that is plain."""
        step = self._after(marks)
        return step, self._entry(step, marks) or self._sending(step, marks)

    def _beginning(self) -> tuple[LadderStep, Entry | Sending | None]:
        """What the first act of a scope comes to, the same each time."""
        found = self._begins = self._comes(())
        return found

    def _after(self, marks: tuple[Mark, ...]) -> LadderStep:
        rules, plan = self._rules, self.plan
        position = ladder.position_after(rules, plan, marks, rules.usual_paths[plan.ladder.id])
        return plan.ladder.steps[position - 1]

    def _entry(self, step: LadderStep, marks: tuple[Mark, ...]) -> Entry | None:
        """What the step posts and counts, where it does no more."""
        if marks and self._replaces:
            return None
        try:
            return self._entries[step.position]
        except KeyError:
            plain = not step.effects and self._is_open(step)
            found = self._entries[step.position] = self._posting(step) if plain else None
            return found

    def _sending(self, step: LadderStep, marks: tuple[Mark, ...]) -> Sending | None:
        """What the step posts and counts and the placement to which it sends, where it does no more."""
        if marks and self._replaces:
            return None
        try:
            return self._sendings[step.position]
        except KeyError:
            found = self._sendings[step.position] = self._sends(step) if self._is_open(step) else None
            return found

    def _sends(self, step: LadderStep) -> Sending | None:
        entry, act = self._posting(step), (self.plan.item, self._where)
        if entry is None:
            return None
        return sending_of(self._policy, self._rules, self._calendar, step.effects, act, entry)

    def _is_open(self, step: LadderStep) -> bool:
        """Whether anybody may record the step without saying more."""
        return not (step.roles or step.records or step.id == self.plan.ladder.confirm_step)

    def _posting(self, step: LadderStep) -> Entry | None:
        item = self.plan.item
        posts: tuple[Post, ...] = ()
        if step.stage:
            posts = posts_of(item, step.stage, step.cites) or posts_of(item, ledger.RECORDED, item.cites)
        if not nothing_counts(self._rules, posts):
            return None
        return Entry(self._policy, self._rules, self._calendar, posts, CONCERN)


_new: Final = tuple.__new__
"""A named tuple of values in the order of its fields, without a call of its own for the names."""
