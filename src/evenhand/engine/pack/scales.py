"""Registers as they stand on one day: thresholds resolved and in order, so that a level is read off without a search."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from evenhand.engine.decisions import Value
from evenhand.engine.pack.schema import Category, Figure, Measure, Pack, Register, RegisterLevel

if TYPE_CHECKING:
    from evenhand.engine.pack.resolve import Rules

LOWER = "lower"
START = "start"
UPWARDS = "live_up_snapshot_down"


class Kind(NamedTuple):
    """A category that is counted: its level, the names under which the state counts, and how many."""

    level: int
    names: tuple[str, ...]
    at_least: int
    declared: Category


class Scale(NamedTuple):
    """One register on one day. `rungs` are (threshold, level) from the lowest; `above` means more than the threshold."""

    register: Register
    measure: Measure | None
    lowest: int
    rungs: tuple[tuple[int, int], ...]
    above: bool
    kinds: tuple[Kind, ...]
    combine: str
    live: bool
    acts_live: bool
    confirm_from: int
    merge: bool

    def level(self, number: int) -> RegisterLevel | None:
        """The declaration of a level."""
        return next((level for level in self.register.levels if level.level == number), None)


def scales_of(rules: Rules) -> tuple[Scale, ...]:
    """Every register of the pack, in its order."""
    return tuple(_scale(rules, register) for register in rules.pack.registers.values())


def by_ledger(scales: tuple[Scale, ...]) -> dict[str, tuple[Scale, ...]]:
    """The registers that read the sums of each ledger, in their order."""
    names = dict.fromkeys(name for scale in scales if scale.measure for name in scale.measure.ledgers)
    return {
        name: tuple(scale for scale in scales if scale.measure and name in scale.measure.ledgers)
        for name in names
    }


def tallied(scales: tuple[Scale, ...]) -> frozenset[str]:
    """The codes of items of which some register counts each record."""
    return frozenset(code for scale in scales if scale.measure for code in scale.measure.codes)


def watched_sanctions(rules: Rules) -> dict[str, bool]:
    """The kinds of sanction that some category counts, and whether on their first day rather than on the decision's."""
    return {
        name: rules.word(category.counted_on) == START
        for register in rules.pack.registers.values()
        for category in register.categories
        for name in category.sanctions
    }


def of_cards(pack: Pack) -> frozenset[str]:
    """The placements whose stays some report card counts."""
    return frozenset(name for card in pack.reports.values() for name in card.compare)


def _scale(rules: Rules, register: Register) -> Scale:
    number: Callable[[Figure], int] = rules.number
    word: Callable[[Figure], str] = rules.word
    value: Callable[[Figure], Value] = rules.value
    levels = sorted(level.level for level in register.levels)
    confirm_from = number(register.confirm_from)
    return Scale(
        register,
        _measure(register, word(register.counts)),
        levels[0] if levels else 0,
        tuple(
            sorted(
                (number(level.threshold), level.level) for level in register.levels if level.threshold != ""
            )
        ),
        word(register.boundary) == LOWER,
        tuple(_kind(category, number) for category in register.categories if not category.judged),
        word(register.combine),
        word(register.update) == UPWARDS,
        value(register.live_tasks) is True,
        confirm_from if confirm_from else max(levels, default=0) + 1,
        value(register.merge_reviews) is True,
    )


def _measure(register: Register, chosen: str) -> Measure | None:
    named = next((measure for measure in register.measures if measure.id == chosen), None)
    return named or (register.measures[0] if register.measures else None)


def _kind(category: Category, number: Callable[[Figure], int]) -> Kind:
    names = (
        *("placed:" + name for name in category.placements),
        *("sanction:" + name for name in category.sanctions),
    )
    return Kind(category.level, names, number(category.at_least), category)
