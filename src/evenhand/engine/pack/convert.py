"""From plain TOML values to the declarations, by their type hints; what does not fit becomes a finding.

A value that cannot be read is replaced by a blank of its type, so that reading goes on and every fault is
found in one go; `Draft.broken` holds the paths of such blanks. What a draft with errors makes is thrown away.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Collection, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from evenhand.engine.pack.errors import PackError, listed, near
from evenhand.engine.pack.locate import KeyPath, Position
from evenhand.engine.pack.wording import (
    element_kind,
    mended,
    shown,
    singular,
    told,
    words_for,
    written_as,
    written_so,
)

NAMING_FIELDS = ("id", "key", "code")


class Place(typing.NamedTuple):
    """Where a declaration stands in the texts."""

    file: str
    position: Position
    path: str


@dataclass
class Draft:
    """What reading collects: the findings, where each declared path stands, and which paths are blanks."""

    errors: list[PackError] = field(default_factory=list)
    places: dict[KeyPath, Place] = field(default_factory=dict)
    broken: set[KeyPath] = field(default_factory=set)

    def place_of(self, path: KeyPath) -> Place:
        """The place of this declared path, or of the nearest one around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.places:
                return self.places[path[:end]]
        return Place("pack.toml", Position(1, 1), "")

    def report(self, path: KeyPath, message: str, expected: str = "", mend: str = "") -> None:
        """Add a finding about a declared path, unless that path is already known to be broken."""
        if path not in self.broken:
            place = self.place_of(path)
            self.errors.append(PackError(place.file, *place.position, place.path, message, expected, mend))


class Spot(typing.NamedTuple):
    """A value's place: `toml` is its path in the file, `declared` its path in the declarations."""

    toml: KeyPath
    declared: KeyPath

    def down(self, key: str | int, name: str | int | None = None) -> Spot:
        """The place of what lies under `key`, declared as `name`."""
        return Spot((*self.toml, key), (*self.declared, key if name is None else name))


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """The resolved type hints of a declaration."""
    return typing.get_type_hints(kind)


def blank(hint: Any) -> Any:
    """A harmless value of this type."""
    origin = typing.get_origin(hint)
    if origin is types.UnionType:
        return None if types.NoneType in typing.get_args(hint) else ""
    if origin is tuple:
        return ()
    if origin is Mapping:
        return {}
    if is_dataclass(hint):
        kind = typing.cast("type", hint)
        return kind(**{f.name: blank(hints_of(kind)[f.name]) for f in fields(kind) if is_required(f)})
    if issubclass(hint, StrEnum):
        return next(iter(hint))
    return hint(1, 1, 1) if issubclass(hint, date) else hint()


def is_required(declared: Field[Any]) -> bool:
    """Whether a field has no default."""
    return declared.default is MISSING and declared.default_factory is MISSING


