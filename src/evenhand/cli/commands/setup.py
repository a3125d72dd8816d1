"""`evenhand setup`: a school from nothing, by questions or from a file of answers."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

NAME = "setup"
HELP = "set a school up: account, policy, year, bells, invitations"
EXAMPLE = "evenhand setup --answers marlow-bridge.toml"
NEEDS_DJANGO = True

FINE, PROBLEM, USAGE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """A file of answers, or single answers; what is missing is asked where somebody is there to answer."""
    parser.add_argument("--answers", type=Path, metavar="FILE", help="a TOML file of answers")
    parser.add_argument(
        "--example", action="store_true", help="print a file of answers to start from, and stop"
    )
    parser.add_argument("--school", default="", metavar="NAME", help="name of the school")
    parser.add_argument("--trust", default="", metavar="NAME", help="name of the trust")
    parser.add_argument("--name", default="", help="your name")
    parser.add_argument("--email", default="", help="your address, with which you sign in")
    parser.add_argument("--policy", default="", metavar="ID", help="the policy pack that runs")
    parser.add_argument("--year", default="", metavar="ID", help="an example term pattern")
    parser.add_argument(
        "--weeks", type=int, default=0, choices=(0, 1, 2, 3, 4), help="weeks in the timetable's cycle"
    )
    parser.add_argument("--check", action="store_true", help="only say what a school still lacks")


def run(args: argparse.Namespace) -> int:
    """0: done, or nothing needed is missing; 1: something is still missing or was refused; 2: wrong usage."""
    from evenhand.cli.setting_up.answers import EXAMPLE_ANSWERS, Incomplete, gather
    from evenhand.cli.setting_up.carrying_out import Refusal, carry_out, report

    if args.example:
        print(EXAMPLE_ANSWERS, end="")
        return FINE
    if args.check:
        return report()
    try:
        answers = gather(args, ask=sys.stdin.isatty())
        carry_out(answers)
    except Incomplete as problem:
        print(f"evenhand setup: {problem}", file=sys.stderr)
        return USAGE
    except Refusal as refusal:
        for line in refusal.problems:
            print(f"evenhand setup: {line}", file=sys.stderr)
        return PROBLEM
    report()
    return FINE
