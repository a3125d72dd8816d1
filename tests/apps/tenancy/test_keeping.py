"""What hardly changes is kept for a moment, and no longer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from evenhand.apps.tenancy import keeping
from evenhand.apps.tenancy.keeping import Kept


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[float]:
    """The monotonic clock, which a test sets; values are kept for two seconds."""
    shown = [100.0]
    monkeypatch.setattr(keeping, "monotonic", lambda: shown[0])
    settings.EVENHAND_KEPT_SECONDS = 2.0
    return shown


@pytest.fixture
def numbers() -> Iterator[int]:
    return count(1)


def test_a_value_is_read_once_until_its_time_is_over(seconds: list[float], numbers: Iterator[int]) -> None:
    kept: Kept[int] = Kept()
    assert kept.get("a", numbers.__next__) == 1
    seconds[0] += 1.99
    assert kept.get("a", numbers.__next__) == 1
    seconds[0] += 0.01
    assert kept.get("a", numbers.__next__) == 2


def test_being_asked_for_does_not_make_a_value_younger(seconds: list[float], numbers: Iterator[int]) -> None:
    kept: Kept[int] = Kept()
    for _ in range(3):
        found = kept.get("a", numbers.__next__)
        seconds[0] += 0.75
    assert found == 1
    assert kept.get("a", numbers.__next__) == 2


def test_each_key_has_its_own_value_and_none_is_a_value(seconds: list[float], numbers: Iterator[int]) -> None:
    kept: Kept[int | None] = Kept()
    assert kept.get("none", lambda: None) is None
    assert kept.get("none", numbers.__next__) is None
    assert kept.get(("a", 1), numbers.__next__) == 1
    assert kept.get(("a", 2), numbers.__next__) == 2


def test_what_is_forgotten_is_read_anew(seconds: list[float], numbers: Iterator[int]) -> None:
    kept: Kept[int] = Kept()
    kept.get("a", numbers.__next__)
    kept.forget()
    assert kept.get("a", numbers.__next__) == 2


def test_nought_seconds_keep_nothing(settings: Any, numbers: Iterator[int]) -> None:
    settings.EVENHAND_KEPT_SECONDS = 0
    kept: Kept[int] = Kept()
    assert [kept.get("a", numbers.__next__) for _ in range(2)] == [1, 2]


def test_the_store_does_not_grow_without_end(
    seconds: list[float], numbers: Iterator[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MOST", 2)
    kept: Kept[int] = Kept()
    for key in "abc":
        kept.get(key, numbers.__next__)
    assert len(kept._values) == 1
    assert kept.get("c", numbers.__next__) == 3
    assert kept.get("a", numbers.__next__) == 4


def test_a_read_that_fails_is_not_kept(seconds: list[float], numbers: Iterator[int]) -> None:
    kept: Kept[int] = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", numbers.__next__) == 1