class Converter:
    """Reads the plain values of one file."""

    def __init__(self, file: str, positions: Mapping[KeyPath, Position], draft: Draft) -> None:
        self.file = file
        self.positions = positions
        self.draft = draft

    def fault(self, spot: Spot, message: str, expected: str = "", mend: str = "") -> None:
        """Report a fault at a place of the file and mark what is declared there as broken."""
        position = self.positions.get(spot.toml) or self._around(spot.toml)
        self.draft.errors.append(PackError(self.file, *position, shown(spot.toml), message, expected, mend))
        self.draft.broken.add(spot.declared)

    def _around(self, path: KeyPath) -> Position:
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, Position(1, 1))

    def record(self, kind: type, table: object, spot: Spot) -> Any:
        """A declaration from its table."""
        if not isinstance(table, Mapping):
            self.fault(spot, f"{told(table)} stands here", "a table")
            return blank(kind)
        return kind(**self.fields(kind, table, spot, [f.name for f in fields(kind)]))

    def fields(
        self, kind: type, table: Mapping[str, Any], spot: Spot, names: Collection[str]
    ) -> dict[str, Any]:
        """The values of the named fields of a declaration; unknown keys and missing fields are findings."""
        hints = hints_of(kind)
        written = {key: name for name in names for key in written_as(name, hints[name])}
        for key in table:
            if key not in written:
                self._unknown_key(spot, key, written)
        made: dict[str, Any] = {}
        for declared in fields(kind):
            if declared.name not in names:
                continue
            keys = [key for key in written_as(declared.name, hints[declared.name]) if key in table]
            if keys:
                made[declared.name] = self._field(declared, hints[declared.name], table, keys, spot)
            elif is_required(declared):
                made[declared.name] = self._missing(declared.name, hints[declared.name], spot)
        return made

    def _unknown_key(self, spot: Spot, key: str, written: Iterable[str]) -> None:
        known = sorted(written)
        self.fault(
            Spot((*spot.toml, key), (*spot.declared, f"?{key}")),
            "this key is not known",
            f"one of {listed(known, most=40)}",
            near(key, known) or "nothing here, or the right key",
        )

    def _field(
        self, declared: Field[Any], hint: Any, table: Mapping[str, Any], keys: list[str], spot: Spot
    ) -> Any:
        inner = spot.down(keys[0], declared.name)
        if len(keys) > 1:
            self.fault(spot.down(keys[1], declared.name), f"{keys[0]} says the same", "one of the two")
        self._keep(inner)
        value = self.value(hint, table[keys[0]], inner)
        if is_required(declared) and value == "" and inner.declared not in self.draft.broken:
            self.fault(inner, "is empty", "a text")
        return value

    def _missing(self, name: str, hint: Any, spot: Spot) -> Any:
        key = singular(name) if element_kind(hint) else name
        place = Spot(spot.toml, (*spot.declared, name))
        self.fault(place, f"{key} is missing", f"{key}, {words_for(hint)}", written_so(key, hint))
        return blank(hint)

    def _keep(self, spot: Spot) -> None:
        position = self.positions.get(spot.toml) or self._around(spot.toml)
        self.draft.places.setdefault(spot.declared, Place(self.file, position, shown(spot.toml)))

    def value(self, hint: Any, value: object, spot: Spot) -> Any:
        """A value of this type; a blank of it, and a finding, where it does not fit."""
        origin = typing.get_origin(hint)
        if origin is types.UnionType:
            return self._union(hint, value, spot)
        if origin is tuple:
            return self._tuple(typing.get_args(hint)[0], value, spot)
        if origin is Mapping:
            return self._mapping(hint, value, spot)
        if is_dataclass(hint):
            return self.record(typing.cast("type", hint), value, spot)
        return self._scalar(hint, value, spot)

    def _scalar(self, hint: type, value: object, spot: Spot) -> Any:
        if issubclass(hint, StrEnum):
            return self._enum(hint, value, spot)
        if type(value) is not hint:
            self.fault(spot, f"{told(value)} stands here", words_for(hint), mended(hint, value))
            return blank(hint)
        return value

    def _union(self, hint: Any, value: object, spot: Spot) -> Any:
        kinds = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
        if len(kinds) == 1:
            return self.value(kinds[0], value, spot)
        lists = [kind for kind in kinds if typing.get_origin(kind) is tuple]
        if isinstance(value, list) and lists:
            inner = typing.get_args(lists[0])[0]
            return tuple(self.value(inner, one, spot.down(number)) for number, one in enumerate(value))
        if type(value) not in kinds:
            self.fault(spot, f"{told(value)} stands here", words_for(hint), mended(str, value))
            return blank(hint)
        return value

    def _enum(self, hint: type[StrEnum], value: object, spot: Spot) -> StrEnum:
        known = [member.value for member in hint]
        if value in known:
            return hint(value)
        self.fault(
            spot, f"{told(value)} is not known here", f"one of {', '.join(known)}", near(str(value), known)
        )
        return next(iter(hint))

    def _tuple(self, inner: Any, value: object, spot: Spot) -> tuple[Any, ...]:
        if not isinstance(value, list):
            mend = f"[[{spot.toml[-1]}]]" if isinstance(value, Mapping) else mended(tuple, value)
            self.fault(spot, f"{told(value)} stands here", f"a list of {words_for(inner)}", mend)
            return ()
        made = []
        for number, element in enumerate(value):
            place = spot.down(number)
            self._keep(place)
            made.append(self.value(inner, element, place))
        self._repeated(inner, made, spot)
        return tuple(made)

    def _repeated(self, inner: Any, made: list[Any], spot: Spot) -> None:
        """Report what a list names twice: declarations by their id, plain values by themselves."""
        name = naming_field(inner) if is_dataclass(inner) else ""
        seen: set[Any] = set()
        for number, element in enumerate(made):
            mark = getattr(element, name) if name else None if is_dataclass(inner) else element
            if mark in seen:
                place = spot.down(number).down(name) if name else spot.down(number)
                self.fault(place, f'"{mark}" is there twice', "each one once", "another name")
            elif mark not in (None, ""):
                seen.add(mark)

    def _mapping(self, hint: Any, value: object, spot: Spot) -> dict[Any, Any]:
        keys, values = typing.get_args(hint)
        if is_dataclass(values):
            return self._keyed(typing.cast("type", values), value, spot)
        if not isinstance(value, Mapping):
            self.fault(spot, f"{told(value)} stands here", "a table")
            return {}
        made = {}
        for key, entry in value.items():
            place = spot.down(key)
            self._keep(place)
            made[self.value(keys, key, place)] = self.value(values, entry, place)
        return made

    def _keyed(self, kind: type, value: object, spot: Spot) -> dict[str, Any]:
        """Array tables as a mapping by their id, key or code."""
        if not isinstance(value, list):
            self.fault(spot, f"{told(value)} stands here", "array tables", f"[[{spot.toml[-1]}]]")
            return {}
        name = naming_field(kind)
        made: dict[str, Any] = {}
        for number, table in enumerate(value):
            key = table.get(name) if isinstance(table, Mapping) else None
            own = key if isinstance(key, str) and key else f"?{number}"
            if own in made:
                self.fault(
                    spot.down(number).down(name), f'"{own}" is there twice', "each one once", "another name"
                )
                own = f"?{number}"
            place = spot.down(number, own)
            self._keep(place)
            made[own] = self.record(kind, table, place)
        return made


def naming_field(kind: Any) -> str:
    """The field by which a declaration is known among its like; "" where there is none."""
    if kind.__name__ == "Effect":
        return ""
    names = [f.name for f in fields(kind)]
    if kind.__name__ == "Choice":
        return "value"
    return next((name for name in NAMING_FIELDS if name in names), "")
