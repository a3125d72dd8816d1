"""What a VEVENT of a school's calendar is: told by its CATEGORIES, or by the words of its SUMMARY."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

KINDS: Final = {
    "ACADEMIC YEAR": "year",
    "SCHOOL YEAR": "year",
    "HALF TERM": "block",
    "HALF-TERM": "block",
    "TERM": "term",
    "INSET": "inset",
    "TRAINING DAY": "inset",
    "BANK HOLIDAY": "bank_holiday",
    "PUBLIC HOLIDAY": "bank_holiday",
    "CLOSURE": "closure",
    "CLOSED": "closure",
}
"""The words that stand in CATEGORIES or begin a SUMMARY, and what they mean."""

BREAK: Final = re.compile(r"\b(HOLIDAYS?|BREAK|CLOSED|CLOSURE)\b")
WITHIN: Final = (
    (re.compile(r"(\w+ ){0,2}HALF[ -]TERM( HOLIDAYS?| BREAK| WEEK| \d+)?"), "block"),
    (re.compile(r"\w+ TERM( \d)?( \d{4}([/-]\d{2,4})?)?"), "term"),
    (re.compile(r".*\b(INSET|TRAINING DAY)\b.*"), "inset"),
    (re.compile(r".*\b(BANK|PUBLIC) HOLIDAY\b.*"), "bank_holiday"),
    (
        re.compile(
            r"(GOOD FRIDAY|EASTER MONDAY|CHRISTMAS DAY|BOXING DAY|ST ANDREW.?S DAY|NEW YEAR.?S DAY)( \(.*\))?"
        ),
        "bank_holiday",
    ),
    (
        re.compile(r"(SCHOOL )?(HOLIDAYS?|BREAK)|(\w+ ){1,2}(HOLIDAYS?|BREAK)|SCHOOL (IS )?CLOS(ED|URE).*"),
        "closure",
    ),
)
"""Whole summaries of events that last whole days, as schools and the government write them."""


def meaning(summary: str, categories: Iterable[str], *, whole_days: bool) -> tuple[str, str]:
    """What the event is, "" where nothing of a calendar; and its name.

    A half-term that is called a holiday is a `break`: no part of a term, but a gap in one.
    """
    said = " ".join(summary.upper().split())
    kind = next((KINDS[word.strip()] for word in categories if word.strip() in KINDS), "")
    label = summary
    if not kind:
        kind, label = _at_the_start(summary)
    if not kind and whole_days:
        kind = next((meant for pattern, meant in WITHIN if pattern.fullmatch(said)), "")
        label = summary
    if kind == "block" and BREAK.search(said):
        kind = "break"
    return kind, label


def _at_the_start(summary: str) -> tuple[str, str]:
    """What the first words say, and the rest as the name."""
    for word, meant in KINDS.items():
        rest = summary[len(word) :]
        if summary.upper().startswith(word) and not rest[:1].isalpha():
            return meant, rest.strip(" :-") or summary
    return "", summary
