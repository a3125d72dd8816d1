"""Columns that hold free words about one pupil, and how these are erased while the row stays.

Each app declares its own; `conduct.erasing` goes through all of them. A row that keeps when its words were erased
(`erased_at`) is left empty, any other holds a note where they stood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import and_
from typing import Any, Final

from django.apps import apps
from django.db.models import Case, Field, JSONField, Model, Q, QuerySet, Value, When

ERASED: Final = "(words erased)"
STAMP: Final = "erased_at"
SALT: Final = "salt"


@dataclass(frozen=True, slots=True)
class Words:
    """Free words of one table. `kind` is what they are called; `pupil` leads from the row to its pupil.

    `only` leaves rows out that hold none. `stays` says why these words are counted and not erased yet, "" for others.
    `inside`: of JSON that holds more than words, the keys under which they stand, however deep.
    """

    kind: str
    model: str
    pupil: str
    columns: tuple[str, ...]
    only: Mapping[str, Any] = field(default_factory=dict)
    stays: str = ""
    inside: frozenset[str] = frozenset()

    @property
    def table(self) -> type[Model]:
        """The model whose rows they stand in."""
        return apps.get_model(self.model)

    def held(self, pupil_id: int) -> QuerySet[Any]:
        """This pupil's rows in which words stand."""
        rows: QuerySet[Any] = self.table._default_manager.filter(**{self.pupil: pupil_id}, **self.only)
        if self.inside:
            return rows.filter(pk__in=[row.pk for row in rows if self._without(row) != self._told(row)])
        return rows.exclude(reduce(and_, map(self._bare, self.columns)))

    def erase(self, pupil_id: int, moment: datetime) -> int:
        """Erase this pupil's words for good. Returns of how many rows."""
        if self.inside:
            rows = list(self.held(pupil_id))
            return sum(
                self.table._default_manager.filter(pk=row.pk).update(**self._without(row)) for row in rows
            )
        values: dict[str, Any] = {name: self._instead(name) for name in self.columns}
        if self._has(STAMP):
            values[STAMP] = moment
        if self._has(SALT):
            values[SALT] = ""
        return self.held(pupil_id).update(**values)

    def _told(self, row: Model) -> dict[str, Any]:
        return {name: getattr(row, name) for name in self.columns}

    def _without(self, row: Model) -> dict[str, Any]:
        return {name: _emptied(value, self.inside) for name, value in self._told(row).items()}

    def _bare(self, name: str) -> Q:
        column = self._column(name)
        return Q(
            **{name: column.get_default()} if isinstance(column, JSONField) else {f"{name}__in": ("", ERASED)}
        )

    def _instead(self, name: str) -> Any:
        column = self._column(name)
        if isinstance(column, JSONField):
            return column.get_default()
        return "" if self._has(STAMP) else Case(When(**{name: ""}, then=Value("")), default=Value(ERASED))

    def _column(self, name: str) -> Field[Any, Any]:
        return self._fields()[name]

    def _has(self, name: str) -> bool:
        return name in self._fields()

    def _fields(self) -> dict[str, Field[Any, Any]]:
        return {column.name: column for column in self.table._meta.concrete_fields}


def _emptied(value: Any, inside: frozenset[str]) -> Any:
    """The same JSON with the note in place of every text under one of these keys."""
    if isinstance(value, dict):
        return {
            key: ERASED if key in inside and isinstance(told, str) and told else _emptied(told, inside)
            for key, told in value.items()
        }
    return [_emptied(one, inside) for one in value] if isinstance(value, list) else value
