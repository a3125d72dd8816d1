"""What changed from one edition of a policy to the next, and which outcomes that could touch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from evenhand.engine.pack.naming import name_of, words_for
from evenhand.engine.pack.schema import Clause, DatedValue, Pack, Param, Setting

WORDING: Final = frozenset(
    {
        "asks", "definition", "effect", "examples", "forbidden_words", "heading", "help", "label", "mark",
        "note", "phrase", "plural", "prompts", "proper_names", "purpose", "question", "sections", "singular",
        "source", "source_labels", "stance", "text", "title", "version", "vocabulary", "why",
    }
)  # fmt: skip
"""Fields that say something and decide nothing."""

LEFT_OUT: Final = ("digest",)


class Change(NamedTuple):
    """One difference. `group` is clause, figure, setting, rule or wording; `was` and `now` are None where absent.

    `cites` are the clauses of the declarations concerned, `uses` the figure whose value changed, `since` the first day
    on which a decision could differ; None: any day.
    """

    group: str
    what: str
    field: str
    was: Any
    now: Any
    cites: tuple[str, ...] = ()
    uses: str = ""
    since: date | None = None

    @property
    def decides(self) -> bool:
        """Whether an outcome could differ because of it."""
        return self.group in ("figure", "setting", "rule")


def differences(old: Pack, new: Pack) -> tuple[Change, ...]:
    """Every difference between two packs, in the order of the pack's parts."""
    found: list[Change] = []
    for field in fields(Pack):
        if field.name not in LEFT_OUT:
            found += _of(getattr(old, field.name), getattr(new, field.name), (), field.name)
    return tuple(found)


def touches(change: Change, cites: tuple[str, ...], used: tuple[str, ...], day: date) -> bool:
    """Whether an outcome of that day, with those clauses and figures, could have come out otherwise."""
    if not change.decides or (change.since is not None and day < change.since):
        return False
    return change.uses in used or bool(set(change.cites) & set(cites))


def _of(old: Any, new: Any, chain: tuple[Any, ...], field: str) -> Iterator[Change]:
    if old == new:
        return
    if is_dataclass(old) and type(old) is type(new):
        for one in fields(old):
            yield from _of(getattr(old, one.name), getattr(new, one.name), (*chain, new), one.name)
    elif _are_declarations(old) or _are_declarations(new):
        before, after = _named(old), _named(new)
        for name in dict.fromkeys((*before, *after)):
            yield from _of(before.get(name), after.get(name), chain, field)
    elif is_dataclass(old) or is_dataclass(new):
        there = new if old is None else old
        yield _change(
            (*chain, there), "", "" if old is None else _brief(old), "" if new is None else _brief(new)
        )
    else:
        yield _change(chain, field, old, new)


def _change(chain: tuple[Any, ...], field: str, was: Any, now: Any) -> Change:
    innermost = chain[-1] if chain else None
    group = _group(chain, field)
    cites = next((tuple(one.cites) for one in reversed(chain) if getattr(one, "cites", ())), ())
    uses, since = "", None
    param = next((one for one in chain if isinstance(one, Param)), None)
    if param is not None:
        uses = param.key
        since = innermost.since if isinstance(innermost, DatedValue) else None
        cites = innermost.cite if isinstance(innermost, DatedValue) else cites
    elif isinstance(innermost, Setting):
        uses = innermost.key
    absent_was, absent_now = (None if not field and value == "" else value for value in (was, now))
    return Change(group, words_for(chain) or field, field, absent_was, absent_now, cites, uses, since)


def _group(chain: tuple[Any, ...], field: str) -> str:
    kinds = {type(one) for one in chain}
    if Clause in kinds:
        return "clause"
    if field in WORDING or (not chain and field in ("id", "jurisdiction")):
        return "wording"
    if Param in kinds:
        return "figure"
    if Setting in kinds:
        return "setting" if field in ("", "default", "choices", "fixed", "value") else "wording"
    return "rule"


def _are_declarations(value: Any) -> bool:
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    return any(is_dataclass(one) for one in inner)


def _named(value: Any) -> dict[str, Any]:
    """Declarations by name; those of one name, as several effects of a step may be, by their order too."""
    if isinstance(value, Mapping):
        return dict(value)
    named: dict[str, Any] = {}
    for one in value or ():
        name, again = name_of(one), 1
        while (key := f"{name}#{again}") in named:
            again += 1
        named[key] = one
    return named


def _brief(declaration: Any) -> str:
    """A declaration in a few words: its text, label or value."""
    for name in ("text", "label", "value", "asks"):
        if hasattr(declaration, name):
            return str(getattr(declaration, name))
    return name_of(declaration) or "there"
