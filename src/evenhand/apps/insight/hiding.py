"""Small numbers: what those see who may not know who is meant."""

from __future__ import annotations

from collections.abc import Sequence


def shown(numbers: Sequence[int], small: int) -> list[str]:
    """The numbers in words: one from 1 to below `small` is hidden.

    Where one alone would be, the smallest other is hidden too, since the total gives a single one away.
    """
    said = [f"<{small}" if 0 < number < small else str(number) for number in numbers]
    hidden = [place for place, words in enumerate(said) if words.startswith("<")]
    others = sorted((number, place) for place, number in enumerate(numbers) if number >= small)
    if len(hidden) == 1 and others:
        said[others[0][1]] = "hidden"
    return said
