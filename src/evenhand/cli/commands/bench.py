"""`evenhand bench`: measure the budgets on this machine, beside what the machine can do at best."""

import argparse
import json
import sys
from pathlib import Path

NAME = "bench"
HELP = "measure the budgets on this machine"
EXAMPLE = "evenhand bench --events 20000 --json\n  evenhand bench --staff 200"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many events, in which form the figures are printed, and where the schools are kept."""
    parser.add_argument(
        "--events", type=int, action="append", metavar="N",
        help="a school with so many events; twice for growth (default: 20000 and 1000000)",
    )  # fmt: skip
    parser.add_argument(
        "--staff", type=int, metavar="N",
        help="in place of all else: so many adults at once with board, inbox and class open",
    )  # fmt: skip
    parser.add_argument("--seconds", type=int, default=60, help="for how long, with --staff (default 60)")
    parser.add_argument(
        "--ten-million", action="store_true", help="also the memory of a replay of ten million events"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON instead of a table")
    parser.add_argument(
        "--folder", type=Path, help="where the schools are kept (default: bench in the data folder)"
    )


def run(args: argparse.Namespace) -> int:
    """Build, measure and print; 0 also where a budget is missed, since machines differ."""
    from evenhand.cli.bench.report import table, with_shares
    from evenhand.cli.bench.running import SIZES
    from evenhand.cli.bench.running import run as measure
    from evenhand.web.settings.environment import read_path

    for name, figures in (
        ("--events", args.events),
        ("--staff", [args.staff]),
        ("--seconds", [args.seconds]),
    ):
        if any(figure is not None and figure < 1 for figure in figures or ()):
            print(f"evenhand bench: {name} must be at least 1.", file=sys.stderr)
            return 2
    folder = (args.folder or read_path("EVENHAND_DATA", Path("var")) / "bench").resolve()
    if args.staff:
        return _under_load(args, folder)
    found = with_shares(measure(folder, args.events or SIZES, _say, ten_million=args.ten_million))
    print(json.dumps(found) if args.json else table(found))
    return 0


def _under_load(args: argparse.Namespace, folder: Path) -> int:
    from evenhand.cli.bench.report import UNDER_LOAD, shown
    from evenhand.cli.bench.running import SIZES, under_load
    from evenhand.cli.bench.staff import Habit

    habit = Habit(staff=args.staff, seconds=args.seconds)
    found = under_load(folder, max(args.events or SIZES[:1]), habit, _say)
    print(json.dumps(found) if args.json else shown(UNDER_LOAD, found))
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
