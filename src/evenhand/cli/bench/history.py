"""The measurements of a replay: made-up years of events as a file, decided, folded and closed, without a database."""

from __future__ import annotations

import json
import resource
import sys
import time
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from evenhand.cli.bench.year import COLUMNS, PUPILS, STAFF, Known, Year
from evenhand.cli.bench.years_on import years_on
from evenhand.cli.replaying.events import EventReader
from evenhand.cli.replaying.faults import BadRow
from evenhand.cli.replaying.folding import seldom_collecting
from evenhand.cli.replaying.inputs import Chosen, read_calendar, read_policy
from evenhand.cli.replaying.people import People, read_people
from evenhand.cli.replaying.running import Request, replay
from evenhand.cli.replaying.survey import Source, events_table
from evenhand.cli.replaying.zone import Zone
from evenhand.engine.close import Member, close
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.fold import Fold
from evenhand.engine.history import UNKNOWN
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.period_ends import period_ends
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import LadderMode, Where
from evenhand.packs.reader import pack_ids

FOLDED = 100_000
# More are not what one school brings in a year, but what it brings in several.
A_YEAR = 1_000_000
CALENDAR, ZONE = "worked", "Europe/London"
KIB_IN_MB = 1024


class Material(NamedTuple):
    """The files of a history."""

    events: Path
    pupils: Path
    staff: Path


def main(events: int, folder: Path) -> None:
    """Print the figures of a history of so many events as JSON."""
    chosen, calendar = read_policy(busiest_pack()), years_on(read_calendar(CALENDAR), ceil(events / A_YEAR))
    made = write(chosen, calendar, events, folder)
    people = read_people(made.pupils, made.staff)
    request = Request(
        chosen, calendar, (Source(made.events, ""),), folder / "replayed", people, ZONE, processes=1
    )
    started = time.process_time()
    replay(request)
    spent = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_IN_MB
    figures = {"replay_events_per_s_core": events / spent, "replay_peak_mb": peak}
    print(json.dumps({**figures, **_in_memory(chosen, calendar, people, made)}))


def busiest_pack() -> str:
    """The first pack in which acts climb a strict ladder and post points."""
    for name in pack_ids():
        pack = read_policy(name).pack
        strict = any(ladder.mode is LadderMode.STRICT for ladder in pack.ladders.values())
        if strict and pack.ledgers:
            return name
    raise LookupError("no pack has a strict ladder")


def known_of(chosen: Chosen, calendar: SchoolCalendar) -> Known:
    """A recognition and an act that climbs by counting, neither with details to tell, and the gates of stays."""
    rules, items = chosen.policy.on(calendar.known_from), chosen.pack.items.values()
    plain = [item for item in items if not item.details and not item.conditions and not item.multiple_of]
    award = next(item.code for item in plain if chosen.pack.groups[item.group].kind == "achievement")
    act, ladder = next(
        (item.code, plan.ladder)
        for item in plain
        if (plan := rules.plan(Where.LESSON, item.code)) is not None
        and plan.ladder.mode is LadderMode.STRICT
        and not plan.entry
    )
    sends = (effect.placement for step in ladder.steps for effect in step.effects if effect.placement)
    stations = dict.fromkeys(gate.station for name in sends for gate in chosen.pack.placements[name].gates)
    return Known(award, act, tuple(_opening(rules, station) for station in stations))


def _opening(rules: Rules, station: str) -> tuple[str, str, str]:
    """The kind, code and details of what opens a gate: the conversation of its station held whole, else the station."""
    for talk in rules.pack.conversations.values():
        if talk.station == station:
            prompts = [prompt.value for prompt in talk.prompts][: rules.number(talk.minimum)]
            told = {"stage": "held", "prompts": prompts, "purposes": [one.value for one in talk.purposes[:1]]}
            details = json.dumps({**told, **dict.fromkeys(talk.records, "kept")}, separators=(",", ":"))
            return "conversation", talk.id, '"' + details.replace('"', '""') + '"'
    return "station", station, ""


def write(chosen: Chosen, calendar: SchoolCalendar, events: int, folder: Path) -> Material:
    """The files of these years: of acts 80 recognitions, 15 first and 5 second in a hundred; the same each time."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Material(folder / "events.csv", folder / "pupils.csv", folder / "staff.csv")
    pupils = [f"p{number},{7 + number % 5},{7 + number % 5}A" for number in range(PUPILS)]
    made.pupils.write_text("\n".join(["id,year_group,form", *pupils, ""]), encoding="utf-8")
    staff = [f"t{number},teacher" for number in range(STAFF)]
    made.staff.write_text("\n".join(["id,roles", *staff, ""]), encoding="utf-8")
    with made.events.open("w", encoding="utf-8") as file:
        file.write(f"{COLUMNS}\n")
        file.writelines(Year(known_of(chosen, calendar), calendar, events, ZONE).rows())
    return made


def _in_memory(chosen: Chosen, calendar: SchoolCalendar, people: People, made: Material) -> dict[str, float]:
    """Folding states alone over events in memory, and closing a week and a half-term on what they leave."""
    table = events_table(made.events)
    policy, zone = chosen.policy, Zone(ZONE)
    reader = EventReader(policy, calendar, zone, people, "", table.columns)
    told = [
        reader.read(values)
        for (_, values), _ in zip(table.rows(), range(FOLDED), strict=False)
        if not isinstance(values, BadRow)
    ]
    states = Fold(policy, calendar, dict.fromkeys(people.pupils_of("") or {}, EMPTY_STATE))
    with seldom_collecting():
        started = time.process_time()
        for pupil, event, _ in told:
            states.take(pupil, event)
        figures: dict[str, float] = {"fold_events_per_s_core": len(told) / (time.process_time() - started)}
    known = people.pupils_of("") or {}
    cohort = tuple(
        Member(pupil, state, one.year_group, one.groups)
        for pupil, state in states.items()
        for one in (known.get(pupil, UNKNOWN),)
    )
    last = told[-1].event.at.instant
    for kind in ("week", "half_term"):
        period = next(end for end in period_ends(calendar, zone.moment, (kind,)) if end.at.instant >= last)
        started = time.perf_counter()
        close(policy, calendar, cohort, period)
        figures[f"close_{kind}_s"] = time.perf_counter() - started
    return figures


def figures_of(printed: str, millions: str) -> dict[str, Any]:
    """What a process of this module printed, with the peak under the name of its size."""
    found: dict[str, Any] = json.loads(printed)
    found[f"replay_peak_mb_{millions}"] = found.pop("replay_peak_mb")
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
