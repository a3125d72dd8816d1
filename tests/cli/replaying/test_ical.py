"""Dates from iCalendar files, sound, broken and hostile."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.cli.replaying.faults import UnusableInput
from evenhand.cli.replaying.ical import calendar_of_ical
from evenhand.cli.replaying.inputs import read_calendar
from evenhand.engine.pack.errors import PackErrors
from evenhand.packs.reader import calendar_text


def event(summary: str, first: str, end: str = "", categories: str = "", more: str = "") -> str:
    lines = ["BEGIN:VEVENT", f"SUMMARY:{summary}", f"DTSTART;VALUE=DATE:{first}"]
    lines += [f"DTEND;VALUE=DATE:{end}"] if end else []
    lines += [f"CATEGORIES:{categories}"] if categories else []
    return "\r\n".join([*lines, *([more] if more else []), "END:VEVENT"])


def ical(*events: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""])


YEAR = ical(
    event("Autumn 1", "20260902", "20261024", "HALF TERM"),
    event("Half term: Autumn 2", "20261102", "20261219"),
    event("Spring term", "20270104", "20270326", "Term"),
    event("INSET: a very long\r\n  name\\, folded", "20270104"),
    event("Early May bank holiday", "20270503", "20270504", "Holidays,Bank Holiday"),
    event("Summer 1", "20270412", "20270529", "HALF-TERM"),
    event("Sports day", "20270601"),
)


def test_terms_closures_and_default_bells(tmp_path: Path) -> None:
    (tmp_path / "c.ics").write_text(YEAR, newline="")
    calendar = read_calendar(str(tmp_path / "c.ics"))
    assert [block.label for block in calendar.blocks()] == ["Autumn 1", "Autumn 2", "Spring term", "Summer 1"]
    assert [term.label for term in calendar.years[0].terms] == ["Autumn", "Spring term", "Summer"]
    assert calendar.is_school_day(date(2026, 10, 23))
    assert not calendar.is_school_day(date(2026, 10, 24))
    assert not calendar.is_school_day(date(2027, 5, 3))
    assert calendar.years[0].closures[0].label == "a very long name, folded"
    assert calendar.closing_bell(date(2026, 9, 2)) == time(15, 15)


def test_bells_and_cycle_come_from_the_file_beside_it(tmp_path: Path) -> None:
    text = calendar_text("worked")
    (tmp_path / "c.ics").write_text(YEAR)
    (tmp_path / "c.toml").write_text(text[text.index("[[bell_set]]") :])
    calendar = read_calendar(str(tmp_path / "c.ics"))
    assert calendar.closing_bell(date(2026, 9, 2)) == time(15, 0)
    assert calendar.cycle_day(date(2026, 9, 7)) == "B1"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "c.ics:1 this is no iCalendar file"),
        (ical(), "no VEVENT is a TERM or HALF TERM"),
        (ical(event("Term", "20260902", more="DURATION:PT9H")), "DURATION: 'PT9H' is not read"),
        (ical(event("Term", "20269902")), "c.ics:5 DTSTART: '20269902' is no date"),
        (ical(event("Term", "20260902", "20250101")), "DTEND"),
        (ical(event("Term", "20260902", "20301219")), "within 400 days"),
        (ical("BEGIN:VEVENT\nSUMMARY:Term\nEND:VEVENT"), "DTSTART: is not there"),
        (ical(event("Term", "20260902", more="RRULE:FREQ=NEVER")), "c.ics:6 RRULE: 'FREQ=NEVER' is not read"),
        (ical("BEGIN:VEVENT", event("Term", "20260902")), "a VEVENT inside another"),
        (ical("END:VEVENT"), "no VEVENT is open"),
        (ical("BEGIN:VEVENT\nSUMMARY:Term"), "does not end"),
    ],
)
def test_broken_files_say_where_and_what_was_expected(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as caught:
        calendar_of_ical(tmp_path / "c.ics", text)
    assert any(told in problem and "; expected " in problem for problem in caught.value.problems)


LINES = ["BEGIN:VEVENT", "END:VEVENT", "SUMMARY:Term", "SUMMARY:Autumn 1\"\n", "CATEGORIES:HALF TERM",
         "DTSTART:20260902", "DTEND:20261023", "DTSTART:00000000", "CATEGORIES:INSET", " folded", ":", "\x00",
         "RRULE:FREQ=WEEKLY;BYDAY=MO", "RRULE:FREQ=YEARLY;COUNT=-1", "EXDATE:20260902", "SUMMARY:Week A", "SUMMARY:Period 1",
         "DTSTART:20260907T090000", "DTEND:20260907T100000"]  # fmt: skip


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=9), max_size=25))
def test_anything_gives_a_calendar_or_a_clear_error(lines: list[str]) -> None:
    text = "\n".join(["BEGIN:VCALENDAR", *lines])
    told = ""
    try:
        told = calendar_of_ical(Path("no-such-folder/c.ics"), text).digest
    except (UnusableInput, PackErrors) as refused:
        told = str(refused)
    assert told


def blocks(path: Path, *events: str) -> list[tuple[str, str]]:
    calendar = calendar_of_ical(path / "c.ics", ical(*events))
    return [(block.first.isoformat(), block.last.isoformat()) for block in calendar.blocks()]


def closed(path: Path, *events: str) -> list[str]:
    calendar = calendar_of_ical(path / "c.ics", ical(*events))
    return [one.date.isoformat() for year in calendar.years for one in year.closures]


AUTUMN = event("Autumn term 2026", "20260902", "20261219")


@pytest.mark.parametrize(
    "gap",
    [
        event("Half term", "20261026", "20261031"),
        event("October half term", "20261026", "20261031"),
        event("Autumn Half-Term Holiday", "20261026", "20261031"),
        event("A week off", "20261026", "20261031", "HALF TERM"),
    ],
)
def test_a_half_term_within_a_term_is_the_holiday_that_parts_it(tmp_path: Path, gap: str) -> None:
    assert blocks(tmp_path, AUTUMN, gap) == [("2026-09-02", "2026-10-25"), ("2026-10-31", "2026-12-18")]
    assert closed(tmp_path, AUTUMN, gap) == [f"2026-10-{day}" for day in range(26, 31)]


def test_half_terms_that_fill_a_term_are_its_halves(tmp_path: Path) -> None:
    halves = (event("Half term 1", "20260902", "20261024"), event("Half term 2", "20261102", "20261219"))
    assert blocks(tmp_path, AUTUMN, *halves) == [("2026-09-02", "2026-10-23"), ("2026-11-02", "2026-12-18")]


def test_holidays_are_known_as_they_are_usually_written(tmp_path: Path) -> None:
    days = (
        event("Good Friday", "20261002"),
        event("Staff training: INSET", "20260903"),
        event("Early May bank holiday", "20260904"),
        event("Open evening", "20260907"),
        event("INSET", "20260908", more="STATUS:CANCELLED"),
        event("Christmas holiday", "20261210", "20261212"),
        event("Bank holiday", "20240101"),
    )
    assert closed(tmp_path, AUTUMN, *days) == [
        "2026-09-03", "2026-09-04", "2026-10-02", "2026-12-10", "2026-12-11",
    ]  # fmt: skip


def test_an_end_at_midnight_and_a_length_in_days_are_exclusive(tmp_path: Path) -> None:
    zone = ";TZID=Europe/London"
    timed = (
        f"BEGIN:VEVENT\nSUMMARY:Term\nDTSTART{zone}:20260902T000000\nDTEND{zone}:20261219T000000\nEND:VEVENT"
    )
    assert blocks(tmp_path, timed) == [("2026-09-02", "2026-12-18")]
    assert closed(tmp_path, AUTUMN, event("INSET", "20260903", more="DURATION:P2D")) == [
        "2026-09-03", "2026-09-04",
    ]  # fmt: skip


FULL = ical(
    event("Autumn term", "20260902", "20261219"),
    event("October half term", "20261026", "20261031"),
    event("INSET day", "20260904", more="RRULE:FREQ=WEEKLY;INTERVAL=5;COUNT=2"),
    event("Boxing Day", "20251226", more="RRULE:FREQ=YEARLY"),
    event("Week A", "20260831", "20260905", more="RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261221\r\nEXDATE:20261026"),
    event("Week B", "20260907", "20260912", more="RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261221"),
    *(
        "\r\n".join(
            ("BEGIN:VEVENT", f"SUMMARY:{name}", f"DTSTART;TZID=Europe/London:2026090{day}T{start}00",
             f"DTEND;TZID=Europe/London:2026090{day}T{end}00", f"RRULE:FREQ=WEEKLY;BYDAY={days}", "END:VEVENT")
        )
        for name, day, start, end, days in (
            ("Registration", 7, "0840", "0900", "MO,TU,WE,TH,FR"),
            ("Period 1", 7, "0900", "1000", "MO,TU,WE,TH,FR"),
            ("Break", 7, "1000", "1020", "MO,TU,WE,TH,FR"),
            ("P2", 7, "1020", "1120", "MO,TU,WE,TH"),
            ("Lunch", 7, "1120", "1200", "MO,TU,WE,TH"),
            ("Lesson 3", 7, "1200", "1300", "MO,TU,WE,TH"),
            ("Staff meeting", 7, "1530", "1630", "MO"),
        )
    ),
)  # fmt: skip


def test_bells_cycle_and_repeats_come_from_the_file_itself(tmp_path: Path) -> None:
    calendar = calendar_of_ical(tmp_path / "full.ics", FULL)
    monday, friday = date(2026, 9, 7), date(2026, 9, 11)
    assert [(one.key, one.kind) for one in calendar.periods_on(monday)] == [
        ("REGISTRATION", "registration"), ("P1", "lesson"), ("BREAK", "social"), ("P2", "lesson"),
        ("LUNCH", "social"), ("P3", "lesson"),
    ]  # fmt: skip
    assert [one.key for one in calendar.periods_on(friday)] == ["REGISTRATION", "P1", "BREAK"]
    assert (calendar.closing_bell(monday), calendar.closing_bell(friday)) == (time(13), time(10, 20))
    assert [calendar.is_school_day(day) for day in (date(2026, 9, 4), date(2026, 10, 9), date(2026, 10, 8))] == [
        False, False, True,
    ]  # fmt: skip
    assert [closure.label for closure in calendar.years[0].closures if closure.date.month == 12] == [
        "Boxing Day"
    ]
    assert [calendar.cycle_day(date(2026, 9, day)) for day in (2, 7, 11, 14)] == ["A3", "B1", "B5", "A1"]
    assert calendar.cycle_day(date(2026, 11, 2)) == "B1"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "T102000\r\nDTEND;TZID=Europe/London:20260907T112000",
            "T101000\r\nDTEND;TZID=Europe/London:20260907T112000",
            "c.ics:54 DTSTART: on a monday P2 (10:10) begins before Break has ended",
        ),
        ("SUMMARY:P2", "SUMMARY:Break", "DTSTART: on a monday Break rings twice"),
        ("T112000", "T112000Z", "DTEND: '20260907T112000Z' is not read"),
        ("T130000", "T110000", "DTEND: 12:00 to 11:00; expected an end later on the same day"),
        ("EXDATE:20261026", "EXDATE:x", "EXDATE: 'x' is no date"),
        ("INTERVAL=5", "INTERVAL=0", "RRULE: 'FREQ=WEEKLY;INTERVAL=0;COUNT=2' is not read"),
        ("FREQ=YEARLY", "FREQ=HOURLY", "RRULE: 'FREQ=HOURLY' is not read"),
        ("FREQ=YEARLY", "FREQ=DAILY", "RRULE: it repeats more than 1,000 times"),
        ("INTERVAL=2;UNTIL=20261221\r\nEXDATE", "INTERVAL=3;UNTIL=20261221\r\nEXDATE", "is week A already"),
        (
            "UNTIL=20261221\r\nEND",
            "UNTIL=20261120\r\nEND",
            "no event says which week of the cycle that of 2026-11-30 is",
        ),
        (
            "SUMMARY:Staff meeting",
            "RECURRENCE-ID:20260907\r\nSUMMARY:Period 9",
            "RECURRENCE-ID: one of a row of repeats",
        ),
    ],
)
def test_what_is_wrong_with_bells_cycle_and_repeats_is_said(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    assert old in FULL
    with pytest.raises(UnusableInput) as caught:
        calendar_of_ical(tmp_path / "c.ics", FULL.replace(old, new, 1))
    assert any(told in problem and "; expected " in problem for problem in caught.value.problems), (
        caught.value.problems
    )
