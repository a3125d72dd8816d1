"""Inserting and updating rows with plain SQL that is built from the model.

Django builds each INSERT anew, which costs several times what the database takes to run it; what every record writes
goes through here. A guard lists this module among those that may open a cursor.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

from evenhand.apps.tenancy.quick import database, run_many
from evenhand.apps.tenancy.quick import rows as run
from evenhand.apps.tenancy.scoping import ScopeError, check_own, current_school_id, school_of_scope

Writer = Callable[[Any], Any]
Values = Mapping[str, Any]
"""A row's values by their attributes: `school_id`, not `school`."""


class ReadyJson(str):
    """A value of a JSON column that is JSON text already."""


class Insert(NamedTuple):
    """An INSERT into a model's table.

    `blank` has for each attribute, in the order of the columns, what stands where nothing is given, and `required`
    names those for which something has to be; `places` are the numbers of the columns, `texts` those of columns of
    text, `writers` those of which something is to be made.
    """

    sql: str
    blank: dict[str, Any]
    required: frozenset[str]
    places: dict[str, int]
    texts: tuple[int, ...]
    writers: dict[int, Writer]

    def writer(self, attribute: str) -> Writer:
        """How a value of an attribute is written; as it is where the database makes it."""
        place = self.places.get(attribute)
        if place is None:
            return _as_it_is
        return _text if place in self.texts else self.writers.get(place, _as_it_is)


class Ready(NamedTuple):
    """Rows of one table as the database takes them, so that nothing is left to do under a lock but to write them."""

    statement: Insert
    rows: list[list[Any]]

    def number(self, row: int, attribute: str, value: int) -> None:
        """Give one row a number that was not known before."""
        self.rows[row][self.place(attribute)] = value

    def place(self, attribute: str) -> int:
        """The place of an attribute in each row."""
        return self.statement.places[attribute]


def ready_rows(rows: Sequence[models.Model]) -> Ready:
    """Rows of one model, at least one, each of the school whose scope is open. Raises ScopeError for another's."""
    for row in rows:
        check_own(row)
    model = type(rows[0])
    statement = _insert(model, database().vendor)
    named = [{name: getattr(row, name) for name in statement.places} for row in rows]
    return Ready(statement, [_written(model, statement, values) for values in named])


def ready_values(model: type[models.Model], rows: Sequence[Values]) -> Ready:
    """Rows given by their values, which spares making a model of each; what is not named has its default.

    Raises:
        ScopeError: a row belongs to another school.
        TypeError: a value has no column, or a column without a default no value.
    """
    statement = _insert(model, database().vendor)
    school_id = current_school_id()
    for row in rows:
        if school_id is not None and row["school_id"] != school_id:
            raise ScopeError(f"{model.__name__} of school {row['school_id']} written in that of {school_id}.")
    return Ready(statement, [_written(model, statement, row) for row in rows])


def _written(model: type[models.Model], statement: Insert, row: Values) -> list[Any]:
    """A row as the database takes it, in the order of its columns."""
    values = list({**statement.blank, **row}.values())
    if len(values) > len(statement.blank) or not row.keys() >= statement.required:
        raise TypeError(_misfit(model, statement, row))
    for place in statement.texts:
        if type(values[place]) is not str:
            values[place] = _text(values[place])
    for place, write in statement.writers.items():
        if values[place] is not None:
            values[place] = write(values[place])
    return values


def _misfit(model: type[models.Model], statement: Insert, row: Values) -> str:
    unknown, missing = sorted(set(row) - set(statement.places)), sorted(statement.required - set(row))
    if unknown:
        return f"{model.__name__} has no column {', '.join(unknown)}"
    return f"{model.__name__} needs a value for {', '.join(missing)}"


def insert(*batches: Ready) -> None:
    """Insert the rows, table by table. Keys made by the database stay unknown.

    Raises:
        IntegrityError: the database refuses a row.
    """
    for statement, rows in batches:
        if len(rows) == 1:
            run(statement.sql, rows[0])
        elif rows:
            run_many(statement.sql, rows)


def insert_rows(rows: Iterable[models.Model]) -> None:
    """Insert rows of one model whose keys nobody needs. Raises as `ready_rows` and `insert` do."""
    new = list(rows)
    if new:
        insert(ready_rows(new))


