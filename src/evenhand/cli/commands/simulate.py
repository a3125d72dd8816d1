"""`evenhand simulate`: what would have been different under another policy or other settings."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from evenhand.cli.commands.replay import add_inputs, day, request_of

if TYPE_CHECKING:
    from evenhand.cli.replaying.comparing import Comparison, Place
    from evenhand.cli.replaying.inputs import Chosen
    from evenhand.cli.replaying.running import Request
    from evenhand.engine.decisions import Outcome

NAME = "simulate"
HELP = "say for whom another policy would have made a difference, and why"
EXAMPLE = (
    "evenhand simulate --pack policies/our_school --set ladder.scope=day"
    " --calendar terms.toml --events events.csv --pupils pupils.csv"
)
NEEDS_DJANGO = False

FINE, PROBLEM, USAGE = 0, 1, 2
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files of a replay, and what to compare with."""
    add_inputs(parser)
    other = parser.add_argument_group("what to compare with (at least one)")
    other.add_argument("--against", metavar="PACK", help="another pack, by its id or folder")
    other.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="a setting that had always held"
    )
    parser.add_argument("--until", type=day, metavar="DATE", help="close periods until this day has ended")
    parser.add_argument("--json", action="store_true", help="machine-readable output, every pupil")
    parser.set_defaults(out=Path(), strict=False, processes=1)


def run(args: argparse.Namespace) -> int:
    """0: compared; 1: some rows could not be used; 2: nothing could be compared."""
    from evenhand.cli.progress import Progress
    from evenhand.cli.replaying.comparing import as_plain, compare
    from evenhand.cli.replaying.faults import UnusableInput

    if not (args.against or args.set):
        print(
            "evenhand simulate: name what to compare with: --against PACK or --set KEY=VALUE.",
            file=sys.stderr,
        )
        return USAGE
    try:
        request = request_of(args)
        against = _against(args, request)
        with Progress("Looking over") as first, Progress("Comparing") as second:

            def surveyed(rows: int) -> None:
                first.reach(rows)
                second.total = rows

            found = compare(request, against, second.more, surveyed)
    except UnusableInput as unusable:
        for problem in unusable.problems:
            print(f"evenhand simulate: {problem}", file=sys.stderr)
        return USAGE
    if args.json:
        print(json.dumps(as_plain(found, request, against), ensure_ascii=False))
    else:
        print("\n".join(_told(found, request)))
    return PROBLEM if found.faults else FINE


def _against(args: argparse.Namespace, request: Request) -> Chosen:
    """The other side: the other pack or the same, under the same settings and those on the command line."""
    from evenhand.cli.replaying.inputs import read_policy, settings_from

    changed = settings_from(args.set)
    keys = {item.key for item in changed}
    kept = () if args.against else tuple(item for item in request.chosen.settings if item.key not in keys)
    return read_policy(args.against or args.pack, (*kept, *changed))


def _told(found: Comparison, request: Request) -> list[str]:
    from evenhand.cli.replaying.comparing import groups_of, totals

    changed = {
        name: one
        for name, one in totals(list(found.pupils.values())).items()
        if one["was"] != one["would"] or one["gain"] or one["lose"]
    }
    differing = [(key, pupil) for key, pupil in found.pupils.items() if pupil.first is not None]
    lines = [f"{len(differing):,} of {len(found.pupils):,} pupils: something would have been different"]
    lines += [f"{fault}" for fault in found.faults[:SHOWN]]
    if changed:
        lines += ["", f"{'':42}{'was':>9}{'would be':>10}{'gain':>7}{'lose':>7}"]
        lines += [_row(name, one) for name, one in changed.items()]
    for kind, name, pupils in groups_of(found, request.people.kinds) if request.people.pupils else ():
        rows = [(one, count) for one, count in totals(pupils).items() if count["gain"] or count["lose"]]
        if rows:
            lines += ["", f"{kind} {name or '(none)'}, {len(pupils)} pupils"]
            lines += [_row("  " + one, count) for one, count in rows]
    if differing:
        lines += ["", "Where it begins:"]
    for (school, ident), pupil in differing[:SHOWN]:
        if pupil.first is not None:
            lines += [f"  {school + '/' if school else ''}{ident}: {_place(pupil.first)}"]
    if len(differing) > SHOWN:
        lines.append(f"  and {len(differing) - SHOWN:,} more pupils; --json lists them all")
    return lines


def _row(name: str, one: dict[str, int]) -> str:
    return f"{name:42}{one['was']:>9,}{one['would']:>10,}{one['gain']:>7,}{one['lose']:>7,}"


def _place(place: Place) -> str:
    was, would = (", ".join(map(_outcome, side)) or "nothing" for side in (place.was, place.would))
    return f"{place.event} at {place.at}: {was}; would be: {would}"


def _outcome(outcome: Outcome) -> str:
    from evenhand.cli.replaying.comparing import name_of

    figures = "".join(f", {used.key} = {used.value}" for used in outcome.reason.used)
    cites = ", ".join(outcome.reason.cites)
    return f"{name_of(outcome)} ({outcome.reason.key}{', ' + cites if cites else ''}{figures})"
