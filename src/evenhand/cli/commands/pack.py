"""`evenhand pack`: check a written policy, run its cases, show it, compare two editions, say what is covered."""

import argparse
import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.pack.cases import Case, parse_cases, run_case
from evenhand.engine.pack.errors import PackError, PackErrors
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.packs.law import law_of
from evenhand.packs.reader import UnknownPackError, calendar_text, pack_texts

NAME = "pack"
HELP = "check a policy pack, run its cases, show it, compare it, or say what is covered"
EXAMPLE = "evenhand pack check policies/our_school"
NEEDS_DJANGO = False

FINE, PROBLEM, USAGE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with which pack."""
    parser.add_argument(
        "act",
        choices=("check", "test", "show", "diff", "coverage"),
        help="check: load it strictly; test: also run cases/; show: print it or one part of it; diff: what"
        " changed in another edition; coverage: what became of each clause",
    )
    parser.add_argument("pack", metavar="PACK", help="the id of a pack that comes with evenhand, or a folder")
    parser.add_argument(
        "other", nargs="?", default="", metavar="PART|NEW",
        help="show: a clause, setting or figure; diff: the newer edition",
    )  # fmt: skip
    past = parser.add_argument_group("diff: which past outcomes would have been different")
    past.add_argument("--events", type=Path, action="append", metavar="FILE", help="CSV or JSON Lines")
    past.add_argument("--calendar", metavar="FILE", help="TOML or iCalendar; needed with --events")
    past.add_argument("--pupils", type=Path, metavar="FILE", help="CSV: id, year_group, form, other groups")
    past.add_argument("--staff", type=Path, metavar="FILE", help="CSV: id, roles")
    parser.add_argument("--json", action="store_true", help="machine-readable output")


def run(args: argparse.Namespace) -> int:
    """Report: 0 when there is no fault, failing case or difference, 1 when there is, 2 for no such pack or part."""
    try:
        texts = pack_texts(args.pack)
    except UnknownPackError as unknown:
        print(f"evenhand pack: {unknown}", file=sys.stderr)
        return USAGE
    if args.act not in ("check", "test"):
        from evenhand.cli.describing.acts import describe

        return describe(args, texts)
    return _check(texts, args) if args.act == "check" else _test(texts, args)


def _check(texts: dict[str, str], args: argparse.Namespace) -> int:
    try:
        pack = load_pack(texts)
    except PackErrors as errors:
        return _report_faults(args, errors.errors)
    if args.json:
        print(json.dumps({"pack": pack.id, "version": pack.version, "digest": pack.digest, "errors": []}))
    else:
        counts = f"{len(pack.clauses)} clauses, {len(pack.items)} items, {len(pack.params)} figures"
        print(f"{pack.id} {pack.version}: {counts}, {len(pack.settings)} settings, no faults")
        print(f"digest {pack.digest}")
    return FINE


def _report_faults(args: argparse.Namespace, errors: tuple[PackError, ...]) -> int:
    if args.json:
        print(json.dumps({"errors": [error._asdict() for error in errors]}, ensure_ascii=False))
    else:
        for error in errors:
            print(error)
        print(f"{len(errors)} fault{'' if len(errors) == 1 else 's'}")
    return PROBLEM


def _test(texts: dict[str, str], args: argparse.Namespace) -> int:
    faults: list[PackError] = []
    cases: list[tuple[str, Case]] = []
    for name in sorted(name for name in texts if name.startswith("cases/") and name.endswith(".toml")):
        try:
            cases += [(name, case) for case in parse_cases(name, texts[name])]
        except PackErrors as errors:
            faults += errors.errors
    try:
        pack = load_pack(texts)
        policy = Policy.of(pack, law=law_of(pack.jurisdiction))
    except PackErrors as errors:
        faults += errors.errors
    if faults:
        return _report_faults(args, tuple(sorted(faults)))
    calendar_of = _calendars(texts)
    results = [(name, case, _failures(policy, calendar_of, case)) for name, case in cases]
    return _report_cases(args, results)


def _calendars(texts: dict[str, str]) -> Callable[[str], SchoolCalendar]:
    """Calendars by name: the pack's own calendars/NAME.toml first, else one that comes with evenhand."""

    @cache
    def calendar_of(name: str) -> SchoolCalendar:
        file = f"calendars/{name}.toml"
        return load_calendar(texts[file] if file in texts else calendar_text(name), file)

    return calendar_of


def _failures(policy: Policy, calendar_of: Callable[[str], SchoolCalendar], case: Case) -> tuple[str, ...]:
    try:
        calendar = calendar_of(case.calendar)
    except (UnknownPackError, PackErrors) as problem:
        return tuple(str(problem).splitlines())
    return run_case(policy, calendar, case)


def _report_cases(args: argparse.Namespace, results: list[tuple[str, Case, tuple[str, ...]]]) -> int:
    failed = [result for result in results if result[2]]
    if args.json:
        plain = [
            {"file": name, "case": case.name, "covers": case.covers, "failures": failures}
            for name, case, failures in results
        ]
        print(json.dumps({"cases": plain, "failed": len(failed)}, ensure_ascii=False))
    else:
        for _, case, failures in failed:
            print(f"not so: {case.name}")
            print("\n".join(f"  {failure}" for failure in failures))
        print(f"{len(results)} cases, {len(failed)} not as expected")
    return PROBLEM if failed or not results else FINE
