"""Keeping what hardly ever changes in the process for a moment, so that a record does not read it each time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

from django.conf import settings

T = TypeVar("T")
MOST = 4096


class Kept(Generic[T]):
    """Values by key, each for `EVENHAND_KEPT_SECONDS` after it was read; nought keeps nothing.

    Only for what may be that old without harm: a school's name and zone, a class list, an actor's roles.
    """

    def __init__(self) -> None:
        self._values: dict[Hashable, tuple[float, T]] = {}

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """The value, read anew where it is not kept or too old."""
        seconds = settings.EVENHAND_KEPT_SECONDS
        if not seconds:
            return read()
        now = monotonic()
        found = self._values.get(key)
        if found is not None and now - found[0] < seconds:
            return found[1]
        if len(self._values) >= MOST:
            self._values.clear()
        value = read()
        self._values[key] = (now, value)
        return value

    def forget(self) -> None:
        """Read everything anew."""
        self._values.clear()
