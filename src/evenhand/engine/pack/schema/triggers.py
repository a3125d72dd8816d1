"""What is counted over time, what a count leads to, and what the school looks at again and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenhand.engine.pack.schema.document import Figure
from evenhand.engine.pack.schema.effects import ALWAYS, Effect, When
from evenhand.engine.values import Role


@dataclass(frozen=True, slots=True)
class Counter:
    """Something that is counted for a pupil: times sent to a placement, recorded acts, or a ledger's points.

    `placements`: each time the pupil is sent to one of them; `rule` resolves to `confirmed_merged_once` (what joined one
    stay counts once) or `each_act`. `acts`: each recorded item that the filter lets pass. `ledger`: what is posted to it.
    `by` names a detail: the acts are then counted apart for each value of it (each other pupil who took part).
    """

    id: str
    label: str
    cites: tuple[str, ...]
    placements: tuple[str, ...] = ()
    rule: Figure = ""
    acts: When | None = None
    ledger: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A count that brings something about.

    test: `at_least` (the count has come to `number`), `exactly`, `at_most` (judged when the period ends), `rise`
    (a sudden increase), `streak_with` or `streak_without` (`number` school days or weeks in a row, by `window`).
    window: `day`, `week`, `half_term`, `term`, `year`, `school_days` (the last `days` of them, today included),
    `rolling_year`, `always`.
    rise: in the last `days` school days at least `number`, and at least `factor` times as many as in the `base_days`
    school days before, scaled to `days`; where fewer than `base_shortest` of these are known it is not judged.
    judge: `event` (when something was counted) or `close` (when the period ends, a rolling one at the end of each day).
    per: `crossing` (each time that the test comes to hold), `period` (once in each), `pupil` (once), `case` (not while
    the case that it opened, or added a reason to, is open), `event` (every time that it holds).
    """

    id: str
    label: str
    counter: str
    test: str
    window: str
    number: Figure
    cites: tuple[str, ...]
    effects: tuple[Effect, ...]
    days: Figure = 0
    factor: Figure = 0
    base_days: Figure = 0
    base_shortest: Figure = 0
    judge: str = "event"
    per: str = "crossing"
    first: date | None = None
    last: date | None = None
    when: When = ALWAYS


@dataclass(frozen=True, slots=True)
class Routine:
    """Something that a role looks at again and again, whatever happened. It belongs to the school, not to one pupil.

    every: `day` (each school day), `week` (its last school day), `fortnight` (the last school day of each second school
    week), `half_term`, `term`, `year` (the last school day of each). `anchor` resolves to `school_weeks` (a week without
    a school day is passed over) or `calendar` (each second Friday of the calendar), and only a fortnight has one.
    `if_closed` resolves to `last_school_day` (of that week; also without a figure) or `next_school_day`, where the Friday of
    a week or fortnight is closed.
    `next_day_at`: due at that time of the next school day; without it on the day itself.
    `screen`: where it is looked at (`referrals` of its day or week, `analysis` of its term), where there is such a page.
    """

    id: str
    label: str
    role: Role
    every: str
    cites: tuple[str, ...]
    anchor: Figure = ""
    if_closed: Figure = ""
    next_day_at: Figure = ""
    audience: str = ""
    template: str = ""
    screen: str = ""
