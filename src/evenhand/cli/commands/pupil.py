"""`evenhand pupil`: erase what was written about one pupil, while what happened and its chain stay."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenhand.apps.people.models import Pupil
    from evenhand.apps.tenancy.models import School

NAME = "pupil"
HELP = (
    "erase the free words about one pupil and the photograph; what happened, the decisions and the log stay"
)
EXAMPLE = 'evenhand pupil erase-words --pupil A123456789012 --reason "seven years after leaving" --apply'
NEEDS_DJANGO = True

FINE, PROBLEM, USAGE = 0, 1, 2
BY = "command line"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose words, under which rule, and whether to erase."""
    parser.add_argument(
        "act", choices=["erase-words"], help="erase-words: everything that was written about the pupil"
    )
    parser.add_argument(
        "--pupil",
        required=True,
        metavar="ID",
        help="the UPN, the roster's id, or the number in the pupil's address",
    )
    parser.add_argument(
        "--reason", default="", help="the rule under which words are erased; the log keeps it for good"
    )
    parser.add_argument("--school", default="", metavar="SLUG", help="the school, where there are several")
    parser.add_argument("--apply", action="store_true", help="erase; without it nothing changes")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0: listed or erased; 1: some words have to stay for now; 2: wrong usage, nothing was erased."""
    from evenhand.apps.conduct.erasing import NotErased, find_pupil
    from evenhand.apps.tenancy.scoping import in_school
    from evenhand.cli.importing.roster import Usage, school_of

    try:
        school = school_of(args.school)
        with in_school(school):
            return _erase(args, school, find_pupil(args.pupil))
    except (Usage, NotErased) as problem:
        print(f"evenhand pupil: {problem}", file=sys.stderr)
        return USAGE


def _erase(args: argparse.Namespace, school: School, pupil: Pupil) -> int:
    from evenhand.apps.access.actors import system_actor
    from evenhand.apps.conduct.erasing import erase_words, words_of, words_that_stay

    stays = words_that_stay(pupil)
    went = (
        erase_words(system_actor(school.pk, BY), pupil=pupil, rule=args.reason)
        if args.apply
        else words_of(pupil)
    )
    if args.json:
        print(json.dumps({"pupil": pupil.pk, "applied": args.apply, "words": went, "stay": stays}))
    else:
        _print(pupil, args.apply, went, stays)
    return PROBLEM if stays else FINE


def _print(pupil: Pupil, applied: bool, went: dict[str, int], stays: dict[str, int]) -> None:
    print(f"{pupil.display_name}, {pupil.form}: words that {'were' if applied else 'would be'} erased")
    for kind, count in went.items():
        if count:
            print(f"{count:>7} {kind.replace('_', ' ')}")
    if not any(went.values()):
        print("        none")
    for kind, count in stays.items():
        print(f"{count:>7} {kind}")
    if not applied:
        print("Nothing has changed. Give --reason and --apply to erase these words for good.")
