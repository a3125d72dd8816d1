"""A policy's review is due its own number of months after it took effect (K-34)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.pack.check.review import months_after
from tests.tiny_pack import faults


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2021, 4, 1), 24, date(2023, 4, 1)),
        (date(2023, 4, 1), 24, date(2025, 4, 1)),
        (date(2025, 4, 1), 24, date(2027, 4, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 31), 2, date(2027, 3, 31)),
        (date(2027, 3, 31), 1, date(2027, 4, 30)),
    ],
)
def test_so_many_calendar_months_later(day: date, months: int, due: date) -> None:
    assert months_after(day, months) == due


def month_by_month(day: date, months: int) -> date:
    """The same day of the month, by turning one page of a calendar at a time."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(0, 120))
def test_k_34_months_are_those_of_a_calendar_turned_page_by_page(day: date, months: int) -> None:
    assert months_after(day, months) == month_by_month(day, months)


def test_a_review_in_another_month_is_reported() -> None:
    assert faults("pack.toml", "review_due = 2027-09-01", "review_due = 2027-09-30") == []
    found = faults("pack.toml", "review_due = 2027-09-01", "review_due = 2027-10-01")
    assert any("2027-10-01 is not 12 months after it took effect" in fault for fault in found)
