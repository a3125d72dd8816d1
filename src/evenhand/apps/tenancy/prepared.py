"""Queries of the busiest pages, written as querysets once per process and then run without being built again.

Building a query of ten columns costs several times what the database needs to answer it. A prepared query keeps the
statement, and Django's own reading of its rows. It holds to the school's scope: the queryset that it is made of comes
from the scoped manager, and each school has a statement of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, UUIDField, Value
from django.db.models.query import ModelIterable, ValuesListIterable

from evenhand.apps.tenancy.quick import rows
from evenhand.apps.tenancy.reading import model_maker, reader
from evenhand.apps.tenancy.scoping import current_school_id

R = TypeVar("R")
# Of no model: it only knows how a database writes a UUID.
_UUIDS = UUIDField()
# Beyond it no column holds a number, so that no row is found, as in Django's own filters.
LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes that each call gives anew: its argument, and its number where that is a list."""

    argument: int
    number: int | None = None


class Slot(Value):
    """An argument within the queryset: one value, or a list of `length` values."""

    def __init__(self, argument: int, length: int) -> None:
        super().__init__(None)
        self.argument, self.length = argument, length

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Placeholders, with the places of the values in place of the values."""
        if not self.length:
            return "%s", (Place(self.argument),)
        marks = ", ".join(["%s"] * self.length)
        return f"({marks})", tuple(Place(self.argument, number) for number in range(self.length))

    @property
    def identity(self) -> tuple[Any, ...]:
        """Two slots are the same where the same value goes in."""
        return (type(self), self.argument, self.length)


@dataclass(frozen=True, slots=True)
class Statement:
    """A query as the database gets it, and how its rows are read."""

    sql: str
    params: tuple[Any, ...]
    read: Callable[[list[Any]], Iterator[Any]]


class Prepared(Generic[R]):
    """A queryset whose arguments come with each call; see `prepared`."""

    def __init__(self, build: Callable[..., QuerySet[Any, R]]) -> None:
        self._build = build
        self._statements: dict[Hashable, Statement] = {}
        self.__doc__ = build.__doc__

    def __call__(self, *args: object) -> list[R]:
        """The rows for these arguments; none where a list among them is empty or a number is none of a database's."""
        values = [
            _padded(value) if isinstance(value, list | tuple | set) else _written(value) for value in args
        ]
        if [] in values or any(isinstance(value, int) and abs(value) > LARGEST for value in values):
            return []
        shape = tuple(len(value) if isinstance(value, list) else 0 for value in values)
        key = (current_school_id(), shape)
        statement = self._statements.get(key)
        if statement is None:
            statement = self._statements[key] = _prepare(self._build(*map(Slot, range(len(shape)), shape)))
        return list(statement.read(rows(statement.sql, _bound(statement.params, values))))


def prepared(build: Callable[..., QuerySet[Any, R]]) -> Prepared[R]:
    """Prepare the queryset that a function makes of its arguments.

    An argument stands for a value in a filter: a number, a text, an instant, a day, a UUID, or a list of them for
    `__in`. It cannot be None, since SQL finds nothing equal to it, and the function cannot look at it. Rows are
    models, also joined ones, or tuples of values; nothing is fetched after them.
    """
    return Prepared(build)


def _padded(values: Sequence[Any] | set[Any]) -> list[Any]:
    """A list of a power of two, so that a few statements serve every length; the last value repeats."""
    found = [_written(value) for value in values]
    if found:
        found += [found[-1]] * ((1 << (len(found) - 1).bit_length()) - len(found))
    return found


def _bound(params: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """The parameters with the values of this call at their places."""
    return [
        param if type(param) is not Place
        else values[param.argument] if param.number is None
        else values[param.argument][param.number]
        for param in params
    ]  # fmt: skip


def _written(value: Any) -> Any:
    """A value as the database writes it."""
    if type(value) is int or type(value) is str:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID):
        return _UUIDS.get_db_prep_value(value, connection)
    return value


def _prepare(rows: QuerySet[Any, Any]) -> Statement:
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    columns = compiler.select[: compiler.col_count]
    converters = compiler.get_converters([column for column, _, _ in columns])
    kind = rows._iterable_class
    if kind is ValuesListIterable:
        make: Callable[[Any], Any] = tuple
    elif kind is ModelIterable:
        make = model_maker(compiler)
    else:
        raise TypeError(f"{kind.__name__}: a prepared query gives models or tuples")
    return Statement(sql, tuple(params), reader(converters, make))
