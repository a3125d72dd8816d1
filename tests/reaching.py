"""How far into the database a test reaches, as its marks and fixtures tell. Needs no Django."""

from __future__ import annotations

import unittest

import pytest

# Whose tests empty every table when they end.
EMPTYING = frozenset({"transactional_db", "live_server"})
# All others that open a database ask for one of these.
DATABASE_FIXTURES = EMPTYING | {"db"}
# Who asks for this one looks at the file or the tables without opening them.
MADE = "django_db_setup"


def fixtures_of(item: pytest.Item) -> frozenset[str]:
    """The names of its fixtures, and of theirs."""
    return frozenset(getattr(item, "fixturenames", ()))


def empties_the_tables(item: pytest.Item) -> bool:
    """Whether what it writes is committed, and taken back by emptying every table."""
    mark = item.get_closest_marker("django_db")
    marked = mark is not None and bool(mark.kwargs.get("transaction"))
    return marked or not EMPTYING.isdisjoint(fixtures_of(item))


def reaches_the_database(item: pytest.Item) -> bool:
    """Whether pytest-django opens the database to it, by its mark or by a fixture, perhaps of a fixture."""
    marked = item.get_closest_marker("django_db") is not None
    return marked or not DATABASE_FIXTURES.isdisjoint(fixtures_of(item))


def wants_the_cast(item: pytest.Item) -> bool:
    """Whether it begins with the cast and leaves it as it was."""
    return "cast" in fixtures_of(item) and not empties_the_tables(item)


def is_apart(item: pytest.Item) -> bool:
    """Whether what stands in the database is nothing to it."""
    of_class = getattr(item, "cls", None)
    by_itself = of_class is not None and issubclass(of_class, unittest.TestCase)
    return not (by_itself or reaches_the_database(item) or MADE in fixtures_of(item))
