"""How findings name types and values, and how the fields of a declaration are written in TOML."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import Any

from evenhand.engine.pack.locate import KeyPath

QUOTED = 40
TYPE_WORDS: Mapping[object, str] = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a date (2026-09-01)",
    datetime: "a date and time (2026-09-01T08:45:00)",
    time: "a time (08:45:00)",
}


def singular(name: str) -> str:
    """The name of one array table of a plural field: `entries` is written `[[entry]]`."""
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s")


def shown(path: KeyPath) -> str:
    """A path of keys and indexes as the findings print it."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def element_kind(hint: Any) -> Any:
    """The declaration that a list or keyed mapping holds, or None for anything else."""
    origin = typing.get_origin(hint)
    args = typing.get_args(hint)
    inner = args[0] if origin is tuple else args[1] if origin is Mapping else None
    return inner if is_dataclass(inner) else None


@lru_cache(maxsize=1024)
def written_as(name: str, hint: Any) -> tuple[str, ...]:
    """The keys under which a field may be written: a list of declarations also in the singular."""
    return tuple(dict.fromkeys((singular(name), name))) if element_kind(hint) else (name,)


def words_for(hint: Any) -> str:
    """A type in words."""
    origin = typing.get_origin(hint)
    if origin is tuple:
        return "a list"
    if origin is Mapping or is_dataclass(hint):
        return "array tables" if origin is Mapping and element_kind(hint) else "a table"
    if origin is types.UnionType:
        return "a whole number, a text in quotes, true or false"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return f"one of {', '.join(member.value for member in hint)}"
    return TYPE_WORDS[hint]


def written_so(key: str, hint: Any) -> str:
    """How a field of this type is written."""
    if element_kind(hint):
        return f"[[{key}]]"
    if is_dataclass(hint) or typing.get_origin(hint) is Mapping:
        return f"[{key}]"
    if typing.get_origin(hint) is tuple:
        return f'{key} = ["…"]'
    return f'{key} = "…"' if hint is str or not isinstance(hint, type) else f"{key} = …"


def told(value: object) -> str:
    """A value as a finding quotes it."""
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value if len(value) <= QUOTED else value[: QUOTED - 1] + "…"}"'
    return value.isoformat() if isinstance(value, date | time) else str(value)


def mended(kind: Any, value: object) -> str:
    """What was probably meant, written in the right type, or nothing."""
    if kind is str and isinstance(value, time):
        return f'"{value.isoformat("minutes")}"'
    if kind is str and isinstance(value, int | float | date):
        return f'"{told(value)}"'
    if kind is int and isinstance(value, str) and value.lstrip("-").isdecimal():
        return value
    if kind is bool and isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower()
    return f"[{told(value)}]" if kind is tuple and isinstance(value, str | int) else ""
