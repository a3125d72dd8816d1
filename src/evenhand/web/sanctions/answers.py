"""What was typed into the form of an act, as details of the event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from evenhand.engine.facts import Fact
from evenhand.web.sanctions.asking import Field, Part

LONGEST = 4_000
HALVES, DIGITS, MOST = 2, 4, 1_000
LUNCHES = "lunches"
PERIOD = ("start", "session", "half_days")


def read(post: QueryDict, parts: Iterable[Part]) -> dict[str, Fact]:
    """The answers to the fields of these parts; a field that is empty or makes no sense gives none."""
    found: dict[str, Fact] = {}
    for part in parts:
        for one in part.fields:
            value = _value(post, one)
            if value not in ("", (), None):
                found["half_days" if one.form == "days" else one.name] = value
    # Without a first day nothing is said about a period.
    return found if "start" in found else {name: value for name, value in found.items() if name not in PERIOD}


def _value(post: QueryDict, one: Field) -> Fact | None:
    text = post.get(one.name, "").strip()[:LONGEST]
    if one.form in ("many", "one"):
        return _chosen(post, one, text)
    if one.form == "day":
        days = tuple(day for told in post.getlist(one.name) if (day := _day(told)))
        return days if one.name == LUNCHES else "".join(days[:1])
    if one.form == "days":
        return _halves(text)
    if one.form == "number":
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None
    return text


def _chosen(post: QueryDict, one: Field, text: str) -> Fact | None:
    known = {key for key, _ in one.choices}
    if one.form == "many":
        return tuple(key for key in post.getlist(one.name) if key in known)
    return {"yes": True, "no": False}.get(text, text) if text in known else None


def _halves(text: str) -> int | None:
    """Days with halves as half-days: 2.5 is five."""
    try:
        halves = Decimal(text.replace(",", ".")) * HALVES
    except InvalidOperation:
        return None
    return (
        int(halves)
        if halves.is_finite() and halves == halves.to_integral_value() and 0 < halves < MOST
        else None
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return ""
