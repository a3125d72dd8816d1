"""One run: build what is missing, measure each size on a copy, and put the figures together."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evenhand.cli.bench.floors import raw_commits
from evenhand.cli.bench.history import figures_of
from evenhand.cli.bench.places import Files, part, remove
from evenhand.cli.bench.server import served
from evenhand.cli.bench.staff import Habit, Staff
from evenhand.cli.bench.web import Effort, Web

SIZES = (20_000, 1_000_000)
TEN_MILLION = 10_000_000
Figures = dict[str, float | None]
Say = Callable[[str], None]


def run(
    folder: Path, sizes: Sequence[int], say: Say, effort: Effort | None = None, *, ten_million: bool = False
) -> Figures:
    """The figures at the largest size, and how the smallest grew into them: None where there is one size only.

    Args:
        ten_million: also the memory of a replay of ten million events, which takes minutes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    measured = [measure(Files(folder, size), say, effort or Effort()) for size in sorted(set(sizes))]
    small, large = measured[0], measured[-1]
    figures: Figures = dict(large)
    for key, of in (("growth_record", "record_p50_ms"), ("growth_pupil_page", "pupil_page_p50_ms")):
        figures[key] = large[of] / small[of] if len(measured) > 1 else None
    figures["raw_commit_per_s"] = raw_commits(folder)
    figures |= replayed(folder, max(sizes), say, "1m")
    if ten_million:
        figures["replay_peak_mb_10m"] = replayed(folder, TEN_MILLION, say, "10m")["replay_peak_mb_10m"]
    return figures


def replayed(folder: Path, events: int, say: Say, millions: str) -> Figures:
    """The figures of a replay from files, which are thrown away."""
    say(f"Replaying {events:,} events from a file")
    place = folder / "history"
    try:
        return figures_of(part("history", folder / "none.sqlite3", str(events), str(place)), millions)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def build(files: Files, say: Say) -> dict[str, Any]:
    """The guide of a school, which is built where it is not whole yet."""
    if not files.guide.exists():
        say(f"Building a school with {files.events:,} events, kept in {files.folder}")
        remove(files.database)
        part("school", files.database, str(files.events), str(files.guide))
    found: dict[str, Any] = json.loads(files.guide.read_text(encoding="utf-8"))
    return found


def measure(files: Files, say: Say, effort: Effort) -> dict[str, float]:
    """Everything that is measured on one school."""
    guide = build(files, say)
    say(f"Measuring with {guide['events']:,} events")
    figures: dict[str, float] = {"events": guide["events"]}
    with copied(files):
        with served(files.copy) as port:
            web = Web(port, guide, effort)
            for one in (web.pages, web.record_alone, web.award_a_class, web.record_together, web.floors):
                figures |= one()
        inside: dict[str, float] = json.loads(part("inside", files.copy))
    return figures | inside


def under_load(folder: Path, events: int, habit: Habit, say: Say) -> Figures:
    """The figures of a whole staff at once, at a school with so many events."""
    folder.mkdir(parents=True, exist_ok=True)
    files = Files(folder, events)
    guide = build(files, say)
    say(f"{habit.staff} devices for {habit.seconds:.0f} s at a school with {guide['events']:,} events")
    with copied(files), served(files.copy) as port:
        return Staff(port, guide, habit).run()


@contextmanager
def copied(files: Files) -> Iterator[None]:
    """A copy of the school to measure on, thrown away afterwards."""
    files.copy.parent.mkdir(exist_ok=True)
    remove(files.copy)
    shutil.copyfile(files.database, files.copy)
    # Else the disk still writes the copy while the first records wait for it.
    os.sync()
    try:
        yield
    finally:
        remove(files.copy)
