"""`evenhand bench`: measure the budgets on this machine, beside what the machine can do at best."""

import argparse
import json
import sys
from pathlib import Path

NAME = "bench"
HELP = "measure the budgets on this machine"
EXAMPLE = "evenhand bench --events 20000 --json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many events, in which form the figures are printed, and where the schools are kept."""
    parser.add_argument(
        "--events", type=int, action="append", metavar="N",
        help="a school with so many events; twice for growth (default: 20000 and 1000000)",
    )  # fmt: skip
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

    if args.events and min(args.events) < 1:
        print("evenhand bench: --events must be at least 1.", file=sys.stderr)
        return 2
    folder = (args.folder or read_path("EVENHAND_DATA", Path("var")) / "bench").resolve()
    figures = with_shares(
        measure(
            folder,
            args.events or SIZES,
            lambda line: print(line, file=sys.stderr, flush=True),
            ten_million=args.ten_million,
        )
    )
    print(json.dumps(figures) if args.json else table(figures))
    return 0
