"""`evenhand import`: compare a file with what is there (roster, marks, photographs ...), and apply when told to."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from evenhand.cli.importing.report import Report

NAME = "import"
HELP = "compare a roster, a timetable, events, attendance or photographs with what is there, and apply them"
EXAMPLE = "evenhand import roster exports/autumn.zip --school marlow-bridge --apply"
NEEDS_DJANGO = True

FINE, PROBLEM, USAGE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read, for which school, and whether to write."""
    parser.add_argument("what", choices=("roster", "timetable", "events", "attendance", "photographs"))
    parser.add_argument("path", type=Path, metavar="PATH", help="a folder, a zip or one file")
    parser.add_argument("--school", default="", metavar="SLUG", help="the school, where there are several")
    parser.add_argument(
        "--map", action="append", default=[], metavar="ID=SLUG", help="which school an id of the file is"
    )
    parser.add_argument("--create", action="store_true", help="create schools of the file that are not here")
    parser.add_argument("--apply", action="store_true", help="write; without it nothing changes")
    parser.add_argument("--year", default="", help="the school year, where the file's terms lie elsewhere")
    parser.add_argument("--encoding", help="the files' encoding, instead of detecting it")
    parser.add_argument("--date-order", choices=("dmy", "mdy"), help="whether day or month comes first")
    parser.add_argument("--years", choices=("uk", "us"), default="uk", help="year groups or grades")
    parser.add_argument(
        "--mapping",
        type=Path,
        help="names the columns of other systems: a CSV, for events and attendance TOML",
    )
    parser.add_argument("--valid-from", default="", metavar="DATE", help="timetable: the first day (today)")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace) -> int:
    """0: all sound; 1: faults, questions, or schools not known (sound rows are applied); 2: wrong usage."""
    from evenhand.cli.importing.attendance.running import import_attendance
    from evenhand.cli.importing.happenings import import_happenings
    from evenhand.cli.importing.photographs import import_photographs
    from evenhand.cli.importing.roster import Usage, import_file
    from evenhand.cli.importing.timetable import import_lessons

    if sys.stderr.isatty() and not args.json:
        print(f"Reading {args.path} …", file=sys.stderr)
    try:
        readers: dict[str, Callable[[argparse.Namespace], Report]] = {
            "roster": import_file,
            "timetable": import_lessons,
            "events": import_happenings,
            "attendance": import_attendance,
            "photographs": import_photographs,
        }
        report = readers[args.what](args)
    except Usage as problem:
        print(f"evenhand import: {problem}", file=sys.stderr)
        return USAGE
    print(report.as_json() if args.json else report.as_text())
    return FINE if report.is_sound else PROBLEM
