"""A pack, one of its clauses, or one of its settings or figures, in words and as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

from evenhand.engine.pack.case_file import Case
from evenhand.engine.pack.coverage import Covered, coverage, tallies
from evenhand.engine.pack.errors import listed, near
from evenhand.engine.pack.naming import words_for
from evenhand.engine.pack.resolve import PARAM, SETTING
from evenhand.engine.pack.schema import Pack, Param, Setting

Plain = dict[str, Any]


class NoSuchPart(LookupError):
    """The pack has no clause, setting or figure of that name."""


def describe(pack: Pack, part: str, cases: Iterable[Case]) -> Plain:
    """The whole pack, or the clause, setting or figure of that name. Raises `NoSuchPart`."""
    if not part:
        return whole(pack, cases)
    if part in pack.clauses:
        return clause(next(one for one in coverage(pack, cases) if one.clause.id == part))
    key = part.removeprefix(PARAM).removeprefix(SETTING)
    if key in pack.settings:
        return setting(pack, pack.settings[key])
    if key in pack.params:
        return param(pack, pack.params[key])
    known = [*pack.clauses, *pack.settings, *pack.params]
    meant = near(part, known)
    raise NoSuchPart(
        f"{part!r} is no clause, setting or figure; expected {meant or 'one of ' + listed(known)}"
    )


def whole(pack: Pack, cases: Iterable[Case]) -> Plain:
    """What the document is and how much of it there is."""
    covered = coverage(pack, cases)
    return {
        "pack": pack.id,
        "title": pack.title,
        "version": pack.version,
        "effective from": pack.source.effective_from.isoformat(),
        "review due": pack.source.review_due.isoformat(),
        "digest": pack.digest,
        "clauses by fate": {one.fate.value: one.clauses for one in tallies(covered)},
        "sections": {
            f"{section.id} {section.title}": [
                f"{one.clause.id} {one.clause.text}" for one in covered if one.clause.section == section.id
            ]
            for section in pack.sections
        },
        "settings": {key: f"{one.asks} ({one.default})" for key, one in pack.settings.items()},
        "figures": {
            key: f"{one.label}: {one.values[-1].value} {one.unit}" for key, one in pack.params.items()
        },
    }


def clause(one: Covered) -> Plain:
    """One clause and what touches it."""
    return {
        "clause": one.clause.id,
        "text": one.clause.text,
        "section": one.clause.section,
        "force": one.clause.force.value,
        "fate": one.clause.fate.value,
        "built": one.clause.built,
        "note": one.clause.note,
        "rules": list(one.rules),
        "figures": list(one.figures),
        "settings": list(one.settings),
        "cases": list(one.cases),
    }


def setting(pack: Pack, one: Setting) -> Plain:
    """One setting: the question, the answers and who uses it."""
    return {
        "setting": one.key,
        "question": one.question,
        "asks": one.asks,
        "default": one.default,
        "why": one.why,
        "choices": {str(choice.value): choice.label for choice in one.choices},
        "fixed": one.fixed,
        "built": one.built,
        "cites": list(one.cites),
        "used by": users(pack, SETTING + one.key),
    }


def param(pack: Pack, one: Param) -> Plain:
    """One figure with all its dates."""
    return {
        "figure": one.key,
        "label": one.label,
        "unit": one.unit.value,
        "values": [
            {
                "since": value.since.isoformat(),
                "value": value.value,
                "origin": value.origin.value,
                "cite": list(value.cite),
                "why": value.why,
            }
            for value in one.values
        ],
        "used by": users(pack, PARAM + one.key),
    }


def users(pack: Pack, reference: str) -> list[str]:
    """The declarations that use a figure, by name."""
    found: dict[str, None] = {}
    bare = reference.partition(":")[2]

    def walk(value: object, chain: tuple[Any, ...]) -> None:
        if is_dataclass(value):
            for field in fields(value):
                walk(getattr(value, field.name), (*chain, value))
        elif isinstance(value, dict):
            if reference.startswith(SETTING) and bare in value and chain[-1:] != (pack,):
                found[words_for(chain)] = None
            for inner in value.values():
                walk(inner, chain)
        elif isinstance(value, tuple):
            for inner in value:
                walk(inner, chain)
        elif isinstance(value, str) and value == reference:
            found[words_for(chain)] = None

    walk(pack, ())
    return list(found)


def as_text(plain: Plain) -> str:
    """Plain values as lines to read."""
    lines: list[str] = []
    for key, value in plain.items():
        if isinstance(value, dict | list):
            lines += [f"{key}:", *_indented(value)] if value else [f"{key}: none"]
        elif value != "":
            lines.append(f"{key}: {_word(value)}")
    return "\n".join(lines)


def _indented(value: Any, depth: int = 1) -> list[str]:
    pad = "  " * depth
    if isinstance(value, dict):
        lines: list[str] = []
        for key, inner in value.items():
            nested = isinstance(inner, dict | list)
            lines += (
                [f"{pad}{key}:", *_indented(inner, depth + 1)] if nested else [f"{pad}{key}: {_word(inner)}"]
            )
        return lines
    return [
        pad + (json.dumps(one, ensure_ascii=False) if isinstance(one, dict) else str(one)) for one in value
    ]


def _word(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
