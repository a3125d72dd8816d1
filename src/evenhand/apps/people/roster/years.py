"""Year groups from what files call them: "Year 9", "09", "R", "Nursery", "KG", "Grade 9", "9th grade"."""

from __future__ import annotations

import re

from evenhand.apps.people.roster.model import YearSystem

LOWEST, HIGHEST = -2, 14
NAMED = {
    "r": 0,
    "rec": 0,
    "reception": 0,
    "yr": 0,
    "yearr": 0,
    "year0": 0,
    "n": -1,
    "nur": -1,
    "nursery": -1,
    "n1": -2,
    "n2": -1,
    "nursery1": -2,
    "nursery2": -1,
    "yearn": -1,
    "yn": -1,
    "kg": 1,
    "k": 1,
    "kindergarten": 1,
    "tk": 0,
    "pk": 0,
    "prek": 0,
    "prekindergarten": 0,
    "pr": -1,
    "it": -2,
}
UK = re.compile(r"(?:year|yr|y|nc ?year|nc)\s*\.?\s*(\d{1,2})", re.ASCII)
US = re.compile(r"(?:grade|gr)\s*\.?\s*(\d{1,2})|(\d{1,2})(?:st|nd|rd|th)(?:\s*grade)?", re.ASCII)
BARE = re.compile(r"-?\d{1,2}", re.ASCII)


def year_group(value: str, system: YearSystem = "uk") -> int | None:
    """Return the English year group, or None when `value` names none.

    A bare number is an English year under `system` "uk"; under "us" a grade, one below the English year.
    """
    text = " ".join(value.casefold().split())
    named = NAMED.get(text.replace(" ", "").replace("-", ""))
    if named is not None:
        return named
    english, american = UK.fullmatch(text), US.fullmatch(text)
    if english:
        return _within(int(english[1]))
    if american:
        return _within(int(american[1] or american[2]) + 1)
    if BARE.fullmatch(text):
        return _within(int(text) + (1 if system == "us" else 0))
    return None


def _within(number: int) -> int | None:
    return number if LOWEST <= number <= HIGHEST else None
