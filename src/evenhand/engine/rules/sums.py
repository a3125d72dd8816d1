"""Running sums: by full key ("achievement|w:2026-09-14"), for days and weeks only of the newest two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

KEPT: Final = 2
"""So many of the newest days, and of the newest weeks, of each name stay."""


Change = tuple[str, str, int]
"""A full key, how it and its older days or weeks begin ("" for what has none), and the value to be added under it."""

Gain = tuple[tuple[str, ...], int, tuple[Change, ...]]
"""The changes of one name: the full keys, the one value that is added under each, and the changes themselves."""


class Sums(dict[str, int]):
    """A mapping of sums that remembers which of its days and weeks it keeps, so that nobody has to look for them.

    It stands for its items alone: a plain mapping with the same items is equal, and just as good as a state.
    """

    __slots__ = ("_newest", "_whole")

    def __init__(self, sums: Mapping[str, int] = {}) -> None:
        super().__init__(sums)
        self._newest: dict[str, tuple[str, ...]] = sums._newest.copy() if type(sums) is Sums else {}
        # Whether a name of which no day is remembered has none.
        self._whole: bool = sums._whole if type(sums) is Sums else not sums

    def gain(self, gain: Gain) -> None:
        """Add what `put` of its changes adds. Where the day is there already, nothing is too old and no key is new."""
        keys, value, changes = gain
        if keys[0] not in self and not self._is_next(changes[0]):
            self.put(changes)
            return
        try:
            for key in keys:
                self[key] += value
        except KeyError:
            self.put(changes[keys.index(key) :])

    def _is_next(self, change: Change) -> bool:
        """Whether the day comes after those that are kept, as nearly always; it then takes the oldest's place."""
        key, rolling, _ = change
        kept = self._newest.get(rolling)
        if kept is None or len(kept) != KEPT or kept[1] >= key:
            return False
        del self[kept[0]]
        self._newest[rolling] = kept[1], key
        self[key] = 0
        return True

    def put(self, changes: Iterable[Change]) -> None:
        """Add each change, and drop what is then too old."""
        newest = self._newest
        for key, rolling, value in changes:
            if key in self:
                self[key] += value
                continue
            self[key] = value
            if not rolling:
                continue
            kept = newest.get(rolling)
            # Nearly always a day or week after those that are kept: the older of the two goes.
            if kept is not None and len(kept) == KEPT and kept[1] < key:
                del self[kept[0]]
                newest[rolling] = (kept[1], key)
            else:
                self._keep(rolling, key)

    def _keep(self, rolling: str, key: str) -> None:
        """Take a new day or week in, and let the oldest go."""
        kept = self._newest.get(rolling)
        if kept is None and self._whole:
            kept = (key,)
        elif kept is None:
            kept = tuple(sorted(known for known in self if known.startswith(rolling)))
        elif kept[-1] < key:
            kept = (*kept, key)
        else:
            kept = tuple(sorted((*kept, key)))
        if len(kept) > KEPT:
            del self[kept[0]]
            kept = kept[1:]
        self._newest[rolling] = kept


@lru_cache(maxsize=2048)
def changes_of(name: str, keys: tuple[str, ...], value: int) -> tuple[Change, ...]:
    """The value added to a name in each of the periods."""
    return tuple((f"{name}|{key}", f"{name}|{key[:2]}" if key[0] in "dw" else "", value) for key in keys)


def gain_of(name: str, keys: tuple[str, ...], value: int) -> Gain:
    """The same value added to a name in each of the periods, for `Sums.gain`."""
    changes = changes_of(name, keys, value)
    return tuple(key for key, _, _ in changes), value, changes


def added(sums: Mapping[str, int], *changes: Iterable[Change]) -> Sums:
    """New sums with the changes."""
    new = Sums(sums)
    for some in changes:
        new.put(some)
    return new


def further(before: Mapping[str, int], sums: Mapping[str, int], changes: Iterable[Change]) -> Sums:
    """The sums with the changes: a copy of those `before`, which others hold; of any other, the same ones changed."""
    new = sums if type(sums) is Sums and sums is not before else Sums(sums)
    new.put(changes)
    return new
