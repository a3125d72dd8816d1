"""The worker calls every tick, survives one that fails, and stops when told to."""

import logging
from threading import Event

import pytest
from django.db import transaction
from django.test import override_settings
from django_tasks import task

from evenhand.web import worker

calls: list[str] = []
stop = Event()


def note() -> None:
    """A tick that leaves a trace and stops the worker after the third."""
    calls.append("note")
    if len(calls) == 3:
        stop.set()


def fail() -> None:
    """A tick that always fails."""
    raise ValueError("no such period")


@task()
def leave_a_trace(text: str) -> None:
    """A queued job that leaves a trace."""
    calls.append(text)


@pytest.fixture(autouse=True)
def fresh() -> None:
    """No calls yet, and not told to stop."""
    calls.clear()
    stop.clear()


@pytest.mark.django_db
def test_a_failing_tick_is_logged_and_the_next_one_still_runs(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        failures = worker.run_once({"its.path": fail, "note": note})
    assert (failures, calls) == (1, ["note"])
    assert "its.path failed" in caplog.text
    assert "no such period" in caplog.text


@pytest.mark.django_db
def test_it_goes_round_until_it_is_told_to_stop() -> None:
    with override_settings(EVENHAND_TICKS=[f"{__name__}.note"]):
        worker.run_forever(stop, pause=0)
    assert calls == ["note"] * 3


def test_an_unknown_tick_stops_it_before_it_starts() -> None:
    with pytest.raises(ImportError):
        worker.load_ticks(["evenhand.web.worker.no_such_tick"])


@pytest.mark.django_db(transaction=True)
def test_what_was_queued_is_run() -> None:
    queued = leave_a_trace.enqueue("from the queue")
    assert calls == []
    worker.run_queued_tasks()
    queued.refresh()
    assert queued.is_finished
    assert calls == ["from the queue"]


@pytest.mark.django_db(transaction=True)
def test_what_was_queued_in_a_transaction_that_failed_is_not_run() -> None:
    @transaction.atomic
    def enqueue_and_fail() -> None:
        leave_a_trace.enqueue("never")
        fail()

    with pytest.raises(ValueError, match="no such period"):
        enqueue_and_fail()
    worker.run_queued_tasks()
    assert calls == []
