"""Deciding the events of some schools, from their files to lines of JSON, with the closes in between."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any, NamedTuple

from evenhand.cli.replaying.events import EventReader
from evenhand.cli.replaying.faults import BadRow, Fault
from evenhand.cli.replaying.inputs import policy_in_force
from evenhand.cli.replaying.lines import close_line, event_line
from evenhand.cli.replaying.people import People
from evenhand.cli.replaying.survey import Source, Survey, events_table, school_of
from evenhand.cli.replaying.zone import Zone
from evenhand.engine.decisions import Decision, PolicySilent, Post
from evenhand.engine.history import History
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.engine.period_ends import LAST_SECOND, period_ends
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind
from evenhand.engine.wire import OUTCOMES

LARGE = 1 << 20
TOLD_EACH = 4096
SELDOM = 100
LINES_HELD = 256
NEVER = -(1 << 62)
SAME_KEPT = 4096
CLOSE = EventKind.CLOSE
COUNTED = ("events", "closes", "outcomes", "refusals", "defaults")
"""The groups of a tally's counts, as they stand in the summary."""


class Job(NamedTuple):
    """What a process needs in order to decide the events of some schools: plain values, fit to be handed over.

    `first`: this job also reports the rows that belong to no school. `parts` is the start of its files' names.
    """

    texts: Mapping[str, str]
    settings: tuple[SettingValue, ...]
    calendar: SchoolCalendar
    zone: str
    people: People
    sources: tuple[Source, ...]
    survey: Survey
    schools: tuple[str, ...]
    parts: str
    strict: bool
    until: date | None
    first: bool


class Tally(NamedTuple):
    """What came of one school. `counts` holds every total of the summary by "group/name"."""

    school: str
    counts: Counter[str]
    first: int
    last: int


class Done(NamedTuple):
    """What came of a job; `stopped` is the fault at which a strict one ended."""

    tallies: tuple[Tally, ...]
    stopped: tuple[int, Fault] | None = None


class SchoolRun:
    """One school on its way through its events."""

    def __init__(self, job: Job, policy: Policy, school: str, columns: tuple[str, ...], out: IO[str]) -> None:
        self.school = school
        self.counts: Counter[str] = Counter()
        self.first = -NEVER
        self.latest = NEVER
        self._zone = Zone(job.zone)
        self._job = job
        self._out = out
        self._lines: list[str] = []
        self._same: dict[object, tuple[Decision, list[int]]] = {}
        self._policy = policy
        self._repeated: dict[str, tuple[int, int]] = {}
        self._repeats = len(job.survey.repeated) > 0
        self.columns(columns)
        roster = job.people.pupils_of(school) or {}
        ends = period_ends(job.calendar, self._zone.moment)
        self.history = History(policy, job.calendar, ends, roster, job.survey.voided)
        self._tell = self.history.tell

    def columns(self, columns: tuple[str, ...]) -> None:
        """Read rows of these columns from now on."""
        job = self._job
        self._read = EventReader(
            self._policy, job.calendar, self._zone, job.people, self.school, columns
        ).read

    def take(self, line: int, values: Any) -> None:
        """Decide one row and write what was decided. Raises `BadRow`."""
        if self._repeats and self._is_again(line, values):
            self.counts["events/repeats"] += 1
            return
        pupil, event, at = self._read(values)
        instant = event[3][3]
        if instant < self.first:  # noqa: PLR1730  a call for each event otherwise
            self.first = instant
        if instant > self.latest:
            self.latest = instant
            if self.history.due(instant):
                self.close(instant)
        if event[1] is CLOSE:
            self.history.know(pupil, event.code, event.details)
            self.counts["events/facts"] += 1
            return
        decision = self._tell(pupil, event)
        held = self._same.get(id(decision))
        if held is not None and held[0] is decision:
            held[1][0] += 1
        else:
            self._count_alike(decision)
        self._lines.append(event_line(self.school, pupil, event, at, decision))

    def write(self) -> None:
        """Write the lines that wait."""
        if self._lines:
            self._out.write("\n".join([*self._lines, ""]))
            self._lines.clear()

    def close(self, instant: int) -> None:
        """Close the periods that end before that instant; a line for each pupil for whom anything follows."""
        for period, closed in self.history.close_until(instant):
            self.counts["closes/" + period.kind] += 1
            at = self._zone.written(period.at)
            for one in closed:
                if one.decision.outcomes or one.decision.refused:
                    self._count(one.decision, "closes")
                    self._lines.append(close_line(self.school, one.pupil, period, at, one.decision))
                    if len(self._lines) >= LINES_HELD:
                        self.write()
            self.write()

    def finish(self) -> Tally:
        """Close what ends in the week of the last event, or until the day that was asked for."""
        if self.latest > NEVER:
            self.close(last_close(self._zone, self.latest, self._job.until))
        self.write()
        self._count_same()
        return Tally(self.school, self.counts, self.first, self.latest)

    def _is_again(self, line: int, values: Any) -> bool:
        """Whether the same row was there before. Raises `BadRow` where another had its id."""
        told = [str(value).strip() for value in values]
        ident = told[0]
        if f"{self.school}\n{ident}" not in self._job.survey.repeated:
            return False
        mine = line, hash("\0".join(told))
        before = self._repeated.setdefault(ident, mine)
        if before is mine:
            return False
        if before[1] == mine[1]:
            return True
        raise BadRow(
            "id", f"{ident[:40]!r} was there on line {before[0]} with other content", "an id of its own"
        )

    def _count_alike(self, decision: Decision) -> None:
        """Count a decision with those that have the same kinds of outcomes and the very same silences.

        A plain recognition is the same decision each time, and found by that alone.
        """
        outcomes, unanswered = decision[0], decision[1]
        plain = len(outcomes) == 1 and type(outcomes[0]) is Post
        like = id(decision) if plain else (id(unanswered), *map(type, outcomes))
        held = self._same.get(like)
        if held is not None:
            held[1][0] += 1
            return
        if len(self._same) >= SAME_KEPT:
            self._count_same()
        self._same[like] = decision, [1]

    def _count_same(self) -> None:
        for decision, (times,) in self._same.values():
            self._count(decision, times=times)
        self._same.clear()

    def _count(self, decision: Decision, group: str = "events", times: int = 1) -> None:
        counts, unanswered = self.counts, decision.unanswered
        for outcome in decision.outcomes:
            counts[_OUTCOMES[type(outcome)]] += times
        if not unanswered:
            counts[group + "/decided"] += times
            return
        counts[group + ("/refused" if decision.refused else "/decided")] += times
        for item in unanswered:
            if isinstance(item, PolicySilent) and item.setting:
                counts["defaults/" + item.setting] += times
            else:
                counts["refusals/" + item.kind] += times


