"""Which rules watch which acts, worked out once for the policy of a day: an act that nothing watches costs nothing."""

from __future__ import annotations

from typing import Final

from evenhand.engine.pack.schema import Counter, Item, Pack, Trigger, When

SPANS: Final = {"day": 1, "week": 7, "half_term": 70, "term": 130, "year": 366, "rolling_year": 366}
"""No stretch of this kind has more calendar days."""
HOLIDAYS: Final = 70
FOREVER: Final = 0
LATE: Final = 200
"""So many days are kept at least: an entry may be made late, and is judged with what was counted around its day."""


class Watch:
    """The counters and paths of a pack by what they watch.

    `codes`, `placements` and `ledgers` map to the ids of counters; `opening` maps a code to the paths that it opens;
    `triggers` maps a counter to its triggers, and `kept` to how many calendar days it looks back (0: for ever).
    """

    __slots__ = ("closing", "codes", "kept", "ledgers", "opening", "placements", "triggers")

    def __init__(self, pack: Pack, triggers: dict[str, Trigger], numbers: dict[str, int]) -> None:
        """Lay the tables out. `triggers` are those in force, `numbers` the school days that each looks back."""
        self.codes = {
            item.code: found
            for item in pack.items.values()
            if (found := tuple(c.id for c in pack.counters.values() if c.acts and may_pass(c.acts, item)))
        }
        self.placements = _by(pack, "placements")
        self.ledgers = _by(pack, "ledger")
        self.opening = {
            item.code: found
            for item in pack.items.values()
            if (
                found := tuple(
                    p.id for p in pack.paths.values() if any(may_pass(when, item) for when in p.opens)
                )
            )
        }
        self.triggers: dict[str, tuple[Trigger, ...]] = {
            counter: tuple(one for one in triggers.values() if one.counter == counter)
            for counter in pack.counters
        }
        self.closing = tuple(one for one in triggers.values() if one.judge == "close")
        self.kept = {
            name: _longest([_span(one, numbers[one.id]) for one in found])
            for name, found in self.triggers.items()
        }


def may_pass(when: When, item: Item) -> bool:
    """Whether a filter could let an act of this item through, whatever its place, details and the school's settings."""
    return (
        (not when.groups or item.group in when.groups)
        and (not when.codes or item.code in when.codes)
        and all(tag in item.tags for tag in when.tags)
        and not any(tag in item.tags for tag in when.not_tags)
    )


def needs_days(trigger: Trigger, counter: Counter) -> bool:
    """Whether the days themselves are kept: a ledger's sums by day, week, half-term and year are kept anyway."""
    sums = trigger.test in ("at_least", "exactly", "at_most")
    return not (counter.ledger and sums and trigger.window in ("day", "week", "half_term", "year"))


def _by(pack: Pack, field: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for counter in pack.counters.values():
        names = getattr(counter, field)
        for name in (names,) if isinstance(names, str) else names:
            if name:
                found[name] = (*found.get(name, ()), counter.id)
    return found


def _span(trigger: Trigger, school_days: int) -> int:
    if trigger.test in ("streak_with", "streak_without"):
        return school_days * (7 if trigger.window == "week" else 2) + HOLIDAYS
    if trigger.test == "rise" or trigger.window == "school_days":
        return school_days * 7 // 5 + HOLIDAYS
    return SPANS.get(trigger.window, FOREVER)


def _longest(spans: list[int]) -> int:
    """Twice the longest stretch, so that an entry taken back can be judged again as if it had never been."""
    return FOREVER if FOREVER in spans else max(LATE, 2 * max(spans, default=SPANS["year"]))
