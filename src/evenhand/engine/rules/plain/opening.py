"""A referral that opens a stay: the stay, the days that a report card compares, and what counters have counted.

What holds on a day is worked out once for a year group. Where a trigger fires, a report is suggested, or the placement
brings more than duties when a pupil is expected, the rules look at it.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from evenhand.engine.facts import Claim, Event, PupilState, Stay
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Placement, ReportCard
from evenhand.engine.rules import ledger, trigger
from evenhand.engine.rules.placement.coming import opened
from evenhand.engine.rules.placement.stays import EXPECTED
from evenhand.engine.rules.plain.duties import bring_only_duties
from evenhand.engine.rules.plain.judging import Judged
from evenhand.engine.rules.report import SUGGESTED, compared, name_of
from evenhand.engine.rules.sums import Gain, Sums, gain_of
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.school_calendar import CalendarEnds, NotASchoolDay, SchoolCalendar

DAYS_KEPT: Final = 512
"""So many days (of the year groups of each) are kept."""
NOTHING, QUIETLY, ALOUD = range(3)
"""Whether a report is suggested: not, by duties alone, or by what changes the state."""


class Carded(NamedTuple):
    """A report card that compares the stays: under which name, from which day on, and how many suggest a report.

    `counts` are the full keys of the stays counted, `own` how often this one is among them; `wanted` is nought where no
    number suggests one. What is `quiet` suggests it by duties alone.
    """

    name: str
    since: date
    wanted: int
    counts: tuple[str, ...]
    own: int
    quiet: bool


class Today(NamedTuple):
    """What opening a stay changes on a day, for a year group."""

    placed: Gain | None
    cards: tuple[Carded, ...]
    judged: tuple[Judged, ...]


class Opened(NamedTuple):
    """The state with a stay that was opened, the counters of which a trigger holds by it, and how it suggests a report."""

    state: PupilState
    firing: list[str]
    suggests: int


class Opening:
    """What opening a stay of one placement leaves."""

    __slots__ = ("_calendar", "_days", "_declared", "_policy", "_rules")

    def __init__(self, policy: Policy, rules: Rules, calendar: SchoolCalendar, declared: Placement) -> None:
        self._policy = policy
        self._rules = rules
        self._calendar = calendar
        self._declared = declared
        self._days: dict[tuple[date, int | None], Today | None] = {}

    def taken(self, state: PupilState, event: Event, claim: Claim) -> PupilState | None:
        """The state with the stay and what its triggers bring, but for the sums; None where a rule has to look."""
        found = self.of(state, event, claim)
        if found is None or found.suggests == ALOUD:
            return None
        if not found.firing:
            return found.state
        turn = Turn(self._policy, self._calendar, found.state, event, quiet=True)
        try:
            trigger.judge(turn, found.firing)
        except (Unable, CalendarEnds, NotASchoolDay):
            return None
        alike = (
            turn.totals is state.totals and turn.counts is state.counts and turn.stays is found.state.stays
        )
        return turn.state() if alike else None

    def of(self, state: PupilState, event: Event, claim: Claim) -> Opened | None:
        """The state with the stay, but for the sums and what a trigger or a report brings; None where a rule has to look."""
        today = self.on(event)
        if today is None or state.reports:
            return None
        recent, counted, firing, suggests = state.recent, state.counted, list[str](), NOTHING
        for card in today.cards:
            if _suggests(card, state):
                suggests = max(suggests, QUIETLY if card.quiet else ALOUD)
            days = sorted((*recent.get(card.name, ()), event.at.day))
            recent = {**recent, card.name: tuple([day for day in days if day >= card.since])}
        for judged in today.judged:
            found = judged.counted(counted, event.id)
            if found is None:
                return None
            counted, holds = found
            if holds:
                firing.append(judged.name)
        stays = (*state.stays, self.stay(event, claim))
        after = _new(PupilState, (*state[:3], stays, *state[4:6], recent, *state[7:12], counted))
        return Opened(after, firing, suggests)

    def place(self, counts: Sums, event: Event) -> None:
        """Count the stay in sums that are changed as they stand, once `of` has said that no rule has to look."""
        today = self.on(event)
        if today is not None and today.placed is not None:
            counts.gain(today.placed)

    def stay(self, event: Event, claim: Claim) -> Stay:
        """The stay that is opened; its owner is who recorded the event."""
        return opened(self._declared, event, event.by, claim)

    def on(self, event: Event) -> Today | None:
        """What it changes that day; None where that is for the rules."""
        key = event[3][0], event[8]
        try:
            return self._days[key]
        except KeyError:
            if len(self._days) >= DAYS_KEPT:
                self._days.clear()
            found = self._days[key] = self._worked_out(event)
            return found

    def _worked_out(self, event: Event) -> Today | None:
        rules, calendar, day, declared = self._rules, self._calendar, event.at.day, self._declared
        turn = Turn(self._policy, calendar, PupilState(), event, quiet=True)
        effects = tuple(one for one in declared.effects if one.on == EXPECTED)
        try:
            if not calendar.is_school_day(day) or not bring_only_duties(turn, effects):
                return None
            calendar.closing_bell(day, event.year_group)
            placed = gain_of("placed:" + declared.id, ledger.period_keys(calendar, day), 1)
            judged = tuple(
                Judged(rules, calendar, name, day) for name in rules.watch.placements.get(declared.id, ())
            )
            compare = [card for card in rules.pack.reports.values() if declared.id in card.compare]
            cards = tuple(_carded(turn, card, declared) for card in compare)
        except (CalendarEnds, NotASchoolDay):
            return None
        plain = all(one.judges for one in judged)
        return Today(placed if declared.counts else None, cards, judged) if plain else None


def _suggests(card: Carded, state: PupilState) -> bool:
    """Whether one stay more suggests a report."""
    if not card.wanted:
        return False
    found = card.own
    for key in card.counts:
        found += state.counts.get(key, 0)
    return found == card.wanted


def _carded(turn: Turn, card: ReportCard, declared: Placement) -> Carded:
    """As `report.watch` counts a stay for a pupil who has no report."""
    day = turn.event.at.day
    key = ledger.key_over(turn.calendar, "b", day)
    wanted = turn.rules.number(card.suggest_from) if key else 0
    counts = tuple(f"placed:{name}|{key}" for name in card.compare)
    own = card.compare.count(declared.id) if declared.counts else 0
    quiet = bring_only_duties(turn, tuple(one for one in card.effects if one.on == SUGGESTED))
    return Carded(name_of(card), compared(turn, card, day), wanted, counts, own, quiet)


_new: Final = tuple.__new__
"""A named tuple of values in the order of its fields, without a call of its own for the names."""
