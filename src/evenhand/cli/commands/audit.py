"""`evenhand audit verify`: show that nobody has changed what was written down."""

import argparse
import json

NAME = "audit"
HELP = "verify the chain of every school and the triggers that keep history"
EXAMPLE = "evenhand audit verify --school marlow-bridge"
NEEDS_DJANGO = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, for which school."""
    parser.add_argument("act", choices=["verify"], help="what to do")
    parser.add_argument("--school", help="the slug of one school (default: every school)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Verify; exit 1 where a link is broken or a trigger is missing, 2 where there is no such school."""
    from evenhand.apps.audit import triggers
    from evenhand.apps.audit.verify import verify
    from evenhand.apps.tenancy.models import School
    from evenhand.apps.tenancy.scoping import in_school

    schools = School.objects.order_by("slug")
    if args.school:
        schools = schools.filter(slug=args.school)
        if not schools:
            print(f"evenhand audit: there is no school {args.school!r}.")
            return 2
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
