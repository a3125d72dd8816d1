"""One replay: look the files over, share the schools out, decide, and put whole files in place at the end."""

from __future__ import annotations

import heapq
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from evenhand.cli.replaying.faults import Fault, UnusableInput
from evenhand.cli.replaying.folding import COUNTED, Done, Job, Tally, fault_line, fold
from evenhand.cli.replaying.inputs import Chosen
from evenhand.cli.replaying.people import NOBODY, People
from evenhand.cli.replaying.survey import Source, Survey, survey
from evenhand.cli.replaying.zone import Zone
from evenhand.engine.school_calendar import SchoolCalendar

DECISIONS, FAULTS, SUMMARY = "decisions.jsonl", "faults.jsonl", "summary.json"
PARTIAL = ".partial"

Seen = Callable[[int], None]


class Request(NamedTuple):
    """What to replay. `until`: the last day whose closes are run, None for the week of each school's last event."""

    chosen: Chosen
    calendar: SchoolCalendar
    sources: tuple[Source, ...]
    out: Path
    people: People = NOBODY
    zone: str = "Europe/London"
    strict: bool = False
    until: date | None = None
    processes: int = 0


class Outcome(NamedTuple):
    """The summary as written, and the fault at which a strict run stopped, if it did."""

    summary: dict[str, Any]
    stopped: Fault | None


def replay(request: Request, seen: Seen | None = None, surveyed: Seen | None = None) -> Outcome:
    """Replay and write DIR's three files. Raises `UnusableInput`.

    Nothing of an earlier run is replaced before this one is whole. A strict run that meets a fault writes nothing.
    """
    if request.strict and request.people.faults:
        return Outcome({}, request.people.faults[0])
    Zone(request.zone)
    found = survey(request.sources, surveyed or _nobody)
    try:
        request.out.mkdir(parents=True, exist_ok=True)
        return _whole(request, found, seen)
    except OSError as error:
        said = f"{error.filename2 or error.filename or request.out}: {error.strerror or error}"
        raise UnusableInput(f"{said}; expected a folder that can be written to, with room in it") from None


def _whole(request: Request, found: Survey, seen: Seen | None) -> Outcome:
    """Decide what was looked over, and put the files in place."""
    jobs = _jobs(request, found)
    try:
        done = _run(request, jobs, seen)
        stopped = [one.stopped for one in done if one.stopped is not None]
        if stopped:
            return Outcome({}, min(stopped)[1])
        tallies = sorted((tally for one in done for tally in one.tallies), key=lambda tally: tally.school)
        summary = _summary(request, found, tallies)
        _put_in_place(request, jobs, summary)
        return Outcome(summary, None)
    finally:
        for path in request.out.glob(f"*{PARTIAL}*"):
            path.unlink(missing_ok=True)


def shares(schools: dict[str, int], processes: int) -> list[list[str]]:
    """The schools shared out so that each process has about as many rows; the same for the same schools."""
    count = max(1, min(processes, len(schools)))
    heaps: list[tuple[int, int, list[str]]] = [(0, place, []) for place in range(count)]
    for school in sorted(schools, key=lambda name: (-schools[name], name)):
        rows, place, names = heapq.heappop(heaps)
        heapq.heappush(heaps, (rows + schools[school], place, [*names, school]))
    return [sorted(names) for _, _, names in sorted(heaps, key=lambda heap: heap[1])]


def _jobs(request: Request, found: Survey) -> list[Job]:
    schools = found.schools or {"": 0}
    return [
        Job(
            request.chosen.texts,
            request.chosen.settings,
            request.calendar,
            request.zone,
            request.people,
            request.sources,
            found,
            tuple(names),
            str(request.out / f"{DECISIONS}{PARTIAL}.{place}."),
            request.strict,
            request.until,
            place == 0,
        )
        for place, names in enumerate(shares(schools, request.processes or os.cpu_count() or 1))
    ]


def _run(request: Request, jobs: list[Job], seen: Seen | None) -> list[Done]:
    if len(jobs) == 1:
        return [fold(jobs[0], seen, request.chosen.policy)]
    with ProcessPoolExecutor(len(jobs)) as pool:
        return list(pool.map(fold, jobs))


def _put_in_place(request: Request, jobs: list[Job], summary: dict[str, Any]) -> None:
    """Join the parts, each school after the other by name; the summary comes last and says that all is there."""
    out = request.out
    (out / SUMMARY).unlink(missing_ok=True)
    parts = sorted(
        (school, Path(f"{job.parts}{place}")) for job in jobs for place, school in enumerate(job.schools)
    )
    whole = parts[0][1]
    with whole.open("ab") as joined:
        for _, part in parts[1:]:
            with part.open("rb") as file:
                shutil.copyfileobj(file, joined, 1 << 20)
            part.unlink()
    _join_faults(request, jobs)
    partial = out / f"{SUMMARY}{PARTIAL}"
    partial.write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    whole.replace(out / DECISIONS)
    (out / f"{FAULTS}{PARTIAL}").replace(out / FAULTS)
    partial.replace(out / SUMMARY)


def _join_faults(request: Request, jobs: list[Job]) -> None:
    """The faults of the people's files, then those of the events in order of file and line."""
    with ExitStack() as stack:
        joined = stack.enter_context((request.out / f"{FAULTS}{PARTIAL}").open("w", encoding="utf-8"))
        joined.writelines(fault_line(fault) + "\n" for fault in request.people.faults)
        parts: list[Iterable[str]] = [
            stack.enter_context(Path(f"{job.parts}faults").open(encoding="utf-8")) for job in jobs
        ]
        joined.writelines(line.split(" ", 2)[2] for line in heapq.merge(*parts))


def _summary(request: Request, found: Survey, tallies: Sequence[Tally]) -> dict[str, Any]:
    chosen = request.chosen
    policy = chosen.policy
    total: Counter[str] = Counter()
    for tally in tallies:
        total += tally.counts
    return {
        "pack": {"id": chosen.pack.id, "version": chosen.pack.version, "digest": policy.digest},
        "settings": policy.settings_digest,
        "calendar": request.calendar.digest,
        "zone": request.zone,
        **_grouped(total),
        "faults": {"people": len(request.people.faults), "events": total["events/faults"] + found.unreadable},
        "columns_passed_over": {name: list(columns) for name, columns in sorted(found.passed_over.items())},
        "schools": {
            tally.school: {"first": _day(tally.first), "last": _day(tally.last), **_grouped(tally.counts)}
            for tally in tallies
        },
    }


def _grouped(counts: Counter[str]) -> dict[str, dict[str, int]]:
    """Totals by group and name, in the order of the names."""
    return {
        group: {key.partition("/")[2]: counts[key] for key in sorted(counts) if key.startswith(f"{group}/")}
        for group in COUNTED
    }


def _day(instant: int) -> str | None:
    """The instant as a UTC date and time; None where nothing happened."""
    try:
        return datetime.fromtimestamp(instant, UTC).isoformat()
    except (OverflowError, ValueError, OSError):
        return None


def _nobody(rows: int) -> None:
    """Nobody watches."""
