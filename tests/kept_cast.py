"""The cast as the database keeps it: built once in each process, and written again as it was for every later test.

Building takes nearly two hundred statements through every layer, which for most tests costs more than the test. Written
it stands in a transaction around the tests that want it, one after the other: each takes back only what it did itself.
"""

from __future__ import annotations

import pickle
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, transaction

from evenhand.apps.access.models import User
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import Trust
from tests.cast import Cast, build_cast

# Made by the migrations themselves, and there before any cast.
STANDING = {"auth", "contenttypes"}


class Kept(NamedTuple):
    """What building the cast left: an INSERT with its rows for each table, and the cast itself, pickled."""

    statements: list[tuple[str, list[Any]]]
    cast: bytes


kept: dict[str, Kept] = {}


def cast_again() -> Cast:
    """The cast, written from what is kept of the first; built anew where a test has made rows before it."""
    if User.objects.exists() or Trust.objects.exists():
        return build_cast()
    found = kept.get(connection.vendor)
    if found is None:
        made = build_cast()
        kept[connection.vendor] = Kept(_statements(), pickle.dumps(made))
        return made
    # Tables come in no order of their keys, which are checked at the end.
    with transaction.atomic():
        _write(found)
    return _told(found)


class Standing:
    """The cast as it stands in the database before a test begins, and the transaction in which it does."""

    def __init__(self) -> None:
        self._around: transaction.Atomic | None = None

    def lay(self) -> None:
        """See to it that the cast stands, once this process has built one. No test may run meanwhile."""
        if self._around is not None and not (connection.closed_in_transaction or connection.needs_rollback):
            return
        self.take_away()
        found = kept.get(connection.vendor)
        if found is None:
            return
        around: Any = transaction.atomic()
        around._from_testcase = (
            True  # as Django marks those around a test, in which all else may be the outermost
        )
        around.__enter__()
        self._around = around
        _write(found)
        connection.check_constraints()

    def take_away(self) -> None:
        """See to it that nothing stands."""
        if self._around is not None:
            around, self._around = self._around, None
            if not connection.closed_in_transaction:
                transaction.set_rollback(True)
            around.__exit__(None, None, None)

    def cast(self) -> Cast:
        """The cast: the one that stands, else written for this test alone."""
        return cast_again() if self._around is None else _told(kept[connection.vendor])


def _write(found: Kept) -> None:
    with connection.cursor() as cursor:
        for sql, rows in found.statements:
            cursor.executemany(sql, rows)


def _told(found: Kept) -> Cast:
    clock.now()  # whoever builds has read the clock's shift, which tests that count queries rely on
    again: Cast = pickle.loads(found.cast)  # noqa: S301  pickled above, in this process
    return again


def _statements() -> list[tuple[str, list[Any]]]:
    """An INSERT for every table that holds rows now. The keys between them are checked when the test ends."""
    quote, made = connection.ops.quote_name, []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label in STANDING or model._meta.proxy or not model._meta.managed:
                continue
            table = quote(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  a name from the model
            rows, names = list(cursor.fetchall()), [quote(column[0]) for column in cursor.description]
            if rows:
                marks = ", ".join(["%s"] * len(names))
                made.append((f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows))  # noqa: S608
    return made
