"""Bank holidays, example terms and the calendars that come with evenhand."""

from __future__ import annotations

import tomllib
from datetime import date, time, timedelta
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from evenhand.engine.pack.attendance_file import load_attendance_codes
from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.packs.reader import calendar_text, country_text

FOLDER = files("evenhand.packs").joinpath("england")
DEMO_DAY = date(2026, 11, 17)


def table(name: str) -> dict[str, Any]:
    """One of the files as plain values."""
    return tomllib.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))


def calendar(name: str) -> SchoolCalendar:
    """One of the calendars."""
    return load_calendar(calendar_text(name), name)


def holidays() -> dict[date, str]:
    """The bank holidays by date."""
    return {entry["date"]: entry["title"] for entry in table("bank_holidays.toml")["holiday"]}


def test_bank_holidays_cover_three_years_and_name_their_licences() -> None:
    assert [sum(day.year == year for day in holidays()) for year in (2026, 2027, 2028)] == [8, 8, 8]
    assert holidays()[date(2027, 5, 3)] == "Early May bank holiday"
    source = table("bank_holidays.toml")["source"]
    assert "MIT" in source["file_licence"]
    assert "Open Government Licence" in source["data_licence"]
    assert "MIT License" in FOLDER.joinpath("LICENCE-bank-holidays.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["worked", "demo", "demo_special"])
def test_each_calendar_closes_on_every_bank_holiday_of_its_year(name: str) -> None:
    (year,) = calendar(name).years
    closed = {closure.date for closure in year.closures if closure.kind == "bank_holiday"}
    assert closed == {day for day in holidays() if year.first <= day <= year.last}


@pytest.mark.covers("STAR-XCa")
def test_the_worked_calendar_has_its_school_days_and_none_on_3_may() -> None:
    worked = calendar("worked")
    (year,) = worked.years
    days = year.school_days()
    counts = [sum(block.first <= day <= block.last for day in days) for block in year.blocks]
    assert counts == [38, 35, 29, 24, 34, 32]
    assert not worked.is_school_day(date(2027, 5, 3))
    assert not worked.is_school_day(date(2027, 1, 4))
    assert worked.is_school_day(date(2027, 5, 4))


@pytest.mark.parametrize(
    ("name", "bell"), [("worked", time(15)), ("demo", time(15)), ("demo_special", time(15, 5))]
)
def test_the_demonstration_moment_lies_in_period_3(name: str, bell: time) -> None:
    shown = calendar(name)
    assert shown.is_school_day(DEMO_DAY)
    now = [p.key for p in shown.periods_on(DEMO_DAY, 8) if p.start <= time(11, 32) < p.end]
    assert now == ["P3"]
    assert shown.closing_bell(DEMO_DAY, 8) == bell


def test_the_special_school_has_six_terms_and_three_social_periods() -> None:
    special = calendar("demo_special")
    (year,) = special.years
    assert [term.label for term in year.terms] == [f"Term {number}" for number in range(1, 7)]
    assert [block.term_id for block in year.blocks] == [term.id for term in year.terms]
    social = [period.key for period in special.periods_on(DEMO_DAY, 8) if period.kind == "social"]
    assert social == ["BREAK", "LUNCH", "BREAK2"]


@pytest.mark.parametrize("pattern", table("terms.toml")["pattern"], ids=lambda pattern: str(pattern["id"]))
def test_each_term_pattern_is_an_example_of_six_blocks_in_order(pattern: dict[str, Any]) -> None:
    assert pattern["example"] is True
    assert "confirm" in pattern["confirm"]
    blocks = pattern["block"]
    assert len(blocks) == 6
    for earlier, later in pairwise(blocks):
        assert earlier["last"] + timedelta(days=2) < later["first"]
    for block in blocks:
        for edge in (block["first"], block["last"]):
            assert edge.weekday() < 5
            assert edge not in holidays()


def test_the_attendance_codes_are_those_of_the_regulations_in_their_groups() -> None:
    codes = load_attendance_codes(country_text("england", "attendance_codes")).codes
    attended = {code.code for code in codes.values() if code.attended}
    authorised = {code.code for code in codes.values() if code.authorised}
    not_counted = {code.code for code in codes.values() if not code.possible}
    assert attended == {"/", "\\", "L", "K", "V", "P", "W", "B"}
    assert {code.code for code in codes.values() if code.present} == {"/", "\\", "L"}
    assert authorised == {"C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T"}
    assert not_counted == {"D", "X", "Q", *(f"Y{number}" for number in range(1, 8)), "Z", "#"}
    assert set(codes) - attended - authorised - not_counted == {"G", "N", "O", "U"}
    assert {code.code for code in codes.values() if code.late} == {"L", "U"}
    assert not {"H", "J", "Y"} & set(codes)
