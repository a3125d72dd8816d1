"""What the server loads before its first request."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connections
from django.template import engines

from evenhand.apps.policy import selectors
from evenhand.web import warming
from tests.cast import SchoolCast

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_collector() -> Iterator[None]:
    """What the test does to Python's collector ends with it; what the harness had put away is put away again."""
    usual = gc.get_threshold()
    gc.unfreeze()
    yield
    gc.freeze()
    gc.set_threshold(*usual)


@pytest.fixture
def kept_connection(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The test's own connection stays; says whether it would have been closed."""
    closed: list[str] = []
    monkeypatch.setattr(connections, "close_all", lambda: closed.append("closed"))
    return closed


@pytest.mark.usefixtures("own_collector")
def test_the_policy_of_each_school_is_read(here: SchoolCast, kept_connection: list[str]) -> None:
    selectors.forget(here.school.pk)
    warming.warm()
    # Outside of a school's scope nothing could be read anew.
    assert selectors.known_pack(here.school.pk).id == "star_binary"
    assert kept_connection == ["closed"]
    assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == (warming.YOUNG, warming.MIDDLE, warming.OLD)


@pytest.mark.usefixtures("own_collector")
def test_a_database_that_is_not_ready_keeps_no_server_from_starting(
    kept_connection: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_yet(*_: object) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr(warming, "each_school", none_yet)
    warming.warm()
    assert kept_connection == ["closed"]


def test_every_template_of_ours_can_be_drawn() -> None:
    names = list(warming.template_names())
    assert "conduct/class.html" in names
    assert len(names) == len(set(names))
    assert not any(name.startswith("admin/") for name in names)
    assert all(engines["django"].get_template(name) for name in names)
