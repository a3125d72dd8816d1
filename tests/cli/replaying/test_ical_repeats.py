"""The days of an event that repeats."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.cli.replaying.faults import Fault
from evenhand.cli.replaying.ical_events import events
from evenhand.cli.replaying.ical_repeats import MOST, starts

FIRST = date(2026, 9, 7)


def days(*lines: str) -> tuple[list[str], list[Fault]]:
    """The days of an event that begins on FIRST and has these lines, and what is wrong with it."""
    faults: list[Fault] = []
    text = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT"])
    (event,) = events("c.ics", text, faults)
    return [str(day) for day in starts("c.ics", event, FIRST, faults)], faults


def test_an_event_happens_once() -> None:
    assert days("SUMMARY:x") == (["2026-09-07"], [])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=WEEKLY;COUNT=3"], ["2026-09-07", "2026-09-14", "2026-09-21"]),
        (["RRULE:FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260914T235900Z"], ["2026-09-07", "2026-09-09", "2026-09-14"]),
        (["RRULE:FREQ=YEARLY"], ["2026-09-07", "2027-09-07", "2028-09-07", "2029-09-07"]),
        (["RDATE;VALUE=DATE:20260910,20260901"], ["2026-09-01", "2026-09-07", "2026-09-10"]),
        (["RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20260908", "EXDATE:20260907,20260910"], ["2026-09-09"]),
    ],
)  # fmt: skip
def test_what_rules_and_lists_add_and_take_away(lines: list[str], expected: list[str]) -> None:
    assert days(*lines) == (expected, [])


@pytest.mark.parametrize(
    "rule",
    ["", "DAILY", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;UNTIL=never",
     "FREQ=WEEKLY;BYDAY=XX", "FREQ=YEARLY;BYMONTH=13;COUNT=x"],
)  # fmt: skip
def test_a_rule_that_is_none_is_named(rule: str) -> None:
    found, (fault,) = days(f"RRULE:{rule}")
    assert found == ["2026-09-07"]
    assert (fault.line, fault.field) == (3, "RRULE")
    assert "is not read" in fault.message


def test_a_rule_that_finds_no_day_ends() -> None:
    assert days("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30") == (["2026-09-07"], [])


def test_more_days_than_a_school_has_are_refused() -> None:
    found, (fault,) = days("RRULE:FREQ=DAILY")
    assert found == ["2026-09-07"]
    assert f"more than {MOST:,} times" in fault.message


def test_one_that_differs_from_its_row_is_refused() -> None:
    (_, (fault,)) = days("RECURRENCE-ID:20260914")
    assert fault.field == "RECURRENCE-ID"
