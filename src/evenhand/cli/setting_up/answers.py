"""The answers that set a school up: from a file, from the arguments, or typed."""

from __future__ import annotations

import argparse
import getpass
import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from typing import Any

EXAMPLE_ANSWERS = """\
# Answers for: evenhand setup --answers FILE
# The password of the first account is asked for, or read from EVENHAND_FIRST_PASSWORD; it never stands here.
name = "Your name"
email = "you@school.example"
school = "Name of the school"
trust = "Name of the trust"
policy = "PACK"                        # evenhand setup asks with the list
policy_from = 2026-09-01
year = "2026-27-three-terms"           # an example to start from; or type [[block]] and [[closure]] below
weeks = 2

# [[block]]
# label = "Autumn 1"
# term = "Autumn term"
# first = 2026-09-02
# last = 2026-10-23

[[closure]]
date = 2026-11-27
kind = "inset"
label = "Staff training"

# [[period]]                           # left out, an example of a day stands in
# key = "P1"
# label = "Period 1"
# start = 08:55:00
# end = 09:55:00
# kind = "lesson"                      # lesson, registration, social, after
# midday = 12:10:00
# closing = 15:00:00

# [[invite]]                           # the link of each is printed once
# name = "Nia Okonjo"
# email = "nia@school.example"
# role = "teacher"
# year_group = 9                       # where the role is for one year group only
"""


class Incomplete(ValueError):
    """An answer is missing and nobody is there to ask, or the file cannot be read."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that is asked; empty means not set up now."""

    name: str = ""
    email: str = ""
    password: str = ""
    school: str = ""
    trust: str = ""
    policy: str = ""
    policy_from: Any = None
    year: str = ""
    weeks: int = 0
    midday: Any = None
    closing: Any = None
    block: list[dict[str, Any]] = field(default_factory=list)
    closure: list[dict[str, Any]] = field(default_factory=list)
    period: list[dict[str, Any]] = field(default_factory=list)
    invite: list[dict[str, Any]] = field(default_factory=list)


def gather(args: argparse.Namespace, *, ask: bool) -> Answers:
    """File first, arguments over it, and questions for what is missing where somebody is there. Raises Incomplete."""
    answers = replace(
        _from_file(args), **{name: value for name in FROM_ARGUMENTS if (value := getattr(args, name))}
    )
    answers = replace(answers, password=os.environ.get("EVENHAND_FIRST_PASSWORD", ""))
    if ask:
        answers = _asked(answers)
    missing = [name for name in NEEDED if not getattr(answers, name)]
    if missing:
        words = ", ".join(missing)
        raise Incomplete(
            f"these answers are missing: {words}. Give them in --answers FILE (--example prints one); the "
            "password in EVENHAND_FIRST_PASSWORD."
        )
    return answers


FROM_ARGUMENTS = ("name", "email", "school", "trust", "policy", "year", "weeks")
NEEDED = ("name", "email", "password", "school")


def _from_file(args: argparse.Namespace) -> Answers:
    if args.answers is None:
        return Answers()
    try:
        read = tomllib.loads(args.answers.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise Incomplete(f"{args.answers} cannot be read: {problem}") from problem
    known = {column.name: column for column in fields(Answers) if column.name != "password"}
    unknown = sorted(set(read) - set(known))
    if unknown:
        raise Incomplete(f"{args.answers} has answers that nobody asks for: {', '.join(unknown)}")
    return Answers(**read)


def _asked(answers: Answers) -> Answers:
    """Ask for what is still missing; an empty answer leaves it for the pages."""
    from evenhand.apps.tenancy.patterns import term_patterns
    from evenhand.packs.reader import pack_ids

    patterns = ", ".join(pattern.id for pattern in term_patterns())
    questions = (
        ("name", "Your name"),
        ("email", "Your address, with which you sign in"),
        ("school", "Name of the school"),
        ("trust", "Name of the trust (empty if there is none)"),
        ("policy", f"Policy ({', '.join(pack_ids())}; empty for later)"),
        ("year", f"Term pattern to start from ({patterns}; empty for later)"),
    )
    typed = {name: input(f"{words}: ").strip() for name, words in questions if not getattr(answers, name)}
    if not answers.password:
        typed["password"] = getpass.getpass("A password, at least 12 characters: ")
    return replace(answers, **typed)  # type: ignore[arg-type]  # the fields asked for are texts
