"""Calendars from TOML."""

from datetime import date, time

import pytest

from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.pack.errors import PackErrors
from evenhand.packs.reader import calendar_text


def faults(old: str, new: str) -> list[str]:
    """What loading the worked calendar reports with one edit."""
    text = calendar_text("worked")
    assert old in text
    with pytest.raises(PackErrors) as caught:
        load_calendar(text.replace(old, new, 1), "worked.toml")
    return [str(error) for error in caught.value.errors]


def test_the_worked_calendar_has_its_days_bells_and_cycle() -> None:
    calendar = load_calendar(calendar_text("worked"))
    (year,) = calendar.years
    assert (year.id, year.first, year.last) == ("2026-27", date(2026, 9, 1), date(2027, 8, 31))
    assert len(year.terms) == 3
    assert len(year.blocks) == 6
    assert date(2027, 5, 3) not in year.school_days()
    (bells,) = year.bell_sets
    third = bells.period("P3")
    assert third is not None
    assert (third.start, third.end, bells.closing) == (time(11, 10), time(12, 10), time(15))
    cycle = dict(year.cycle)
    assert (cycle[date(2026, 9, 7)], cycle[date(2026, 9, 14)]) == ("B1", "A1")
    assert set(cycle) == set(year.school_days())


def test_weekdays_are_named_and_a_daily_cycle_needs_no_weeks() -> None:
    text = calendar_text("worked").replace('bell_set = "all"', 'bell_set = "all"\nweekdays = ["monday"]', 1)
    text = text.replace("[cycle]", '[[bell_rule]]\nbell_set = "all"\n[cycle]').replace("weeks = 2\n", "")
    (year,) = load_calendar(text).years
    assert year.bell_rules[0].weekdays == (0,)
    assert year.bell_rules[1].weekdays is None
    assert [label for _, label in year.cycle[:3]] == ["A1", "A2", "A3"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "social"', 'kind = "socail"', "one of lesson, registration, social, after"),
        ('kind = "bank_holiday"', 'kind = "holiday"', "one of bank_holiday, inset, closure"),
        ("weeks = 2", "weeks = 3", "expected 15 labels"),
        ("closing = 15:00:00", 'closing = "15:00"', "expected a time (08:45:00)"),
        ("date = 2027-05-03", "date = 2037-05-03", "lies in no year"),
        ('bell_set = "all"', 'bellset = "all"', 'write "bell_set"'),
        ("[[bell_rule]]", "[[bell_rule]", "not TOML"),
    ],
)
def test_a_fault_has_its_line(old: str, new: str, message: str) -> None:
    found = [fault for fault in faults(old, new) if message in fault]
    text = calendar_text("worked")
    assert [fault for fault in found if fault.startswith("worked.toml:")]
    assert int(found[0].split(":")[1]) == text[: text.index(old)].count("\n") + 1


def test_a_calendar_that_contradicts_itself_is_refused() -> None:
    (found,) = faults("midday = 12:10:00", "midday = 15:10:00")
    assert "midday must be before the closing bell" in found
