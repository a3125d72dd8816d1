"""The cast that is written from what was kept is the cast that is built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

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


@pytest.fixture
def laid(moment: object) -> Iterator[kept_cast.Standing]:
    """A cast that stands within this test alone, built for it where this process has none yet."""
    with transaction.atomic():
        kept_cast.cast_again()
        transaction.set_rollback(True)
    made = kept_cast.Standing()
    made.lay()
    yield made
    made.take_away()
    assert not User.objects.exists()


def test_what_is_done_to_a_cast_that_stands_is_taken_back_alone(laid: kept_cast.Standing) -> None:
    told, rows = both(laid.cast()), counts()
    with transaction.atomic():
        User.objects.create_user("one@more.example", "One More", "a long enough phrase")
        assert counts() != rows
        transaction.set_rollback(True)
    laid.lay()
    assert both(laid.cast()) == told
    assert counts() == rows


def test_a_cast_that_stands_is_another_s_to_change(laid: kept_cast.Standing) -> None:
    one, other = laid.cast(), laid.cast()
    one.here.pupils.clear()
    assert len(other.here.pupils) == 6
    assert one.here.user("teacher") is not other.here.user("teacher")


def test_one_that_was_spoilt_is_laid_anew(laid: kept_cast.Standing) -> None:
    rows = counts()
    User.objects.all().update(name="")
    transaction.set_rollback(True)
    laid.lay()
    assert not User.objects.filter(name="").exists()
    assert counts() == rows
