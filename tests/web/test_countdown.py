"""A ring empties until its time and counts up after it."""

from datetime import UTC, datetime, timedelta

from evenhand.web.countdown import LENGTH, countdown_at

DUE = datetime(2026, 11, 17, 11, 32, tzinfo=UTC)


def test_half_the_time_is_half_the_ring() -> None:
    ring = countdown_at(due=DUE, now=DUE - timedelta(seconds=150), minutes=5)
    assert (ring.shown, ring.over, ring.words) == ("2:30", False, "3 minutes left")
    assert ring.dash == round(LENGTH / 2, 1)


def test_at_nought_the_ring_is_full_and_over() -> None:
    ring = countdown_at(due=DUE, now=DUE, minutes=5)
    assert (ring.shown, ring.over, ring.dash, ring.words) == ("0:00", True, LENGTH, "0 minutes over")


def test_it_counts_up_afterwards() -> None:
    ring = countdown_at(due=DUE, now=DUE + timedelta(seconds=72), minutes=5)
    assert (ring.shown, ring.over, ring.words) == ("1:12", True, "1 minute over")


def test_before_it_began_the_ring_is_full() -> None:
    ring = countdown_at(due=DUE, now=DUE - timedelta(minutes=9), minutes=5)
    assert (ring.dash, ring.over) == (LENGTH, False)
