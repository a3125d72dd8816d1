"""Inserting rows with plain SQL that is built once from the model.

Django builds each INSERT anew, which costs several times what the database takes to run it; what every record writes
goes through here. A guard lists this module among those that may open a cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models

from evenhand.apps.tenancy.scoping import check_own

Writer = Callable[[Any], Any]


class Insert(NamedTuple):
    """An INSERT into a model's table: the statement, and for each column its attribute and how it is written."""

    sql: str
    columns: tuple[tuple[str, Writer], ...]


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model, each of the school whose scope is open. Keys made by the database stay unknown.

    Raises:
        ScopeError: a row belongs to another school.
        IntegrityError: the database refuses a row.
    """
    if not rows:
        return
    for row in rows:
        check_own(row)
    statement = _insert(type(rows[0]), connection.vendor)
    values = [[write(getattr(row, name)) for name, write in statement.columns] for row in rows]
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement.sql, values[0])
        else:
            cursor.executemany(statement.sql, values)


@cache
def _insert(model: type[models.Model], _vendor: str) -> Insert:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  names from the model, values as parameters
    return Insert(sql, tuple((field.attname, _writer(field)) for field in fields))


def _writer(field: models.Field[Any, Any]) -> Writer:
    """How a value is written: numbers and text as they are, all else by the field."""
    target: models.Field[Any, Any] = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.IntegerField):
        return _as_it_is
    if isinstance(target, models.CharField | models.TextField):
        return _text
    return lambda value: target.get_db_prep_save(value, connection)


def _as_it_is(value: Any) -> Any:
    return value


def _text(value: Any) -> Any:
    return value if value is None else str(value)
