"""`evenhand audit`: show that nobody has changed what was written down, and that it comes out the same again."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evenhand.apps.conduct.replaying import Replayed
    from evenhand.apps.tenancy.models import School

NAME = "audit"
HELP = "verify the chain of every school and the triggers that keep history, or compute every decision again"
EXAMPLE = "evenhand audit verify --school marlow-bridge\n  evenhand audit replay --json"
NEEDS_DJANGO = True
SHOWN = 20
STEP = 1_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, for which school."""
    parser.add_argument(
        "act",
        choices=["verify", "replay"],
        help="verify: the chains and triggers; replay: every stored decision from its stored facts",
    )
    parser.add_argument("--school", help="the slug of one school (default: every school)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Exit 1 where a link is broken, a trigger is missing or a decision differs, 2 where there is no such school."""
    from evenhand.apps.tenancy.models import School

    schools = School.objects.order_by("slug")
    if args.school:
        schools = schools.filter(slug=args.school)
        if not schools:
            print(f"evenhand audit: there is no school {args.school!r}.")
            return 2
    return _verify(args, schools) if args.act == "verify" else _replay(args, schools)


def _verify(args: argparse.Namespace, schools: "Iterable[School]") -> int:
    from evenhand.apps.audit import triggers
    from evenhand.apps.audit.verify import verify
    from evenhand.apps.tenancy.scoping import in_school

    found = {}
    for school in schools:
        with in_school(school):
            found[school.slug] = verify(school.pk)
    missing = triggers.missing()
    if args.json:
        chains = {slug: {"entries": f.entries, "problem": f.problem} for slug, f in found.items()}
        print(json.dumps({"schools": chains, "missing_triggers": missing}))
    else:
        for slug, chain in found.items():
            print(f"{slug}: {chain.problem or f'{chain.entries} entries hold'}")
        for name in missing:
            print(f"missing trigger: {name}")
    return 1 if missing or any(chain.problem for chain in found.values()) else 0


def _replay(args: argparse.Namespace, schools: "Iterable[School]") -> int:
    from evenhand.apps.conduct.replaying import replay
    from evenhand.apps.tenancy.scoping import in_school

    found = {}
    for school in schools:
        with in_school(school):
            found[school.slug] = replay(school.pk, _progress(school.slug))
    if args.json:
        print(json.dumps({"schools": {slug: _plain(one) for slug, one in found.items()}}))
    else:
        for slug, one in found.items():
            _print(slug, one)
    return 1 if any(one.differing for one in found.values()) else 0


def _plain(one: "Replayed") -> dict[str, object]:
    return {"decisions": one.decisions, "differing": [row._asdict() for row in one.differing]}


def _print(slug: str, one: "Replayed") -> None:
    if not one.differing:
        print(f"{slug}: {one.decisions} decisions come out the same")
        return
    print(f"{slug}: {len(one.differing)} differences in {one.decisions} decisions")
    for row in one.differing[:SHOWN]:
        print(f"  {row.seq} event {row.event} of pupil {row.pupil_id}: {row.problem}")
    if len(one.differing) > SHOWN:
        print(f"  and {len(one.differing) - SHOWN} more; --json lists them all")


def _progress(slug: str) -> "Callable[[int], None] | None":
    """A line that counts up on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show(count: int) -> None:
        if count % STEP == 0:
            print(f"\r{slug}: {count:,} decisions", end="", file=sys.stderr, flush=True)

    return show