_OUTCOMES = {made: "outcomes/" + kind for kind, made in OUTCOMES.items()}


def last_close(zone: Zone, latest: int, until: date | None) -> int:
    """The instant before which periods are closed once the last event is in."""
    day = zone.at(latest).day
    last = until or day + timedelta(days=6 - day.weekday())
    return max(zone.moment(last, LAST_SECOND).instant + 1, latest)


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for cycles among objects a hundred times less often: states hold none, and each look walks all of them."""
    usual = gc.get_threshold()
    gc.set_threshold(usual[0] * SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@seldom_collecting()
def fold(job: Job, seen: Callable[[int], None] | None = None, policy: Policy | None = None) -> Done:
    """Decide every event of the job's schools; each school's lines in a file of its own, the faults in another.

    Args:
        policy: the job's own, where this process has read it already.
    """
    policy = policy or policy_in_force(load_pack(job.texts), job.settings)
    runs: dict[str, SchoolRun] = {}
    with ExitStack() as stack:
        outs = [stack.enter_context(_writer(f"{job.parts}{place}")) for place in range(len(job.schools))]
        faults = stack.enter_context(_writer(f"{job.parts}faults"))
        for number, source in enumerate(job.sources):
            columns = events_table(source.path).columns
            for school, out in zip(job.schools, outs, strict=True):
                if school in runs:
                    runs[school].columns(columns)
                else:
                    runs[school] = SchoolRun(job, policy, school, columns, out)
            for fault in _faults(job, runs, source, seen):
                if job.strict:
                    return Done((), (number, fault))
                faults.write(f"{number:06d} {fault.line:012d} {fault_line(fault)}\n")
        return Done(tuple(runs[school].finish() for school in job.schools))


def _writer(path: str) -> IO[str]:
    return Path(path).open("w", encoding="utf-8", newline="\n", buffering=LARGE)


def _faults(
    job: Job, runs: Mapping[str, SchoolRun], source: Source, seen: Callable[[int], None] | None
) -> Iterator[Fault]:
    """Take the rows of one file; what is yielded are those that cannot be used."""
    table = events_table(source.path)
    place = table.columns.index("school") if "school" in table.columns else -1
    alone = len(job.survey.schools) == 1
    only = runs[job.schools[0]] if alone else None
    count = 0
    for block in table.blocks():
        before, count = count, count + len(block.rows)
        if seen is not None and before // TOLD_EACH != count // TOLD_EACH:
            seen(count // TOLD_EACH * TOLD_EACH - before // TOLD_EACH * TOLD_EACH)
        for line, values in zip(block.lines, block.rows, strict=True):
            if not block.plain and isinstance(values, BadRow):
                if job.first:
                    yield values.at(table.name, line)
                continue
            run = only or runs.get(school_of(values, place, source))
            if run is None:
                continue
            try:
                run.take(line, values)
            except BadRow as bad:
                run.counts["events/faults"] += 1
                yield bad.at(table.name, line)
        for run in runs.values():
            run.write()


def fault_line(fault: Fault) -> str:
    """A fault as a line of JSON, without its end."""
    return json.dumps(fault._asdict(), ensure_ascii=False, separators=(",", ":"))
