"""`evenhand replay`: decide a school's history anew from files, under any pack and any calendar."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenhand.cli.replaying.running import Outcome, Request

NAME = "replay"
HELP = "decide a history of events under a pack, one decision per line"
EXAMPLE = (
    "evenhand replay --pack policies/our_school --calendar terms.toml --events events.csv"
    " --pupils pupils.csv --staff staff.csv --out replayed"
)
NEEDS_DJANGO = False

FINE, PROBLEM, USAGE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files to read, where to write, and how strict to be."""
    add_inputs(parser)
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="the folder that is written to"
    )
    parser.add_argument("--strict", action="store_true", help="stop at the first bad row and write nothing")
    parser.add_argument("--until", type=day, metavar="DATE", help="close periods until this day has ended")
    parser.add_argument(
        "--processes", type=int, default=0, metavar="N", help="for several schools (default: cores)"
    )
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """The files that a replay reads."""
    parser.add_argument("--pack", required=True, metavar="PACK", help="the id of a pack, or its folder")
    parser.add_argument(
        "--calendar",
        required=True,
        metavar="FILE",
        help="TOML or iCalendar (.ics), or one that comes with evenhand",
    )
    parser.add_argument(
        "--bells", type=Path, metavar="FILE", help="bells for an iCalendar file (default: beside it)"
    )
    parser.add_argument(
        "--events", type=Path, action="append", required=True, metavar="FILE",
        help="CSV or JSON Lines in order of record; several: one for each school",
    )  # fmt: skip
    parser.add_argument("--pupils", type=Path, metavar="FILE", help="CSV: id, year_group, form, other groups")
    parser.add_argument("--staff", type=Path, metavar="FILE", help="CSV: id, roles")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="TOML: the school's settings")
    parser.add_argument("--zone", default="Europe/London", help="the school's time zone")


def day(text: str) -> date:
    """A day as written on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2027-07-20") from None


def run(args: argparse.Namespace) -> int:
    """0: every row was used; 1: bad rows, which are listed; 2: nothing could be run."""
    from evenhand.cli.progress import Progress
    from evenhand.cli.replaying.faults import UnusableInput
    from evenhand.cli.replaying.running import replay

    if args.processes < 0:
        print("evenhand replay: --processes must be at least 1.", file=sys.stderr)
        return USAGE
    try:
        request = request_of(args)
        with Progress("Looking over") as first, Progress("Deciding") as second:

            def surveyed(rows: int) -> None:
                first.reach(rows)
                second.total = rows

            outcome = replay(request, second.more, surveyed)
    except UnusableInput as unusable:
        for problem in unusable.problems:
            print(f"evenhand replay: {problem}", file=sys.stderr)
        return USAGE
    return _report(args, request, outcome)


def request_of(args: argparse.Namespace) -> Request:
    """The replay that the arguments ask for. Raises `UnusableInput`."""
    from evenhand.cli.replaying.inputs import all_of, read_calendar, read_policy, read_settings, sources_of
    from evenhand.cli.replaying.people import read_people
    from evenhand.cli.replaying.running import Request
    from evenhand.cli.replaying.zone import Zone

    chosen, calendar, sources, people, zone = all_of(
        lambda: read_policy(args.pack, read_settings(args.settings) if args.settings else ()),
        lambda: read_calendar(args.calendar, args.bells),
        lambda: sources_of(args.events),
        lambda: read_people(args.pupils, args.staff),
        lambda: Zone(args.zone),
    )
    return Request(
        chosen,
        calendar,
        sources,
        args.out,
        people,
        zone.name,
        args.strict,
        args.until,
        args.processes,
    )


def _report(args: argparse.Namespace, request: Request, outcome: Outcome) -> int:
    if outcome.stopped is not None:
        print(f"evenhand replay: stopped, and nothing written: {outcome.stopped}", file=sys.stderr)
        return PROBLEM
    summary = outcome.summary
    bad = sum(summary["faults"].values())
    if args.json:
        print(json.dumps(summary, ensure_ascii=False))
    else:
        events = summary["events"]
        print(f"{events.get('decided', 0):,} events decided, {events.get('refused', 0):,} refused")
        print(f"{sum(summary['closes'].get(kind, 0) for kind in PERIODS):,} periods closed")
        for kind, count in summary["outcomes"].items():
            print(f"  {count:>12,} {kind}")
        print(f"{bad:,} bad rows{', in ' + str(request.out / 'faults.jsonl') if bad else ''}")
        print(f"written to {request.out}")
    return PROBLEM if bad else FINE


PERIODS = ("day", "week", "half_term", "term", "year")
