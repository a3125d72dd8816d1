"""The cast that is written from what was kept is the cast that is built."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from evenhand.apps.access.models import User
from tests import kept_cast
from tests.cast import Cast, SchoolCast

pytestmark = pytest.mark.django_db


def people(school: SchoolCast) -> list[Any]:
    """Everybody and everything of one school, without the keys that the database made."""
    return [
        (school.school.slug, school.pupil.given, school.lesson.starts, sorted(school.groups)),
        sorted((name, one.user.email, str(one.staff)) for name, one in school.memberships.items()),
        [(pupil.given, pupil.form) for pupil in school.pupils],
        [school.actor(role).name for role in ("teacher", "head_of_year", "office")],
    ]


def counts() -> dict[str, int]:
    """How many rows each table holds."""
    return {sql.split('"')[1]: len(rows) for sql, rows in kept_cast._statements()}


def both(cast: Cast) -> list[Any]:
    """Both schools' people."""
    return [people(cast.here), people(cast.next_door)]


def test_it_is_the_one_that_is_built(moment: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_cast, "kept", {})
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
    first = both(kept_cast.cast_again())
    built = counts()
    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT before")
    assert not User.objects.exists()
    assert both(kept_cast.cast_again()) == first
    assert counts() == built
    User.objects.create_user("one@more.example", "One More", "a long enough phrase")


def test_where_there_are_rows_it_is_built(moment: object, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, kept_cast.Kept] = {}
    monkeypatch.setattr(kept_cast, "kept", kept)
    User.objects.create_user("one@before.example", "One Before", "a long enough phrase")
    cast = kept_cast.cast_again()
    assert kept == {}
    assert User.objects.count() == 1 + len(cast.here.memberships) + len(cast.next_door.memberships)
