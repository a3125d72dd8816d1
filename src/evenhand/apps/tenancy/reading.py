"""Rows of a prepared query read into values and models, as Django reads them and with less work for each row.

A model is filled at once in place of field by field, where nothing of its class listens or has a say in that; an
instant of the database is told its zone, and a UUID read, without the general road. All else goes Django's way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState
from django.db.models.query import get_related_populators
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init

M = TypeVar("M", bound=Model)
Make = Callable[[Any], Any]
Convert = Callable[[Any], Any]


def reader(
    converters: Mapping[int, tuple[Sequence[Any], Any]], make: Make
) -> Callable[[list[Any]], Iterator[Any]]:
    """Reads the rows of one statement: the columns that have converters, then what `make` makes of each row."""
    converts = [(place, _convert(found, column)) for place, (found, column) in converters.items()]

    def read(rows: list[Any]) -> Iterator[Any]:
        for row in rows:
            values = list(row)
            for place, convert in converts:
                values[place] = convert(values[place])
            yield make(values)

    return read if converts else lambda rows: map(make, rows)


def model_maker(compiler: Any) -> Make:
    """Makes a row's model, with those joined to it, as Django's own iteration does."""
    info, alias = compiler.klass_info, compiler.using or connection.alias
    first, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _, _ in compiler.select[first:end]]
    fill = _filler(info["model"], alias, names)
    joined = [
        _joiner(one, alias)
        for one in get_related_populators(info, compiler.select, alias)  # type: ignore[call-arg]  # stubs of a later Django
    ]

    def make(row: Any) -> Any:
        found = fill(row[first:end])
        for join in joined:
            join(row, found)
        return found

    return make


def model_of(model: type[M], values: Mapping[str, Any]) -> M:
    """A new model, not stored yet, of the values of all its columns by their attributes."""
    if not _is_whole(model, frozenset(values)):
        return model(**values)
    made = model.__new__(model)
    made.__dict__.update(values, _state=ModelState())
    return made


@lru_cache(maxsize=64)
def _is_whole(model: type[Model], names: frozenset[str]) -> bool:
    """Whether these are all columns of a model for which Django would do no more than put them in their places."""
    return names == {field.attname for field in model._meta.concrete_fields} and _is_plain(
        model, tuple(names)
    )


def _joiner(populator: Any, alias: str) -> Callable[[Any, Any], None]:
    """Joins the model of a row's further columns to the row's own, None where there is none."""
    fill = _filler(populator.model_cls, alias, populator.init_list)
    further = [_joiner(one, alias) for one in populator.related_populators]
    order, first, end = populator.reorder_for_init, populator.cols_start, populator.cols_end
    key, set_here, set_there = populator.pk_idx, populator.local_setter, populator.remote_setter

    def join(row: Any, owner: Any) -> None:
        values = order(row) if order else row[first:end]
        if values[key] is None:
            set_here(owner, None)
            return
        found = fill(values)
        for one in further:
            one(row, found)
        set_here(owner, found)
        set_there(found, owner)

    return join


def _filler(model: type[Model], alias: str, names: Sequence[str]) -> Make:
    """Makes a model of the values of these columns."""
    if not _is_plain(model, names):
        return lambda values: model.from_db(alias, names, values)
    new = model.__new__

    def fill(values: Any) -> Model:
        made = new(model)
        state = ModelState()
        state.adding, state.db = False, alias
        held = made.__dict__
        held["_state"] = state
        held.update(zip(names, values, strict=True))
        return made

    return fill


def _is_plain(model: type[Model], names: Sequence[str]) -> bool:
    """Whether Django would do no more than put each value in its place."""
    ordinary = model.__init__ is Model.__init__ and model.from_db.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]  # of a bound method
    listened = pre_init.has_listeners(model) or post_init.has_listeners(model)
    return ordinary and not listened and all(isinstance(getattr(model, n), DeferredAttribute) for n in names)


def _convert(converters: Sequence[Any], column: Any) -> Convert:
    """What Django does with each value of a column, as one function of the value."""
    only = getattr(converters[0], "__name__", "") if len(converters) == 1 else ""
    if only == "convert_uuidfield_value":
        return _uuid
    if only == "convert_datetimefield_value" and connection.timezone is UTC:
        return _in_utc

    def convert(value: Any) -> Any:
        for one in converters:
            value = one(value, column, connection)
        return value

    return convert


def _uuid(value: str | None) -> UUID | None:
    """A UUID of its 32 hexadecimal digits, as the database has it."""
    return value if value is None else UUID(int=int(value, 16))


def _in_utc(value: datetime | str | None) -> datetime | None:
    """An instant as SQLite's driver or SQLite itself gives it, in UTC."""
    if value is None:
        return None
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
