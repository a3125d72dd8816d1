"""Triggers that keep history as it was written, on SQLite and PostgreSQL.

Installed after every migration, since a change of a table on SQLite drops its triggers without a word.
Refused are UPDATE, DELETE, TRUNCATE, and an INSERT that would replace a row; of a few tables an UPDATE may do one
thing, which is to put the note that words are erased where they stood. Where the application's role
owns no table (see `grants`), it cannot take them down.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from evenhand.apps.tenancy.erasable import ERASED

APPEND_ONLY = (
    "conduct.Event",
    "conduct.HistoricEvent",
    "conduct.LedgerEntry",
    "conduct.ClosedPeriod",
    "policy.StoredDecision",
    "policy.SettingChange",
    "audit.AuditEntry",
    "tenancy.CalendarVersion",
    "attendance.Mark",
    "letters.Delivery",
    "letters.ContactEntry",
    "support.DeviceMark",
)
# Their free words, which may be erased and changed in no other way.
ERASABLE = {"letters.Delivery": ("answer",), "letters.ContactEntry": ("who", "words")}
FUNCTION = "evenhand_append_only"


class Trigger(NamedTuple):
    """A trigger by its table and name, with the statement that makes it."""

    table: str
    name: str
    sql: str


def install(using: str = "default") -> None:
    """Install every trigger that is missing or differs, for the tables that exist."""
    connection = connections[using]
    wanted = expected(connection)
    present = found(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and wanted:
            cursor.execute(POSTGRES_FUNCTION)
        for trigger in _stale(wanted, present):
            cursor.execute(_drop(connection, trigger))
        for trigger in wanted:
            if not _same(connection, trigger, present):
                cursor.execute(_drop(connection, trigger))
                cursor.execute(trigger.sql)


def take_down(using: str = "default") -> None:
    """Remove them: only for the test harness, whose clean-up empties tables."""
    connection = connections[using]
    present = found(connection)
    with connection.cursor() as cursor:
        for trigger in expected(connection):
            if (trigger.table, trigger.name) in present:
                cursor.execute(_drop(connection, trigger))


def missing(using: str = "default") -> list[str]:
    """Table and name of each trigger that is absent, altered or switched off."""
    connection = connections[using]
    present = found(connection)
    wanted = expected(connection, every=True)
    return [f"{t.table}.{t.name}" for t in wanted if not _same(connection, t, present)]


def expected(connection: BaseDatabaseWrapper, *, every: bool = False) -> list[Trigger]:
    """The triggers of the append-only tables: of all of them, or of those that exist already."""
    tables = set(connection.introspection.table_names())
    make = _postgres_triggers if connection.vendor == "postgresql" else _sqlite_triggers
    return [
        trigger
        for model in map(apps.get_model, APPEND_ONLY)
        if every or model._meta.db_table in tables
        for trigger in make(model)
    ]


def found(connection: BaseDatabaseWrapper) -> dict[tuple[str, str], str]:
    """The triggers that are there and switched on: table and name, with their text on SQLite."""
    query = FOUND_ON_POSTGRES if connection.vendor == "postgresql" else FOUND_ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {(table, name): sql for table, name, sql in cursor.fetchall()}


FOUND_ON_SQLITE = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
FOUND_ON_POSTGRES = f"""
    SELECT c.relname, t.tgname, '' FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND p.proname = '{FUNCTION}'
    AND c.relnamespace = current_schema()::regnamespace
"""  # noqa: S608  a constant
POSTGRES_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""


def _stale(wanted: list[Trigger], present: dict[tuple[str, str], str]) -> list[Trigger]:
    """Triggers of an earlier version on these tables, under names that are not used any more."""
    names = {(one.table, one.name) for one in wanted}
    tables = {one.table for one in wanted}
    return [
        Trigger(table, name, sql)
        for (table, name), sql in present.items()
        if table in tables and name.startswith(f"{table}_keep_") and (table, name) not in names
    ]


def _same(connection: BaseDatabaseWrapper, trigger: Trigger, present: dict[tuple[str, str], str]) -> bool:
    sql = present.get((trigger.table, trigger.name))
    return sql is not None and (connection.vendor == "postgresql" or sql == trigger.sql)


def _drop(connection: BaseDatabaseWrapper, trigger: Trigger) -> str:
    on_table = f' ON "{trigger.table}"' if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{trigger.name}"{on_table}'


def _postgres_triggers(model: type[models.Model]) -> Iterator[Trigger]:
    table = model._meta.db_table
    erasing = _erasing(model, "IS NOT DISTINCT FROM")
    rows = (
        (
            (f"{table}_keep_but_words", "UPDATE", "ROW", f"WHEN (NOT ({erasing})) "),
            (f"{table}_keep_from_delete", "DELETE", "ROW", ""),
        )
        if erasing
        else ((f"{table}_keep_rows", "UPDATE OR DELETE", "ROW", ""),)
    )
    for name, when, each, unless in (*rows, (f"{table}_keep_table", "TRUNCATE", "STATEMENT", "")):
        sql = (
            f'CREATE TRIGGER "{name}" BEFORE {when} ON "{table}" '
            f"FOR EACH {each} {unless}EXECUTE FUNCTION {FUNCTION}()"
        )
        yield Trigger(table, name, sql)


def _sqlite_triggers(model: type[models.Model]) -> Iterator[Trigger]:
    table = model._meta.db_table
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    erasing = _erasing(model, "IS")
    for act, unless in (("UPDATE", f"WHEN NOT ({erasing}) " if erasing else ""), ("DELETE", "")):
        name = f"{table}_keep_{act.lower()}"
        yield Trigger(table, name, f'CREATE TRIGGER "{name}" BEFORE {act} ON "{table}" {unless}{refuse}')
    # REPLACE deletes unseen on a connection without recursive triggers, so the insert itself is refused.
    for number, key in enumerate(_keys(model)):
        same = " AND ".join(f'"{column}" = NEW."{column}"' for column in key)
        name = f"{table}_keep_key_{number}"
        twice = f'EXISTS (SELECT 1 FROM "{table}" WHERE {same})'  # noqa: S608  names of our own tables
        yield Trigger(
            table,
            name,
            f'CREATE TRIGGER "{name}" BEFORE INSERT ON "{table}" WHEN {twice} {refuse}',
        )


def _erasing(model: type[models.Model], same: str) -> str:
    """When an UPDATE does nothing but erase words; "" for a table without any. `same`: how two values are compared."""
    words = ERASABLE.get(model._meta.label, ())
    kept = (
        f'NEW."{field.column}" {same} OLD."{field.column}"'
        + (f""" OR NEW."{field.column}" = '{ERASED}'""" if field.name in words else "")
        for field in model._meta.concrete_fields
    )
    erased = " OR ".join(f"NEW.\"{name}\" = '{ERASED}'" for name in words)
    return " AND ".join(f"({one})" for one in (*kept, erased)) if words else ""


def _keys(model: type[models.Model]) -> Iterator[tuple[str, ...]]:
    """The columns of the primary key and of each unique constraint."""
    options = model._meta
    columns = {field.name: str(field.column) for field in options.concrete_fields}
    yield tuple(str(field.column) for field in options.concrete_fields if field.primary_key)
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield tuple(columns[name] for name in constraint.fields)
