"""Pupils and staff from files: who is in which year and group, and who holds which roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from evenhand.cli.replaying.faults import BadRow, Fault
from evenhand.cli.replaying.records import Table, text_of
from evenhand.engine.history import Known
from evenhand.engine.values import Role

SCHOOL = "school"
YEARS = "a number such as 8, or R for Reception"
RECEPTION = ("r", "reception")

T = TypeVar("T")


class People(NamedTuple):
    """Who is known, by school and id. `None` where no file was given: then anybody may appear.

    `kinds` are the columns of groups in the pupils' file, in its order.
    """

    pupils: Mapping[str, Mapping[str, Known]] | None = None
    staff: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None
    kinds: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def pupils_of(self, school: str) -> Mapping[str, Known] | None:
        """The pupils of one school; those of a file without a column `school` are everybody's."""
        return None if self.pupils is None else self.pupils.get(school) or self.pupils.get("", {})

    def staff_of(self, school: str) -> Mapping[str, tuple[str, ...]] | None:
        """The staff of one school with their roles."""
        return None if self.staff is None else self.staff.get(school) or self.staff.get("", {})


NOBODY = People()


def read_people(pupils: Path | None, staff: Path | None) -> People:
    """What the two files say. Raises `UnusableInput` where one cannot be read at all."""
    faults: list[Fault] = []
    known, kinds = _pupils(pupils, faults) if pupils else (None, ())
    roles = _staff(staff, faults) if staff else None
    return People(known, roles, kinds, tuple(faults))


def _pupils(path: Path, faults: list[Fault]) -> tuple[Mapping[str, Mapping[str, Known]], tuple[str, ...]]:
    table = Table(path, ("id",), (SCHOOL, "year_group"), others=True)
    kinds = tuple(name for name in table.columns if name not in ("id", SCHOOL, "year_group"))
    found: dict[str, dict[str, Known]] = {}
    for line, row in _rows(table, faults):
        groups = {kind: row[kind] for kind in kinds if row[kind]}
        try:
            known = Known(year_group(row.get("year_group", "")), groups)
            _keep(found.setdefault(row.get(SCHOOL, ""), {}), row["id"], known)
        except BadRow as bad:
            faults.append(bad.at(table.name, line))
    return found, kinds


def _staff(path: Path, faults: list[Fault]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    table = Table(path, ("id", "roles"), (SCHOOL,))
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for line, row in _rows(table, faults):
        try:
            _keep(found.setdefault(row.get(SCHOOL, ""), {}), row["id"], _roles(row["roles"]))
        except BadRow as bad:
            faults.append(bad.at(table.name, line))
    return found


def _rows(table: Table, faults: list[Fault]) -> Iterator[tuple[int, dict[str, str]]]:
    for line, values in table.rows():
        try:
            if isinstance(values, BadRow):
                raise values
            yield (
                line,
                {name: text_of(value, name) for name, value in zip(table.columns, values, strict=True)},
            )
        except BadRow as bad:
            faults.append(bad.at(table.name, line))


def _keep(found: dict[str, T], ident: str, value: T) -> None:
    if not ident:
        raise BadRow("id", "nothing stands here", "an id")
    if ident in found:
        raise BadRow("id", f"{ident!r} is there twice", "each id once")
    found[ident] = value


def year_group(text: str) -> int | None:
    """A year group as a number, Reception as 0; None for nothing. Raises `BadRow`."""
    bare = text.lower().removeprefix("year").strip()
    if not bare:
        return None
    if bare in RECEPTION:
        return 0
    if not (bare.isdecimal() and bare.isascii()) or len(bare) > 2:
        raise BadRow("year_group", f"{text[:40]!r} is no year group", YEARS)
    return int(bare)


def _roles(text: str) -> tuple[str, ...]:
    roles = tuple(sorted(set(text.replace(";", " ").replace(",", " ").split())))
    unknown = [role for role in roles if role not in list(Role)]
    if unknown:
        raise BadRow("roles", f"{unknown[0]!r} is no role", ", ".join(role.value for role in Role))
    return roles
