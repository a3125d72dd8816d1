"""The acts of `evenhand pack` that say something about a pack: show, diff, coverage."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from evenhand.cli.describing import comparing, showing
from evenhand.cli.replaying.faults import UnusableInput
from evenhand.engine.pack.case_file import Case, parse_cases
from evenhand.engine.pack.coverage import Covered, coverage, tallies
from evenhand.engine.pack.diff import differences
from evenhand.engine.pack.errors import PackErrors
from evenhand.engine.pack.load import load_pack
from evenhand.packs.reader import UnknownPackError, pack_texts

FINE, PROBLEM, USAGE = 0, 1, 2
WORST = 200


def describe(args: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Carry out the act; 1 where the pack has faults, or where two editions differ."""
    try:
        match args.act:
            case "show":
                return _show(args, texts)
            case "diff":
                return _diff(args, texts)
            case _:
                return _coverage(args, texts)
    except PackErrors as errors:
        print("\n".join(map(str, errors.errors)), file=sys.stderr)
        return PROBLEM
    except (UnknownPackError, showing.NoSuchPart) as unknown:
        print(f"evenhand pack: {unknown.args[0]}", file=sys.stderr)
        return USAGE
    except UnusableInput as unusable:
        print("\n".join(f"evenhand pack: {problem}" for problem in unusable.problems), file=sys.stderr)
        return USAGE


def cases_of(texts: Mapping[str, str]) -> list[Case]:
    """Every case of a pack. Raises `PackErrors`."""
    names = sorted(name for name in texts if name.startswith("cases/") and name.endswith(".toml"))
    return [case for name in names for case in parse_cases(name, texts[name])]


def _show(args: argparse.Namespace, texts: Mapping[str, str]) -> int:
    plain = showing.describe(load_pack(texts), args.other, cases_of(texts))
    print(json.dumps(plain, ensure_ascii=False) if args.json else showing.as_text(plain))
    return FINE


def _diff(args: argparse.Namespace, texts: Mapping[str, str]) -> int:
    if not args.other:
        raise UnusableInput("diff needs two packs: PACK and NEW")
    changes = differences(load_pack(texts), load_pack(pack_texts(args.other)))
    past = _past(args) if args.events else None
    if args.json:
        print(json.dumps({**comparing.as_plain(changes), "past": past}, ensure_ascii=False))
    else:
        print(comparing.as_text(changes))
        if past is not None:
            print("\n".join(_past_lines(past)))
    return PROBLEM if changes else FINE


def _past(args: argparse.Namespace) -> dict[str, object]:
    """What the events would have brought under either edition. Raises `UnusableInput`."""
    from evenhand.cli.progress import Progress
    from evenhand.cli.replaying.comparing import as_plain, compare
    from evenhand.cli.replaying.inputs import read_calendar, read_policy, sources_of
    from evenhand.cli.replaying.people import read_people
    from evenhand.cli.replaying.running import Request

    if not args.calendar:
        raise UnusableInput("--events needs --calendar")
    people = read_people(args.pupils, args.staff)
    request = Request(
        read_policy(args.pack), read_calendar(args.calendar), sources_of(args.events), Path(), people
    )
    against = read_policy(args.other)
    with Progress("Looking over") as first, Progress("Comparing") as second:
        return as_plain(compare(request, against, second.more, first.reach), request, against)


def _past_lines(past: dict[str, object]) -> list[str]:
    pupils = past["pupils"] if isinstance(past["pupils"], list) else []
    lines = ["", f"Of the events given, {len(pupils)} pupils would have had something different"]
    for one in pupils[:WORST]:
        first = one["first"]
        sides = [
            ", ".join(
                f"{item['kind']} ({item['why']}{', ' + ', '.join(item['cites']) if item['cites'] else ''})"
                for item in first[side]
            )
            or "nothing"
            for side in ("was", "would")
        ]
        lines.append(f"  {one['pupil']}: {first['event']} at {first['at']}: {sides[0]}; would be: {sides[1]}")
    return lines


def _coverage(args: argparse.Namespace, texts: Mapping[str, str]) -> int:
    covered = coverage(load_pack(texts), cases_of(texts))
    if args.json:
        plain = {
            "fates": {
                one.fate.value: {
                    "clauses": one.clauses, "not_built": one.not_built, "without_case": one.without_case,
                }
                for one in tallies(covered)
            },
            "clauses": [showing.clause(one) for one in covered],
        }  # fmt: skip
        print(json.dumps(plain, ensure_ascii=False))
        return FINE
    print(f"{'':14}{'clauses':>8}{'not built':>11}{'without a case':>16}")
    for one in tallies(covered):
        print(f"{one.fate.value:14}{one.clauses:>8}{one.not_built:>11}{one.without_case:>16}")
    print()
    for clause in covered:
        print(_line(clause))
    left = [one.clause.id for one in covered if one.is_open]
    print(f"\nNot built, or a gap ({len(left)}): {', '.join(left) or 'none'}")
    return FINE


def _line(one: Covered) -> str:
    parts = [
        f"{len(found)} {word if len(found) != 1 else word.removesuffix('s')}"
        for found, word in (
            (one.rules, "rules"), (one.figures, "figures"), (one.settings, "settings"), (one.cases, "cases"),
        )
        if found
    ]  # fmt: skip
    built = "" if one.clause.built else ", not built"
    return f"{one.clause.id:10} {one.clause.fate.value}{built}: {', '.join(parts) or 'nothing touches it'}"
