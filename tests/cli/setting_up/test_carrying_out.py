"""The year and the bells that answers describe, and what is refused."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from evenhand.apps.tenancy.bell_rows import example_bells
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.year_rows import letter_weeks
from evenhand.cli.setting_up.answers import Answers
from evenhand.cli.setting_up.carrying_out import Refusal, carry_out, report, year_bells, year_rows
from tests.cast import PASSWORD

PATTERN = "2026-27-three-terms"
BLOCK = {"label": "Autumn 1", "term": "Autumn", "first": date(2026, 9, 2), "last": date(2026, 10, 23)}
LESSON = {"key": "P1", "label": "Period 1", "start": time(9), "end": time(10), "kind": "lesson"}


def answers(**given: Any) -> Answers:
    plain = {"name": "Ruta", "email": "ruta@marlow.example", "password": PASSWORD, "school": "Marlow"}
    return Answers(**(plain | given))


def test_typed_half_terms_make_a_year_from_september_to_august() -> None:
    late = BLOCK | {
        "label": "Spring 1",
        "term": "Spring",
        "first": date(2027, 1, 4),
        "last": date(2027, 2, 5),
    }
    rows = year_rows(answers(block=[late, BLOCK], year=PATTERN))
    assert (rows.id, rows.first, rows.last) == ("2026-27", "2026-09-01", "2027-08-31")
    assert [row.label for row in rows.blocks] == ["Spring 1", "Autumn 1"]
    assert rows.closures == ()


def test_half_terms_of_a_spring_belong_to_the_september_before() -> None:
    rows = year_rows(answers(block=[BLOCK | {"first": date(2027, 1, 4), "last": date(2027, 2, 5)}]))
    assert (rows.id, rows.first) == ("2026-27", "2026-09-01")


def test_a_typed_closure_stands_in_place_of_the_example_of_that_day() -> None:
    christmas = {"date": date(2026, 12, 25), "kind": "inset", "label": "Ours"}
    example, ours = year_rows(answers(year=PATTERN)), year_rows(answers(year=PATTERN, closure=[christmas]))
    assert [row.label for row in ours.closures if row.date == "2026-12-25"] == ["Ours"]
    assert len(ours.closures) == len(example.closures)
    assert ours.blocks == example.blocks


def test_an_example_of_a_day_stands_in_where_no_period_is_named() -> None:
    bells = year_bells(answers(weeks=2))
    assert bells.weeks == letter_weeks(2)
    assert bells._replace(weeks=()) == example_bells()._replace(weeks=())
    assert year_bells(answers()).weeks == letter_weeks(1)


def test_typed_periods_are_the_day() -> None:
    bells = year_bells(answers(period=[LESSON], midday=time(12), closing=time(15)))
    (day,) = bells.sets
    assert [(period.key, period.start) for period in day.periods] == [("P1", time(9))]
    assert (day.midday, day.closing) == (time(12), time(15))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"year": "never"}, "there is no term pattern 'never'; known: "),
        ({"year": PATTERN, "closure": [{"day": "x"}]}, "day: not known; write date, "),
        ({"block": [{"label": "Autumn 1"}]}, "block: first: write a date such as"),
        ({"block": [BLOCK | {"first": "soon"}]}, "block: first: write a date such as"),
    ],
    ids=["pattern", "column", "no first day", "first day in words"],
)
def test_a_year_that_cannot_be_read_is_refused_in_words(given: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal) as refused:
        year_rows(answers(**given))
    assert words in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"password": "short"}, "too short"),
        ({"school": " "}, "name"),
        (
            {"invite": [{"name": "Nia", "email": "nia@marlow.example", "role": "king"}]},
            "'king' is not a role",
        ),
    ],
)
def test_what_is_refused_leaves_nothing(given: dict[str, Any], words: str, moment: object) -> None:
    with pytest.raises(Refusal) as refused:
        carry_out(answers(**given))
    assert words in " ".join(refused.value.problems)
    assert not School.objects.exists()


@pytest.mark.django_db
def test_a_bare_school_is_made_and_lacks_what_it_lacks(
    moment: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert carry_out(answers()).name == "Marlow"
    assert report() == 1
    said = capsys.readouterr().out
    assert "Marlow: " in said
    assert "needed: Policy. None is in force" in said
