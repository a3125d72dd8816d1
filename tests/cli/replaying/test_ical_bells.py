"""Bells from timed events, and what is no period."""

from __future__ import annotations

import pytest

from evenhand.cli.replaying.faults import Fault
from evenhand.cli.replaying.ical_bells import Timed, bells, timed
from evenhand.cli.replaying.ical_events import events


def read(summary: str, start: str, end: str, *more: str) -> tuple[Timed | None, list[Fault]]:
    """The period of an event, and what is wrong with it."""
    faults: list[Fault] = []
    lines = [f"SUMMARY:{summary}", f"DTSTART:{start}", *([f"DTEND:{end}"] if end else []), *more]
    (event,) = events("c.ics", "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT"]), faults)
    categories = event["CATEGORIES"].value.split(",") if "CATEGORIES" in event else []
    return timed("c.ics", event, summary, categories, faults), faults


@pytest.mark.parametrize(
    ("summary", "kind"),
    [("Period 1", "lesson"), ("P6", "lesson"), ("lesson 2", "lesson"), ("AM registration", "registration"),
     ("Tutor time", "registration"), ("Morning break", "social"), ("Lunchtime", "social")],
)  # fmt: skip
def test_periods_are_known_by_their_names(summary: str, kind: str) -> None:
    found, faults = read(summary, "20260907T090000", "20260907T100000")
    assert found is not None
    assert (found.ring.kind, found.weekdays, faults) == (kind, frozenset({0}), [])


def test_any_name_is_a_period_where_the_category_says_so() -> None:
    found, _ = read("Reading circle", "20260907T1500", "20260907T1530", "CATEGORIES:AFTER")
    assert found is not None
    assert found.ring.kind == "after"


@pytest.mark.parametrize(
    ("summary", "start"),
    [("Staff meeting", "20260907T090000"), ("Spring break", "20260907"), ("Spring break", "20260907T000000")],
)
def test_meetings_and_whole_days_are_none(summary: str, start: str) -> None:
    assert read(summary, start, "20260907T100000") == (None, [])


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("", "DTEND: is not there"),
        ("20260907T090000", "09:00 to 09:00; expected an end later"),
        ("20260908T100000", "expected an end later on the same day"),
        ("20260907T256000", "'20260907T256000' is not read"),
        ("20260907T100000Z", "expected the school's own time"),
    ],
)
def test_times_that_are_none_are_named(end: str, told: str) -> None:
    found, (fault,) = read("P1", "20260907T090000", end)
    assert found is None
    assert told in str(fault)


def test_a_day_without_lunch_is_parted_at_noon_or_at_its_last_period() -> None:
    faults: list[Fault] = []
    around = [
        read("P1", "20260907T090000", "20260907T113000"),
        read("P2", "20260907T113000", "20260907T123000"),
    ]
    short = [
        read("P1", "20260908T090000", "20260908T103000"),
        read("P2", "20260908T103000", "20260908T113000"),
    ]
    tables = bells("c.ics", [found for found, _ in (*around, *short) if found], faults)
    assert faults == []
    assert "closing = 12:30:00\nmidday = 11:30:00" in tables
    assert 'weekdays = ["monday"]' in tables
    assert "closing = 11:30:00\nmidday = 10:30:00" in tables


def test_no_periods_no_bells() -> None:
    assert bells("c.ics", [], []) == ""
