"""What the calendar says instead of guessing, in words."""

from __future__ import annotations

import pickle
from datetime import date

import pytest

from evenhand.engine.school_calendar import CalendarEnds, CalendarInvalid, NotASchoolDay

ASKED, UNTIL, SINCE = date(2028, 2, 29), date(2027, 8, 31), date(2026, 9, 1)


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (SINCE, "which is known from 2026-09-01 until 2027-08-31"),
        (None, "which is known until 2027-08-31"),
    ],
)
def test_the_end_of_the_calendar_names_the_question_and_what_is_known(since: date | None, words: str) -> None:
    ends = CalendarEnds(ASKED, UNTIL, since)
    assert (ends.date, ends.known_until, ends.known_from) == (ASKED, UNTIL, since)
    assert str(ends) == f"the question about 2028-02-29 needs days outside the calendar, {words}"
    again = pickle.loads(pickle.dumps(ends))  # noqa: S301 - our own bytes
    assert (again.date, again.known_until, again.known_from) == (ASKED, UNTIL, since)


def test_a_day_without_bells_is_named() -> None:
    closed = NotASchoolDay(ASKED)
    assert (closed.date, str(closed)) == (ASKED, "2028-02-29 is not a school day")
    assert pickle.loads(pickle.dumps(closed)).date == ASKED  # noqa: S301 - our own bytes


def test_every_problem_is_kept_and_told() -> None:
    invalid = CalendarInvalid(problem for problem in ("no block", "no bell"))
    assert (invalid.problems, str(invalid)) == (("no block", "no bell"), "no block; no bell")
