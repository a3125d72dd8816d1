"""A session is read as Django reads it, and once it is over or ended there is none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from evenhand.apps.access.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> str:
    """The key of a session that holds one thing."""
    store = SessionStore()
    store["membership_id"] = 7
    store.save()
    assert store.session_key is not None
    return store.session_key


def test_a_session_holds_what_was_put_there_as_djangos_own_store_has_it(key: str) -> None:
    assert SessionStore(key)["membership_id"] == 7
    assert SessionStore(key).load() == db.SessionStore(key).load()


def test_of_a_session_that_is_over_nothing_is_left(key: str) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    store = SessionStore(key)
    assert "membership_id" not in store
    assert store.session_key is None


def test_a_session_that_was_ended_elsewhere_is_gone_at_once(key: str) -> None:
    assert SessionStore(key)["membership_id"] == 7
    db.SessionStore(key).delete()
    assert SessionStore(key).load() == {}


def test_what_one_request_does_to_its_session_is_not_seen_by_the_next(key: str) -> None:
    first = SessionStore(key)
    first["seen"] = ["a"]
    assert "seen" not in SessionStore(key)
    first.save()
    SessionStore(key)["seen"].append("b")
    assert SessionStore(key)["seen"] == ["a"]


def test_a_row_that_was_written_by_hand_holds_nothing(key: str) -> None:
    assert SessionStore(key).load()
    sealed = Session.objects.get(pk=key).session_data
    Session.objects.update(session_data=sealed[:-1] + ("A" if sealed[-1] != "A" else "B"))
    assert SessionStore(key).load() == {}
