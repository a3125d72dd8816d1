"""The order of day and month, and dates as school systems write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.apps.people.roster.dates import DateReader, count_votes, infer_order, parse_date
from evenhand.apps.people.roster.model import DateOrder
from evenhand.apps.people.roster.tables import Table, read_table


def table(*values: str) -> Table:
    return read_table("Student.csv", "\n".join(("ID,Birthdate", *(f"P,{value}" for value in values))))


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["13/02/2010", "01/02/2010"], "dmy"),
        (["2/13/2010", "1/2/2010"], "mdy"),
        (["01/02/2010"], None),
        (["13/02/2010", "02/13/2010"], None),
        (["2010-02-13", ""], None),
        (["31.12.2010"], "dmy"),
        (["13/13/2010"], None),
    ],
)
def test_only_values_that_fit_one_order_decide(values: list[str], order: DateOrder | None) -> None:
    assert infer_order(count_votes(values)) == order


@pytest.mark.parametrize(
    "value",
    ["2010-02-04", "20100204", "2010/02/04", "2010-02-04T00:00:00.000Z", "04/02/2010", "4.2.2010", "4-2-2010",
     "04/02/2010 00:00:00", "4 Feb 2010", "04-February-2010", "4 feb, 2010"],
)  # fmt: skip
def test_spellings_of_one_date(value: str) -> None:
    assert parse_date(value, "dmy") == date(2010, 2, 4)


@pytest.mark.parametrize(
    "value",
    [
        "31/02/2010",
        "29/02/2011",
        "2010-02-30",
        "00/01/2010",
        "1/1/10",
        "40000",
        "",
        "4 Foo 2010",
        "1/1/0001",
        "\u0661/\u0662/\u0662\u0660\u0661\u0660",
    ],
)
def test_what_is_no_date(value: str) -> None:
    assert parse_date(value, "dmy") is None
    assert parse_date(value, "mdy") is None


@given(st.dates(date(1950, 1, 1), date(2050, 1, 1)))
def test_every_date_survives_each_way_of_writing_it(day: date) -> None:
    assert parse_date(f"{day:%d/%m/%Y}", "dmy") == day
    assert parse_date(f"{day:%m/%d/%Y}", "mdy") == day
    assert parse_date(day.isoformat(), None) == day


@given(st.integers(0, 3000), st.integers(13, 40))
def test_two_weeks_of_days_show_their_order(start: int, length: int) -> None:
    days = [date(2008, 9, 1) + timedelta(start + step) for step in range(length)]
    assert infer_order(count_votes(f"{day:%d/%m/%Y}" for day in days)) == "dmy"
    assert infer_order(count_votes(f"{day:%m/%d/%Y}" for day in days)) == "mdy"


def test_an_open_order_is_asked_with_the_values_that_leave_it_open() -> None:
    question = DateReader(table("04/05/2010", "06/07/2010", "01/01/2010"), ("birthdate",), None).question
    assert question is not None
    assert (question.name, question.file, question.choices) == (
        "needs_date_order",
        "Student.csv",
        ("dmy", "mdy"),
    )
    assert question.examples == ("04/05/2010", "06/07/2010")


def test_a_file_in_both_orders_is_asked_with_one_of_each() -> None:
    question = DateReader(table("13/05/2010", "05/13/2010"), ("birthdate",), None).question
    assert question is not None
    assert question.examples == ("13/05/2010", "05/13/2010")
    assert question.text == "Student.csv has dates in both orders. Which one is meant where both fit?"


def test_a_date_that_reads_the_same_both_ways_asks_nothing() -> None:
    reader = DateReader(table("04/04/2010"), ("birthdate",), None)
    assert reader.question is None
    assert reader.read(reader.table.rows[0], "birthdate") == date(2010, 4, 4)


def test_the_option_answers_the_question_and_other_dates_become_faults() -> None:
    reader = DateReader(table("04/05/2010", "05/13/2010"), ("birthdate",), "dmy")
    assert reader.question is None
    assert [reader.read(row, "birthdate") for row in reader.table.rows] == [date(2010, 5, 4), None]
    assert [(one.line, one.expected, one.severity) for one in reader.table.faults] == [
        (3, "a possible date, day before month", "warning")
    ]
