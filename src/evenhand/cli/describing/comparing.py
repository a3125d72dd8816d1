"""Two editions of a pack in words, and which past outcomes the changes could touch or did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from evenhand.engine.pack.diff import Change

HEADINGS: Final = {
    "clause": "Clauses",
    "figure": "Figures and their dates",
    "setting": "Settings",
    "rule": "Rules",
    "wording": "Wording only",
}
LONGEST: Final = 70


def as_plain(changes: Iterable[Change]) -> dict[str, Any]:
    """The changes by group, and what they could touch."""
    every = tuple(changes)
    return {
        **{group: [_plain(one) for one in every if one.group == group] for group in HEADINGS},
        "could_affect": could_affect(every),
    }


def could_affect(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Which outcomes could come out otherwise: those that cite or use what changed, from a day on."""
    found = {}
    for one in changes:
        if one.decides and (one.cites or one.uses):
            plain = {"cites": list(one.cites), "uses": one.uses, "since": _day(one.since)}
            found[str(plain)] = {**plain, "because": one.what}
    return list(found.values())


def as_text(changes: Iterable[Change]) -> str:
    """The changes as lines to read."""
    every = tuple(changes)
    if not every:
        return "nothing changed"
    lines: list[str] = []
    for group, heading in HEADINGS.items():
        mine = [one for one in every if one.group == group]
        if mine:
            lines += [f"{heading} ({len(mine)})", *(f"  {in_words(one)}" for one in mine), ""]
    touched = could_affect(every)
    if touched:
        lines.append("Outcomes that could come out otherwise")
    for one in touched:
        parts = [f"cite {', '.join(one['cites'])}"] if one["cites"] else []
        parts += [f"use {one['uses']}"] if one["uses"] else []
        since = f", from {one['since']}" if one["since"] else ""
        lines.append(f"  those that {' or '.join(parts)}{since} ({one['because']})")
    return "\n".join(lines).rstrip()


def in_words(change: Change) -> str:
    """One change as a sentence."""
    field = f" {change.field.replace('_', ' ')}" if change.field and change.field != change.what else ""
    if change.was is None:
        return f"{change.what}{field} is new: {_short(change.now)}"
    if change.now is None:
        return f"{change.what}{field} is gone: {_short(change.was)}"
    return f"{change.what}{field} was {_short(change.was)}, is {_short(change.now)}"


def _plain(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "field": change.field,
        "was": _json(change.was),
        "now": _json(change.now),
        "cites": list(change.cites),
        "uses": change.uses,
        "since": _day(change.since),
        "words": in_words(change),
    }


def _json(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | None) else _short(value, 10_000)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _short(value: Any, most: int = LONGEST) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        value = ", ".join(map(str, value)) or "none"
    elif isinstance(value, dict):
        value = ", ".join(f"{key} = {inner}" for key, inner in value.items()) or "none"
    text = f'"{value}"' if isinstance(value, str) and (" " in value or not value) else str(value)
    return text if len(text) <= most else text[: most - 1] + "…"
