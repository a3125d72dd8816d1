"""A bar on a terminal for what takes longer than a second; nothing elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self, TextIO

WIDTH = 30
AFTER = 1.0
EVERY = 0.1


class Progress:
    """Counts up. `total` 0 means that nobody knows how much there is."""

    def __init__(self, label: str, total: int = 0, stream: TextIO | None = None) -> None:
        self.label = label
        self.total = total
        self.stream = stream or sys.stderr
        self._done = 0
        self._next = time.monotonic() + AFTER
        self._shown = False
        self._live = self.stream.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=self.stream, flush=True)

    def more(self, count: int) -> None:
        """So many more are done."""
        self.reach(self._done + count)

    def reach(self, done: int) -> None:
        """So many are done in all."""
        self._done = done
        if self._live and (now := time.monotonic()) >= self._next:
            self._next = now + EVERY
            self._shown = True
            print(f"\r{self.line()}\x1b[K", end="", file=self.stream, flush=True)

    def line(self) -> str:
        """The line as it stands."""
        if not self.total:
            return f"{self.label} {self._done:,}"
        filled = min(WIDTH, WIDTH * self._done // self.total)
        return f"{self.label} [{'#' * filled}{'.' * (WIDTH - filled)}] {self._done:,} of {self.total:,}"
