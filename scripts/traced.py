"""Which lines of the engine each collected test runs, and how long it takes."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from mutants import forget

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "src" / "evenhand" / "engine"
KEPT = ROOT / "build" / "mutation-lines.pickle"

Lines = frozenset[tuple[str, int]]
Follower = Callable[[FrameType, str, object], Any]


def run_items(items: Sequence[pytest.Item]) -> bool:
    """Whether all these tests pass; stops at the first that does not."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        reports = runtestprotocol(item, log=False, nextitem=following)
        if any(report.failed for report in reports):
            return False
    return True


class Traced:
    """Which of the engine's lines each test runs, and how long it takes."""

    def __init__(self) -> None:
        self.lines: set[tuple[str, int]] = set()
        self.followers: dict[str, Follower | None] = {}

    def follow(self, frame: FrameType, _: str, __: object) -> Follower | None:
        """What notes the lines of a function that is called; None for one outside the engine."""
        file = frame.f_code.co_filename
        if file not in self.followers:
            self.followers[file] = self.follower(file) if file.startswith(str(ENGINE)) else None
        return self.followers[file]

    def follower(self, file: str) -> Follower:
        """What notes the lines of one file."""

        def follow(frame: FrameType, _: str, __: object) -> Follower:
            self.lines.add((file, frame.f_lineno))
            return follow

        return follow

    def of(self, item: pytest.Item) -> tuple[Lines, float]:
        """The lines and seconds of one test, from cold memories."""
        self.lines = set()
        forget()
        started = time.process_time()
        sys.settrace(self.follow)
        try:
            passed = run_items([item])
        finally:
            sys.settrace(None)
        if not passed:
            print(f"{item.nodeid} fails without any change: mend it first.", flush=True)
            os._exit(1)
        return frozenset(self.lines), time.process_time() - started


def traced(items: Sequence[pytest.Item]) -> list[tuple[Lines, float]]:
    """What each test runs: found out in a process of its own, and kept until the engine or the test changes."""
    engine = b"".join(path.read_bytes() for path in sorted(ENGINE.rglob("*.py")))
    keys = [(item.nodeid, hash_of(engine), hash_of(item.path.read_bytes())) for item in items]
    known: dict[tuple[str, str, str], tuple[Lines, float]] = {}
    if KEPT.exists():
        known = pickle.loads(KEPT.read_bytes())  # noqa: S301 - written by ourselves
    child = os.fork()
    if not child:
        trace = Traced()
        new = {key: trace.of(item) for key, item in zip(keys, items, strict=True) if key not in known}
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_bytes(pickle.dumps(known | new))
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("Nothing was tried.")
    known = pickle.loads(KEPT.read_bytes())  # noqa: S301 - written by ourselves
    return [known[key] for key in keys]


def hash_of(content: bytes) -> str:
    """What tells one content from another."""
    return hashlib.sha256(content).hexdigest()
