"""What a plain act changes on one day: the sums, and what watches them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from evenhand.engine.facts import Event, PupilState
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.scales import Scale
from evenhand.engine.pack.schema import Programme
from evenhand.engine.rules import ledger
from evenhand.engine.rules.level import only_shows
from evenhand.engine.rules.plain.duties import bring_only_duties
from evenhand.engine.rules.programmes.awarding import AWARDED
from evenhand.engine.rules.programmes.threshold import START
from evenhand.engine.rules.register import level_by
from evenhand.engine.rules.sums import Sums, gain_of
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import SchoolCalendar

Parts = tuple[tuple[str, int], ...]
Posted = tuple[tuple[str, int], ...]
Passing = tuple[str, int, int, Parts, Programme]
"""A sum of which each multiple is awarded once: the mark of it, the step, what is added, the parts by full key."""

AMOUNTS_KEPT: Final = 4096


class Rising:
    """A register that shows a rise at once: what is added to its measure, and the measure's parts by full key."""

    __slots__ = ("_counts", "_gain", "_known", "_scale", "_totals")

    def __init__(self, scale: Scale, gain: int, totals: Parts, counts: tuple[str, ...]) -> None:
        self._scale = scale
        self._gain = gain
        self._totals = totals
        self._counts = counts
        self._known: dict[int, bool] = {}

    def moves(self, state: PupilState) -> bool:
        """Whether the amount comes to another level; remembered for each amount."""
        before = 0
        for key, factor in self._totals:
            before += factor * state.totals.get(key, 0)
        for key in self._counts:
            before += state.counts.get(key, 0)
        found = self._known.get(before)
        if found is None:
            if len(self._known) >= AMOUNTS_KEPT:
                self._known.clear()
            found = level_by(self._scale, before) != level_by(self._scale, before + self._gain)
            self._known[before] = found
        return found


class Difference:
    """What an act changes on one day, and what watches those sums."""

    __slots__ = ("_calendar", "_counts", "_loud", "_passing", "_policy", "_quiet", "_rising", "_totals")

    def __init__(
        self, policy: Policy, rules: Rules, calendar: SchoolCalendar, posted: Posted, name: str, day: date
    ) -> None:
        """Work it out. Raises `CalendarEnds` on a day beyond the calendar."""
        self._policy = policy
        self._calendar = calendar
        keys = ledger.period_keys(calendar, day)
        self._totals = tuple(gain_of(ledger_id, keys, value) for ledger_id, value in posted)
        self._counts = gain_of(name, keys, 1)
        self._passing = tuple(_passing(rules, calendar, dict(posted), day))
        rising = tuple(_rising(rules, calendar, dict(posted), day))
        self._rising = tuple(one for _, one in rising)
        self._loud = tuple(one for scale, one in rising if not only_shows(scale))
        self._quiet: dict[str, bool] = {}

    def put_on(self, state: PupilState) -> bool:
        """Change the sums of a state as they stand, where they are such as can be changed; whether they were."""
        totals, counts = state[0], state[1]
        if type(totals) is not Sums or type(counts) is not Sums:
            return False
        for gain in self._totals:
            totals.gain(gain)
        counts.gain(self._counts)
        return True

    def put_on_copies(self, state: PupilState) -> tuple[Sums, Sums]:
        """The sums of a state after the change; those of the state stay as they are."""
        totals, counts = Sums(state.totals), Sums(state.counts)
        for gain in self._totals:
            totals.gain(gain)
        counts.gain(self._counts)
        return totals, counts

    def sets_off(self, state: PupilState) -> bool:
        """Whether something more comes of the change than the change itself."""
        return self.passes(state) or (
            bool(self._rising) and any(rising.moves(state) for rising in self._rising)
        )

    def passes(self, state: PupilState) -> bool:
        """Whether a sum comes to a multiple that was not awarded yet."""
        totals, fired = state[0], state[7]
        for mark, every, gained, parts, _ in self._passing:
            reached = gained
            for key, factor in parts:
                reached += factor * totals.get(key, 0)
            if reached >= every and reached // every * every > (int(fired.get(mark, "0")) if fired else 0):
                return True
        return False

    def take(self, state: PupilState, event: Event) -> PupilState | None:
        """The state after the change, whose sums are changed as they stand; None where a rule has to look.

        What is awarded here leaves a mark and nothing else; a level that is only shown leaves nothing.
        """
        totals, counts = state[0], state[1]
        if type(totals) is not Sums or type(counts) is not Sums:
            return None
        fired = before = state[7]
        for mark, every, gained, parts, programme in self._passing:
            reached = gained
            for key, factor in parts:
                reached += factor * totals.get(key, 0)
            if reached >= every and reached // every * every > (int(before.get(mark, "0")) if before else 0):
                if not self._is_quiet(programme, event):
                    return None
                fired = {**fired, mark: str(reached // every * every)}
        if self._loud and any(rising.moves(state) for rising in self._loud):
            return None
        for gain in self._totals:
            totals.gain(gain)
        counts.gain(self._counts)
        return state if fired is before else state._replace(fired=fired)

    def _is_quiet(self, programme: Programme, event: Event) -> bool:
        """Whether an award of the programme brings duties and messages alone, and none that the calendar refuses."""
        found = self._quiet.get(programme.id)
        if found is None:
            effects = tuple(effect for effect in programme.effects if effect.on == AWARDED)
            turn = Turn(self._policy, self._calendar, PupilState(), event, quiet=True)
            found = self._quiet[programme.id] = bring_only_duties(turn, effects)
        return found


def _passing(
    rules: Rules, calendar: SchoolCalendar, posted: Mapping[str, int], day: date
) -> Iterable[Passing]:
    if rules.watched.isdisjoint(posted):
        return
    for programme, parts, every in rules.watches:
        key = ledger.key_over(calendar, START[programme.over], day)
        if key:
            gain = sum(factor * posted.get(name, 0) for name, factor in parts.items())
            sums = tuple((f"{name}|{key}", factor) for name, factor in parts.items())
            yield f"{programme.id}|{key}", every, gain, sums, programme


def _rising(
    rules: Rules, calendar: SchoolCalendar, posted: Mapping[str, int], day: date
) -> Iterable[tuple[Scale, Rising]]:
    block = calendar.block_of(day)
    if block is None:
        return
    key = "b:" + block.id
    for scale in rules.live_scales:
        measure = scale.measure
        if measure is not None and (
            gain := sum(factor * posted.get(name, 0) for name, factor in measure.ledgers.items())
        ):
            sums = tuple((f"{name}|{key}", factor) for name, factor in measure.ledgers.items())
            yield scale, Rising(scale, gain, sums, tuple(f"code:{code}|{key}" for code in measure.codes))
