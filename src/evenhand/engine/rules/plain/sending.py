"""A referral: it posts, counts, and sends to a placement, where it joins the open stay or opens one (G-20, G-36).

One that joins a stay adds its own claim and nothing else. One that opens a stay is let through the rules that look at
stays; registers need not look where they only show what has risen.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from evenhand.engine.decisions import Outcome
from evenhand.engine.facts import Claim, Counted, Event, PupilState, Stay, Window
from evenhand.engine.pack.resolve import Policy, Rules
from evenhand.engine.pack.schema import Effect, Item
from evenhand.engine.pack.watching import FOREVER
from evenhand.engine.rules import level, report, trigger
from evenhand.engine.rules.counting import EACH_ACT
from evenhand.engine.rules.effects import Cast, place
from evenhand.engine.rules.level import only_shows
from evenhand.engine.rules.placement import RETURN
from evenhand.engine.rules.placement.claims import BY_THE_CLOCK, opened_by
from evenhand.engine.rules.placement.coming import joined
from evenhand.engine.rules.plain.changing import Difference
from evenhand.engine.rules.plain.entry import Entry
from evenhand.engine.rules.plain.followed import Answer, followed
from evenhand.engine.rules.plain.opening import Opened, Opening
from evenhand.engine.rules.sums import Sums
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.rules.watch import watch
from evenhand.engine.school_calendar import CalendarEnds, NotASchoolDay, SchoolCalendar
from evenhand.engine.values import ReleaseRule, Where

CLAIMS_KEPT: Final = 4096
STACK: Final = "stack"


class Sending:
    """One step of a ladder that posts and sends to a placement. `posted` is what a mark keeps of it."""

    __slots__ = (
        "_calendar",
        "_claims",
        "_counters",
        "_declared",
        "_effect",
        "_entry",
        "_opening",
        "_opens",
        "_policy",
        "posted",
        "posts",
    )

    def __init__(
        self, policy: Policy, rules: Rules, calendar: SchoolCalendar, effect: Effect, entry: Entry
    ) -> None:
        declared = rules.pack.placements[effect.placement]
        self.posts, self.posted = entry.posts, entry.posted
        self._effect = effect
        self._policy = policy
        self._calendar = calendar
        self._declared = declared
        self._entry = entry
        watch = rules.watch
        self._counters = tuple((ident, watch.kept[ident]) for ident in watch.placements.get(declared.id, ()))
        self._opens = all(only_shows(scale) for scale in rules.live_scales)
        self._opening = Opening(policy, rules, calendar, declared)
        self._claims: dict[tuple[date, str, int | None], Claim | None] = {}

    def on(self, day: date) -> Difference | None:
        """What it changes on that day, the stay aside; None beyond the calendar."""
        return self._entry.on(day)

    def decide(
        self,
        turn: Turn,
        change: Difference,
        outcomes: tuple[Outcome, ...],
        windows: tuple[Window, ...],
        *,
        own: bool,
    ) -> Answer | None:
        """What the referral brings about, and the state after it; None where a rule has to say that it is refused."""
        state = turn.before
        stay = self._open_stay(state.stays)
        if stay is None and not change.passes(state):
            claim = self._claim(turn.event)
            opened = None if claim is None else self._opening.of(state, turn.event, claim)
            if opened is not None:
                return self._told(turn, change, outcomes, windows, opened)
        joins = stay is not None and stay.id != turn.event.id
        counted = self._counted(state.counted, stay.id, turn.event) if stay is not None and joins else None
        if counted is None or change.sets_off(state):
            return followed(turn, change, outcomes, windows, self._send)
        turn.outcomes, turn.windows, turn.counted = [*outcomes], windows, counted
        try:
            self._send(turn)
        except (Unable, CalendarEnds, NotASchoolDay):
            return None
        if not (own and change.put_on(state)):
            turn.totals, turn.counts = change.put_on_copies(state)
        return turn.decision(), turn.state()

    def _told(
        self,
        turn: Turn,
        change: Difference,
        outcomes: tuple[Outcome, ...],
        windows: tuple[Window, ...],
        opened: Opened,
    ) -> Answer | None:
        """A referral that opens a stay: what the placement brings, then what watches stays, as `following` has it."""
        turn.totals, turn.counts = change.put_on_copies(turn.before)
        turn.outcomes, turn.windows = [*outcomes], windows
        try:
            self._send(turn)
            level.watch(turn)
            if opened.suggests:
                report.watch(turn)
            turn.recent, turn.counted = opened.state.recent, opened.state.counted
            if opened.firing:
                trigger.judge(turn, opened.firing)
        except (Unable, CalendarEnds, NotASchoolDay):
            return None
        return turn.decision(), turn.state()

    def take(self, state: PupilState, event: Event) -> PupilState | None:
        """The state after a referral, whose sums are changed as they stand; None where a rule has to look."""
        stay = self._open_stay(state.stays)
        if stay is None:
            return self._taken(state, event) if self._opens else None
        claim = None if stay.id == event.id else self._claim(event)
        counted = None if claim is None else self._counted(state.counted, stay.id, event)
        if claim is None or counted is None:
            return None
        after = self._entry.take(state, event)
        if after is None:
            return None
        stays = state.stays
        changed = joined(stay, claim)
        stays = (changed,) if len(stays) == 1 else tuple([changed if old is stay else old for old in stays])
        return after._replace(stays=stays, counted=counted)

    def _taken(self, state: PupilState, event: Event) -> PupilState | None:
        """The state after a referral that opens a stay, without the rules where none has to look."""
        claim = self._claim(event)
        before = None if claim is None else self._opening.taken(state, event, claim)
        if before is None:
            return self._opened(state, event)
        after = self._entry.take(before, event)
        if after is not None and type(after.counts) is Sums:
            self._opening.place(after.counts, event)
        return after

    def _opened(self, state: PupilState, event: Event) -> PupilState | None:
        """The state after a referral that opens a stay; the rules that look at stays look at this one."""
        turn = Turn(self._policy, self._calendar, state, event, quiet=True)
        try:
            self._send(turn)
            report.watch(turn)
            watch(turn)
        except (Unable, CalendarEnds, NotASchoolDay):
            return None
        # What they have posted would be looked at together with what the step posts.
        return self._entry.take(turn.state(), event) if turn.totals is state.totals else None

    def _send(self, turn: Turn) -> None:
        event = turn.event
        cast = Cast(event.by, event.witness, event.by)
        place(turn, self._declared, self._effect.cites, cast, event.by, self._claim(event))

    def _open_stay(self, stays: tuple[Stay, ...]) -> Stay | None:
        for stay in stays:
            if stay.placement == self._declared.id:
                return stay
        return None

    def _claim(self, event: Event) -> Claim | None:
        """The event's claim: the same for all of a day, a period and a year group. None where the calendar refuses it."""
        key = event.at.day, event.spot.period, event.year_group
        try:
            found = self._claims[key]
        except KeyError:
            if len(self._claims) >= CLAIMS_KEPT:
                self._claims.clear()
            found = self._claims[key] = self._worked_out(event)
        return None if found is None else Claim(event.id, *found[1:])

    def _worked_out(self, event: Event) -> Claim | None:
        turn, day = Turn(self._policy, self._calendar, PupilState(), event, quiet=True), event.at.day
        try:
            return opened_by(turn, self._declared, day) if self._calendar.is_school_day(day) else None
        except (CalendarEnds, NotASchoolDay):
            return None

    def _counted(self, rows: tuple[Counted, ...], stay: str, event: Event) -> tuple[Counted, ...] | None:
        """What was counted with this referral: none of it is new, since the stay was counted before. None if it was not."""
        mine, day = event.id, event.at.day
        for ident, kept in self._counters:
            since = date.min if kept == FOREVER else day - timedelta(days=kept)
            known = counted = False
            for name, key, by, on, _ in rows:
                if name == ident:
                    if on < since:
                        return None
                    known = known or key == stay
                    counted = counted or by == mine
            if not known:
                return None
            if not counted:
                rows = (*rows, Counted(ident, stay, mine, day))
        return rows


def sending_of(
    policy: Policy,
    rules: Rules,
    calendar: SchoolCalendar,
    effects: tuple[Effect, ...],
    act: tuple[Item, Where],
    entry: Entry,
) -> Sending | None:
    """What a step brings that sends to one placement and has no other effect on such an act; None for any other."""
    item, where = act
    passed = [effect for effect in effects if not effect.on and rules.applies(effect.when, item, where, {})]
    if len(passed) != 1 or passed[0].kind != "place" or passed[0].owner:
        return None
    declared = rules.pack.placements[passed[0].placement]
    if declared.starts == RETURN or rules.word(declared.overlap) == STACK:
        return None
    if declared.release is ReleaseRule.MATCHING_POINT and rules.word(declared.release_point) == BY_THE_CLOCK:
        return None
    counters = (rules.pack.counters[ident] for ident in rules.watch.placements.get(declared.id, ()))
    if any(counter.ledger or rules.word(counter.rule) == EACH_ACT for counter in counters):
        return None
    return Sending(policy, rules, calendar, passed[0], entry)
