"""What a period comes to: the sixth day of its run, the days to stay in and to work, exams, all against a walk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Formal
from tests.engine.formal import MONDAY, issue, lawful
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import Run, run

starts = st.dates(date(2026, 9, 2), date(2027, 6, 1))


def school_days(start: date, many: int) -> list[date]:
    """So many school days from a date on, found by walking."""
    found: list[date] = []
    day = start
    while len(found) < many:
        found += [day] if WORKED.is_school_day(day) else []
        day += timedelta(days=1)
    return found


def facts(done: Run, ident: str) -> dict[str, object]:
    formal = next(item for item in done.decisions[ident].outcomes if isinstance(item, Formal))
    return dict(formal.reason.values)


@pytest.mark.covers("STAR-178", "STAR-181f", "STAR-181h")
@given(starts, st.sampled_from(["am", "pm"]), st.integers(1, 30))
def test_the_sixth_day_and_the_first_five_are_counted_on_school_days(
    start: date, session: str, halves: int
) -> None:
    told = facts(run(lawful(), issue(start=start, halves=halves, session=session)), "issued")
    days = school_days(start, 6)
    own = days_with(start, session, halves)
    assert told.get("sixth_day") == (days[5].isoformat() if halves > 10 else None)
    assert told["public_dates"] == told["work_dates"] == ",".join(day.isoformat() for day in own[:5])


def days_with(start: date, session: str, halves: int) -> list[date]:
    """The days of a period: an afternoon start on a school day leaves out that morning."""
    offset = 1 if session == "pm" and WORKED.is_school_day(start) else 0
    return school_days(start, (offset + halves + 1) // 2)


@pytest.mark.covers("STAR-178")
@given(st.lists(st.integers(1, 8), min_size=2, max_size=4))
def test_exclusions_that_follow_each_other_are_one_run(lengths: list[int]) -> None:
    events, halves = [], 0
    for number, length in enumerate(lengths):
        day = school_days(MONDAY, 40)[halves // 2]
        session = "pm" if halves % 2 else "am"
        events.append(issue(f"e{number}", day, length, session=session, about=f"i{number}", day=MONDAY))
        halves += length
    done = run(lawful(), *events)
    sixth = facts(done, events[-1].id).get("sixth_day")
    assert sixth == (school_days(MONDAY, 6)[5].isoformat() if halves > 10 else None)


@pytest.mark.covers("STAR-182c")
@given(starts, st.integers(2, 20), st.dates(date(2026, 9, 2), date(2027, 7, 1)))
def test_an_exam_is_missed_only_on_a_day_of_the_period(start: date, halves: int, exam: date) -> None:
    told = facts(run(lawful(), issue(start=start, halves=halves, exam_days=(exam.isoformat(),))), "issued")
    missed = exam in days_with(start, "am", halves)
    assert told["exam"] is missed
    assert (told["band"] == "review") is (missed or halves > 30)


def test_exam_days_that_are_none_are_missing() -> None:
    assert run(lawful(), issue(exam_days=("soon",))).missing("issued") == ("detail:exam_days",)
