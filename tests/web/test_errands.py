"""What is done around a request where a process serves: nothing that has nothing to do, and no connection kept too long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import close_caches
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, reset_queries

from evenhand.web.errands import give_up_unusable, lighten

pytestmark = pytest.mark.django_db


@pytest.fixture
def errands() -> Iterator[None]:
    """Django's errands as they were, afterwards."""
    kept = [(signal, list(signal.receivers)) for signal in (request_started, request_finished)]
    yield
    for signal, receivers in kept:
        signal.receivers = receivers


def receivers(signal: Any) -> set[Any]:
    """The functions that a signal calls."""
    return set(signal._live_receivers(None)[0])


def test_one_errand_stays_of_four(errands: None) -> None:
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)
    lighten()
    assert not receivers(request_started) & {close_old_connections, reset_queries}
    assert not receivers(request_finished) & {close_old_connections, close_caches}
    assert give_up_unusable in receivers(request_finished)


def test_statements_are_forgotten_where_they_are_logged(errands: None, settings: Any) -> None:
    settings.DEBUG = True
    request_started.connect(reset_queries)
    lighten()
    assert reset_queries in receivers(request_started)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_too_old_is_given_up(errands: None) -> None:
    connection.ensure_connection()
    give_up_unusable()
    assert connection.connection is not None
    connection.close_at = time.monotonic() - 1
    give_up_unusable()
    assert connection.connection is None
