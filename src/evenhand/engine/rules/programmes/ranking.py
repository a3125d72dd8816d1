"""Who is among the first: ties at the last place, and the ways to break them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple


class Cut(NamedTuple):
    """Who is in, and who shares the last place where not all who share it have room."""

    certain: frozenset[str]
    tied: frozenset[str]

    @property
    def everybody(self) -> frozenset[str]:
        """All who reach the last place, ties included."""
        return self.certain | self.tied


def first(scores: Mapping[str, Any], number: int) -> Cut:
    """The `number` highest of scores of any one comparable type."""
    if number < 1 or not scores:
        return Cut(frozenset(), frozenset())
    ordered = sorted(scores.values(), reverse=True)
    last = ordered[min(number, len(ordered)) - 1]
    above = frozenset(name for name, score in scores.items() if score > last)
    level = frozenset(name for name, score in scores.items() if score == last)
    if len(above) + len(level) <= number:
        return Cut(above | level, frozenset())
    return Cut(above, level)


def lot(seed: str, name: str) -> str:
    """A lot for one pupil, drawn from the seed: the same again for the same list, and no order of names in it."""
    return sha256(f"{seed}/{name}".encode()).hexdigest()