def insert_values(model: type[models.Model], rows: Sequence[Values]) -> None:
    """Insert rows given by their values. Raises as `ready_values` and `insert` do."""
    if rows:
        insert(ready_values(model, rows))


def update_values(model: type[models.Model], rows: Mapping[Any, Values]) -> None:
    """Update rows of the school whose scope is open, each by its key; all name the same attributes.

    One statement run for each row, where Django's own grows with the square of the rows.
    """
    if not rows:
        return
    school_id, names = school_of_scope(), tuple(next(iter(rows.values())))
    statement = _insert(model, database().vendor)
    fields = {field.attname: field for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    setting = ", ".join(f"{quote(str(fields[name].column))} = %s" for name in names)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    sql = f"UPDATE {table} SET {setting} WHERE school_id = %s AND {key} = %s"  # noqa: S608  names from the model
    writers = [statement.writer(name) for name in names]
    write_key = statement.writer(str(model._meta.pk.attname))
    values = [
        [*(write(row[name]) for name, write in zip(names, writers, strict=True)), school_id, write_key(pk)]
        for pk, row in rows.items()
    ]
    run_many(sql, values)


def update_rows(rows: Collection[models.Model], names: Sequence[str]) -> None:
    """Write these attributes (`school_id`, not `school`) of stored rows of one model, as `update_values` does."""
    if rows:
        model = type(next(iter(rows)))
        update_values(model, {row.pk: {name: getattr(row, name) for name in names} for row in rows})


@cache
def _insert(model: type[models.Model], vendor: str) -> Insert:
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(model._meta.db_table)
    sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  names from the model, values as parameters
    written = [_writer(field, vendor) for field in fields]
    return Insert(
        sql,
        blank={field.attname: field.get_default() if _is_fixed(field) else None for field in fields},
        required=frozenset(field.attname for field in fields if not _is_fixed(field)),
        places={field.attname: place for place, field in enumerate(fields)},
        texts=tuple(place for place, write in enumerate(written) if write is _text),
        writers={place: write for place, write in enumerate(written) if write not in (_text, _as_it_is)},
    )


def _is_fixed(field: models.Field[Any, Any]) -> bool:
    """Whether what stands where nothing is given is the same value for every row."""
    return not field.has_default() or not callable(field.default) or field.default in (dict, list)


def _writer(field: models.Field[Any, Any], vendor: str) -> Writer:
    """How a value is written: numbers and text as they are, what SQLite keeps as text by its type, all else by the field."""
    target: models.Field[Any, Any] = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.IntegerField):
        return _as_it_is
    if isinstance(target, models.CharField | models.TextField):
        return _text

    def by_field(value: Any) -> Any:
        return target.get_db_prep_save(value, connection)

    if isinstance(target, models.JSONField):
        return _json(by_field, vendor)
    if vendor != "sqlite":
        return by_field
    for kind, writer in IN_SQLITE:
        if isinstance(target, kind):
            return writer(by_field)
    return by_field


def _as_it_is(value: Any) -> Any:
    return value


def _text(value: Any) -> Any:
    return value if value is None else str(value)


def _instant(by_field: Writer) -> Writer:
    def write(value: Any) -> Any:
        return str(value.replace(tzinfo=None)) if getattr(value, "tzinfo", None) is UTC else by_field(value)

    return write


def _day(by_field: Writer) -> Writer:
    return lambda value: value.isoformat() if type(value) is date else by_field(value)


def _uuid(by_field: Writer) -> Writer:
    return lambda value: value.hex if type(value) is UUID else by_field(value)


def _json(by_field: Writer, vendor: str) -> Writer:
    as_text: tuple[type, ...] = (dict, list) if vendor == "sqlite" else ()

    def write(value: Any) -> Any:
        if isinstance(value, ReadyJson):
            return str(value)
        return json.dumps(value) if isinstance(value, as_text) else by_field(value)

    return write


# A date-time is a date, so that it comes first.
IN_SQLITE: tuple[tuple[type[models.Field[Any, Any]], Callable[[Writer], Writer]], ...] = (
    (models.DateTimeField, _instant),
    (models.DateField, _day),
    (models.UUIDField, _uuid),
)
