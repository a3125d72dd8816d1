"""The marked weeks of a cycle, in turn or not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from evenhand.cli.replaying.faults import Fault
from evenhand.cli.replaying.ical_cycle import cycle, week_of

MONDAY = date(2026, 9, 7)


def marked(letters: str, closed: str = "") -> tuple[str, list[Fault]]:
    """The table of weeks with these letters; of those in `closed`, by their number, no day is a school day."""
    faults: list[Fault] = []
    mondays = [MONDAY + timedelta(weeks=number) for number in range(len(letters))]
    weeks = {monday: (letter, 7) for monday, letter in zip(mondays, letters, strict=True) if letter != "-"}
    days = [
        monday + timedelta(days=day)
        for number, monday in enumerate(mondays)
        if str(number) not in closed
        for day in range(5)
    ]
    return cycle("c.ics", weeks, days, faults), faults


@pytest.mark.parametrize(
    ("summary", "week"),
    [("Week A", "A"), ("week b", "B"), ("B Week", "B"), ("Timetable week 2", "2"), ("Week", ""), ("Anti-bullying week", "")],
)  # fmt: skip
def test_a_summary_names_a_week(summary: str, week: str) -> None:
    assert week_of(summary) == week


@pytest.mark.parametrize(
    ("letters", "closed", "told"),
    [
        ("ABAB", "", ('"A1", "A2", "A3", "A4", "A5", "B1"', "restart = [2026-09-21]", '"skip"')),
        ("BABA", "", ('labels = ["B1", "B2", "B3", "B4", "B5", "A1"', "weeks = 2", '"skip"')),
        ("AB-AB", "2", ("restart = [2026-09-28]", '"skip"')),
        ("ABAB", "2", ("restart = []", '"use"')),
        ("ABCABC", "", ("weeks = 3",)),
    ],
)
def test_weeks_in_turn(letters: str, closed: str, told: tuple[str, ...]) -> None:
    table, faults = marked(letters, closed)
    assert faults == []
    assert all(words in table for words in told), table


@pytest.mark.parametrize(
    ("letters", "told"),
    [("ABB", "week B is out of turn in the week of 2026-09-21"), ("A-B", "which week of the cycle that of 2026-09-14 is")],
)  # fmt: skip
def test_weeks_out_of_turn_and_unmarked_ones_are_named(letters: str, told: str) -> None:
    table, (fault,) = marked(letters)
    assert table == ""
    assert told in fault.message


def test_marks_of_holidays_alone_say_nothing() -> None:
    assert marked("A", "0") == ("", [])
