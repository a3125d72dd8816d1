"""What is typed is a number, a day or a time that a school can have, or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.test import RequestFactory

from evenhand.apps.tenancy import typed
from tests.cast import SchoolCast


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "1.0", " 7", "9" * 19, "9" * 5000, "x"])
def test_what_is_no_number_of_ours_is_none(text: str) -> None:
    assert typed.number(text) is None


def test_a_number_is_one_that_a_row_can_have() -> None:
    assert typed.number("9" * 18) == 10**18 - 1
    assert typed.number("0") == 0


@pytest.mark.parametrize(
    "text", ["", "0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "2026-02-30", "soon"]
)
def test_what_is_no_day_of_ours_is_none(text: str) -> None:
    assert typed.day(text) is None


def test_a_day_of_the_years_in_between_is_read() -> None:
    assert typed.day("1900-01-01") == date(1900, 1, 1)
    assert typed.day("2199-12-31") == date(2199, 12, 31)


@pytest.mark.parametrize("text", ["", "25:61", "11:05+02:00", "noon"])
def test_what_is_no_time_of_the_schools_clock_is_none(text: str) -> None:
    assert typed.clock_time(text) is None


def test_a_day_and_a_time_make_an_instant_of_the_school(here: SchoolCast) -> None:
    assert typed.clock_time("11:05") == time(11, 5)
    assert typed.instant(here.school, "2026-07-01", "11:05") == datetime(2026, 7, 1, 10, 5, tzinfo=UTC)
    assert typed.instant(here.school, "2026-07-01", "") is None
    assert typed.instant(here.school, "9999-12-31", "23:59") is None


def test_what_is_too_long_is_named_with_both_figures() -> None:
    assert typed.too_long("The words have", " " + "x" * 10_000, 1_000) == (
        "The words have 10,000 characters; 1,000 is the most. Shorten it."
    )
    assert typed.too_long("The words have", "x" * 9 + "   ", 9) == ""


def test_a_form_in_place_of_a_scripts_body_is_no_body() -> None:
    request = RequestFactory().post("/", {"pin": "1234"})
    assert request.POST["pin"] == "1234"
    assert typed.body_of(request) == b""
    assert typed.body_of(RequestFactory().post("/", b"{}", content_type="application/json")) == b"{}"
