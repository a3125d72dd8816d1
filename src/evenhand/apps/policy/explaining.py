"""Why, for a page: the paragraph in the policy's voice, then the figures used and since when.

The shapes are those that the shared components of pages ask for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evenhand.engine.pack.schema import Pack, Setting

MOST_QUOTES = 3


@dataclass(frozen=True)
class Quote:
    """A paragraph in the policy's voice."""

    cite: str
    text: str


@dataclass(frozen=True)
class Row:
    """One line of a reason."""

    label: str
    value: str
    cite: str = ""


@dataclass(frozen=True)
class Link:
    """A way on."""

    words: str
    url: str


@dataclass(frozen=True)
class Why:
    """A reason: `label` is its name for assistive technology."""

    label: str
    quotes: tuple[Quote, ...]
    rows: tuple[Row, ...]
    links: tuple[Link, ...] = ()


def why(
    pack: Pack,
    label: str,
    cites: Iterable[str],
    rows: Iterable[Row] = (),
    used: Sequence[Sequence[Any]] = (),
    links: Iterable[Link] = (),
) -> Why:
    """The reason that these clauses and figures give.

    Args:
        used: the figures of a stored reason: key, value, and the day since when it holds as ISO text or None.
    """
    quotes = [Quote(cite, pack.clauses[cite].text) for cite in dict.fromkeys(cites) if cite in pack.clauses]
    figures = (figure_row(pack, key, value, since) for key, value, since in used)
    read = [Link(f"Read {pack.cited(quote.cite)}", f"/policy/{quote.cite}/") for quote in quotes[:1]]
    return Why(label, tuple(quotes[:MOST_QUOTES]), (*rows, *figures), (*read, *links))


def figure_row(pack: Pack, key: str, value: Any, since: str | None) -> Row:
    """A figure or setting that a rule used, in words, with the day from which it holds."""
    setting = pack.settings.get(key)
    if setting is not None:
        from_when = f", since {day_words(since)}" if since else ", the default"
        return Row("School’s choice", f"{setting.asks} {_choice(setting, value)}{from_when}")
    param = pack.params.get(key)
    if param is None:
        return Row(key, str(value))
    unit = str(param.unit).replace("_", " ")
    words = str(value) if unit in {"time", "count", "ratio"} else f"{value} {unit}"
    return Row("Figure", f"{param.label}: {words}" + (f", since {day_words(since)}" if since else ""))


def day_words(iso: str) -> str:
    """A stored day as 1 Sep 2026."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b %Y}"


def _choice(setting: Setting, value: Any) -> str:
    for choice in setting.choices:
        if choice.value == value:
            return choice.label
    return {True: "Yes", False: "No"}.get(value, str(value)) if isinstance(value, bool) else str(value)
