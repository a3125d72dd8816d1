"""One run of `step`: the pieces of the pupil's state being changed and the outcomes gathered so far."""

from __future__ import annotations

from collections.abc import Iterable

from evenhand.engine.decisions import Decision, Outcome, PolicySilent, Reason, Unanswered, Value
from evenhand.engine.facts import Event, PupilState
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Figure, Item
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind

OF_THE_CATALOGUE = frozenset(
    {
        EventKind.ACHIEVEMENT,
        EventKind.CONCERN,
        EventKind.LADDER_STEP,
        EventKind.LATE,
        EventKind.HOMEWORK_MISSED,
    }
)


class Unable(Exception):
    """The rules cannot answer. Caught by `step`, which returns the reason as a value and leaves the state as it was."""

    def __init__(self, unanswered: Unanswered) -> None:
        self.unanswered = unanswered
        super().__init__(str(unanswered))


UNSAID = Reason((), "")


class Turn:
    """The working copy of one decision, with the state `before` it. It never leaves the engine.

    A `quiet` turn changes the state alone: it gathers the same outcomes, but says the reason of none.
    """

    __slots__ = (
        "before",
        "calendar",
        "cases",
        "counted",
        "counts",
        "event",
        "fired",
        "item",
        "levels",
        "outcomes",
        "owed",
        "policy",
        "quiet",
        "recent",
        "reports",
        "requests",
        "rules",
        "sanctions",
        "stays",
        "totals",
        "windows",
    )

    def __init__(
        self,
        policy: Policy,
        calendar: SchoolCalendar,
        state: PupilState,
        event: Event,
        *,
        quiet: bool = False,
    ) -> None:
        self.quiet = quiet
        self.policy = policy
        self.rules: Rules = policy.on(event.at.day)
        self.calendar = calendar
        self.before = state
        self.item: Item | None = self.rules.item(event.code)
        self.event = _by_its_code(event, self.item)
        (
            self.totals,
            self.counts,
            self.windows,
            self.stays,
            self.requests,
            self.owed,
            self.recent,
            self.fired,
            self.cases,
            self.levels,
            self.sanctions,
            self.reports,
            self.counted,
        ) = state
        self.outcomes: list[Outcome] = []

    def decision(self) -> Decision:
        """What was decided, with the silences for which a default stood in, stamped with the digests of its inputs."""
        return Decision(
            tuple(self.outcomes),
            self._silences(),
            self.policy.digest,
            self.policy.settings_digest,
            self.calendar.digest,
        )

    def _silences(self) -> tuple[PolicySilent, ...]:
        """The open questions whose defaults the outcomes used, each once, in the order in which they were used."""
        outcomes = self.outcomes
        if not outcomes:
            return ()
        return self.rules.reasons.silences(
            tuple([used for outcome in outcomes if (used := outcome.reason.used)])
        )

    def state(self) -> PupilState:
        """The pupil's state after this event."""
        return PupilState(
            self.totals,
            self.counts,
            self.windows,
            self.stays,
            self.requests,
            self.owed,
            self.recent,
            self.fired,
            self.cases,
            self.levels,
            self.sanctions,
            self.reports,
            self.counted,
        )

    def why(
        self,
        cites: tuple[str, ...],
        key: str,
        values: tuple[tuple[str, Value], ...] = (),
        figures: Iterable[Figure] = (),
    ) -> Reason:
        """A reason that names the clauses, the wording and the figures used."""
        if self.quiet:
            return UNSAID
        return self.rules.reasons.reason(cites, key, values, tuple(figures))

    def year(self) -> int | None:
        """The pupil's year group for the bells, None where it is not known."""
        return self.event.year_group


def _by_its_code(event: Event, item: Item | None) -> Event:
    """An act told by an alias, under the code by which rules and state know it (G-07)."""
    if item is None or item.code == event.code or event.kind not in OF_THE_CATALOGUE:
        return event
    return event._replace(code=item.code)
