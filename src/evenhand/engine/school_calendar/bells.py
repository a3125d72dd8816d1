"""Bells: the periods of a day, and which set of periods rings for whom on which date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Final, Literal, NamedTuple, get_args

PeriodKind = Literal["lesson", "registration", "social", "after"]
Session = Literal["am", "pm"]
PERIOD_KINDS: Final[tuple[PeriodKind, ...]] = get_args(PeriodKind)


class Period(NamedTuple):
    """One stretch of the day in local time: `start` belongs to it, `end` does not."""

    key: str
    label: str
    start: time
    end: time
    kind: PeriodKind


@dataclass(frozen=True, slots=True)
class BellSet:
    """The periods of one kind of day, in order of their start.

    `closing` is the bell that ends the school day; `midday` is where the morning session ends and the
    afternoon session begins. Periods of kind `after` may lie behind the closing bell.
    """

    id: str
    periods: tuple[Period, ...]
    closing: time
    midday: time

    def __post_init__(self) -> None:
        object.__setattr__(self, "periods", tuple(sorted(self.periods, key=lambda p: (p.start, p.end))))

    def period(self, key: str) -> Period | None:
        """The period of that key, or None where this kind of day has none."""
        for candidate in self.periods:
            if candidate.key == key:
                return candidate
        return None

    def period_at(self, at: time) -> Period | None:
        """The period that runs at local time `at`, or None between periods; its start counts, its end not."""
        for candidate in self.periods:
            if candidate.start <= at < candidate.end:
                return candidate
        return None

    def problems(self) -> Iterator[str]:
        """Everything that contradicts itself in this bell set, one sentence each."""
        name = f"bell set {self.id!r}"
        if not self.midday < self.closing:
            yield f"{name}: midday must be before the closing bell"
        keys = [p.key for p in self.periods]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            yield f"{name}: period {key!r} is there twice"
        for period in self.periods:
            if not period.start < period.end:
                yield f"{name}: period {period.key!r} must start before it ends"
            if period.kind not in PERIOD_KINDS:
                yield f"{name}: period {period.key!r} has the unknown kind {period.kind!r}"
        for earlier, later in zip(self.periods, self.periods[1:], strict=False):
            if later.start < earlier.end:
                yield f"{name}: periods {earlier.key!r} and {later.key!r} overlap"


class BellRule(NamedTuple):
    """Which bell set rings. None means every weekday, every date, every year group.

    `weekdays` counts from Monday = 0. Where a rule names both weekdays and dates, both must hold. Of the
    rules that hold for a date and a year group the most specific wins: one that names dates before one that
    does not, then one that names weekdays, then one that names year groups; among equals the one written
    first.
    """

    bell_set_id: str
    weekdays: tuple[int, ...] | None = None
    dates: tuple[date, ...] | None = None
    year_groups: tuple[int, ...] | None = None

    def holds(self, on: date, year_group: int | None) -> bool:
        """Whether this rule speaks about that date and that year group (None: a group that no rule names)."""
        return (
            (self.dates is None or on in self.dates)
            and (self.weekdays is None or on.weekday() in self.weekdays)
            and (self.year_groups is None or year_group in self.year_groups)
        )

    @property
    def weight(self) -> tuple[bool, bool, bool]:
        """Greater is more specific."""
        return (self.dates is not None, self.weekdays is not None, self.year_groups is not None)


class DoubleLesson(NamedTuple):
    """Periods, by key, that are taught as one lesson; None means every cycle day, every year group."""

    periods: tuple[str, ...]
    cycle_days: tuple[str, ...] | None = None
    year_groups: tuple[int, ...] | None = None

    def holds(self, cycle_day: str | None, year_group: int | None) -> bool:
        """Whether these periods are one lesson on that cycle day for that year group."""
        return (self.cycle_days is None or cycle_day in self.cycle_days) and (
            self.year_groups is None or year_group in self.year_groups
        )


class DayBells(NamedTuple):
    """The bells of one day: by year group where a rule names it, and for everybody else."""

    by_group: Mapping[int | None, BellSet]
    others: BellSet


def choose(rules: Iterable[BellRule], on: date, year_group: int | None) -> BellRule | None:
    """The most specific rule for that date and year group, or None where no rule holds."""
    best: BellRule | None = None
    for rule in rules:
        if rule.holds(on, year_group) and (best is None or rule.weight > best.weight):
            best = rule
    return best


def bells_on(rules: tuple[BellRule, ...], sets: Mapping[str, BellSet], on: date) -> DayBells | None:
    """The bells of one date, or None where no rule covers a year group that none of the rules names."""
    general = choose(rules, on, None)
    if general is None:
        return None
    groups = {group for rule in rules for group in rule.year_groups or ()}
    chosen = {group: choose(rules, on, group) for group in groups}
    named: dict[int | None, BellSet] = {
        group: sets[rule.bell_set_id] for group, rule in chosen.items() if rule is not None
    }
    return DayBells(named, sets[general.bell_set_id])
