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


def test_a_fortnight_by_the_calendar_goes_on_in_the_holidays() -> None:
    text = calendar_text("worked")
    labels = {}
    for closed in ("skip", "use"):
        (year,) = load_calendar(text.replace("weeks = 2", f'weeks = 2\nclosed_weeks = "{closed}"')).years
        weeks = [label[0] for day, label in year.cycle if day.weekday() == 2]
        labels[closed] = "".join(weeks[:12])
    assert labels["skip"] == "ABABABABABAB"
    assert labels["use"] == "ABABABABBABA"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "social"', 'kind = "socail"', "one of lesson, registration, social, after"),
        ('kind = "bank_holiday"', 'kind = "holiday"', "one of bank_holiday, inset, closure"),
        ("weeks = 2", "weeks = 3", "expected 15 labels"),
        ("weeks = 2", 'closed_weeks = "keep"\nweeks = 2', "one of skip, use"),
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


def two_years() -> str:
    """The worked calendar with a short year after it, whose first and last date are closed."""
    text = calendar_text("worked")
    years = (
        '[[year]]\nid = "2027-28"\nfirst = 2027-09-01\nlast = 2027-09-30\n\n[[term]]\nid = "autumn-2027"\n'
    )
    years += 'label = "Autumn term 2027"\n\n[[block]]\nid = "autumn-1-2027"\nlabel = "Autumn 1"\n'
    years += 'term = "autumn-2027"\nfirst = 2027-09-01\nlast = 2027-09-30\n\n'
    for day in ("2027-09-01", "2027-09-30"):
        years += f'[[closure]]\ndate = {day}\nkind = "inset"\nlabel = "Staff training"\n\n'
    return text.replace("[[bell_set]]", f"{years}[[bell_set]]", 1)


def test_each_year_has_its_own_terms_blocks_and_closures_up_to_its_first_and_last_date() -> None:
    first, second = load_calendar(two_years()).years
    assert ([len(first.terms), len(first.blocks), len(first.closures)]) == [3, 6, 10]
    assert [term.id for term in second.terms] == ["autumn-2027"]
    assert [block.id for block in second.blocks] == ["autumn-1-2027"]
    assert [closure.date for closure in second.closures] == [date(2027, 9, 1), date(2027, 9, 30)]
    assert (second.school_days()[0], second.school_days()[-1]) == (date(2027, 9, 2), date(2027, 9, 29))
    assert first.bell_sets == second.bell_sets


def test_the_cycle_runs_on_from_year_to_year_from_its_start() -> None:
    first, second = load_calendar(two_years()).years
    assert (dict(first.cycle)[date(2026, 9, 2)], first.cycle[0][0]) == ("A3", date(2026, 9, 2))
    assert set(dict(second.cycle)) == set(second.school_days())
    later = calendar_text("worked").replace("start = 2026-09-02", "start = 2026-09-07", 1)
    (year,) = load_calendar(later).years
    assert year.cycle[0] == (date(2026, 9, 7), "A1")


def test_double_lessons_are_kept_with_their_days_and_year_groups() -> None:
    text = f'{calendar_text("worked")}\n[[double_lesson]]\nperiods = ["P1", "P2"]\ncycle_days = ["B1"]\n'
    (year,) = load_calendar(text).years
    (double,) = year.double_lessons
    assert (double.periods, double.cycle_days, double.year_groups) == (("P1", "P2"), ("B1",), None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("first = 2026-11-02", "first = 2025-11-02", 'block "autumn-2-2026" lies in no year of this file'),
        ("labels = [", "labels = []\n# [", "a cycle without a label"),
    ],
)
def test_what_no_year_holds_is_named(old: str, new: str, message: str) -> None:
    text = calendar_text("worked")
    if old not in text:
        raise AssertionError(old)
    assert any(message in fault for fault in faults(old, new))


def test_a_contradiction_is_reported_of_the_file_as_a_whole() -> None:
    (found,) = faults("midday = 12:10:00", "midday = 15:10:00")
    assert found.startswith("worked.toml:1:1 ")
