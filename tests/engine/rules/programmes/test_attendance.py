"""Attendance in sessions, exactly: percentages, rises, and who was never absent, late or in trouble."""

from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.engine.close import Closed, Member, Period, close, period_of
from evenhand.engine.decisions import Propose, Recognise
from evenhand.engine.facts import EMPTY_STATE, Event, PupilState
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.programmes.attendance import Sessions, sessions_in
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.values import EventKind
from tests.engine.school_calendar.calendars import calendars, naive_days
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, moment, policy, run, void

AUTUMN_2 = date(2026, 12, 18)


def ended(day: date, kind: str = "half_term") -> Period:
    """The period that a day closes."""
    period = period_of(WORKED, kind, moment(day, time(16)))
    assert period is not None
    return period


def told(name: str, *halves: Sessions, year: int = 8, state: PupilState = EMPTY_STATE) -> Member:
    """A pupil with the sessions of Autumn 1 and, if given, Autumn 2."""
    counts: dict[str, int] = dict(state.counts)
    for block, sessions in zip(("b:autumn-1", "b:autumn-2"), halves, strict=False):
        for field, value in sessions._asdict().items():
            counts[f"attendance.{field}|{block}"] = value
    return Member(name, state._replace(counts=counts), year)


def awards(closed: tuple[Closed, ...], award: str) -> set[str]:
    """Who was given or proposed for an award."""
    return {
        one.pupil
        for one in closed
        for o in one.decision.outcomes
        if (isinstance(o, Recognise) and o.award == award) or (isinstance(o, Propose) and o.proposal == award)
    }


def marks(ident: str = "one", day: date = date(2026, 9, 15), **details: Any) -> Event:
    """Marks handed in."""
    return happened(ident, "", EventKind.ATTENDANCE, day=day, **details)


def test_marks_add_up_by_day_week_half_term_and_year_and_a_correction_is_the_difference() -> None:
    found = run(
        policy(),
        marks("am", possible=1, attended=1, authorised=0, late=1),
        marks("pm", possible=1, attended=0, authorised=1, late=0),
        marks("right", possible=0, attended=1, authorised=-1, late=0),
    )
    for key in ("d:2026-09-15", "w:2026-09-14", "b:autumn-1", "y:2026-27"):
        assert sessions_in(found.state.counts, key) == Sessions(2, 2, 1, 0)
    assert all(decision.outcomes == () for decision in found.decisions.values())


@pytest.mark.parametrize("missing", ["possible", "attended", "authorised", "late"])
def test_marks_without_one_of_the_four_figures_are_not_counted(missing: str) -> None:
    details: dict[str, Any] = {"possible": 1, "attended": 1, "authorised": 0, "late": 0}
    for value in (None, True, "1"):
        wrong = {key: entry for key, entry in {**details, missing: value}.items() if entry is not None}
        found = run(policy(), marks(**wrong))
        assert found.missing("one") == ("detail:" + missing,)
        assert found.state == EMPTY_STATE


def test_marks_are_corrected_by_a_difference_and_not_taken_back() -> None:
    event = marks(possible=1, attended=1, authorised=0, late=0)
    first = run(policy(), event)
    found = run(policy(), void(event, first.decisions["one"]), state=first.state)
    assert found.missing("void") == ("difference",)
    assert found.state == first.state


@given(st.integers(0, 90), st.integers(0, 90))
def test_a_percentage_is_exact_and_of_nothing_is_nought(possible: int, attended: int) -> None:
    percent = Sessions(possible, attended, 0, 0).percent
    assert percent * possible == (100 * attended if possible else 0)


@given(st.lists(st.tuples(st.integers(0, 76), st.integers(0, 3)), min_size=1, max_size=6))
def test_full_attendance_is_every_possible_session(rows: list[tuple[int, int]]) -> None:
    cohort = tuple(
        told(f"p{n}", Sessions(possible, max(possible - absent, 0), 0, 0))
        for n, (possible, absent) in enumerate(rows)
    )
    closed = close(policy(), WORKED, cohort, ended(date(2026, 10, 23)))
    wanted = {f"p{n}" for n, (possible, absent) in enumerate(rows) if possible and not absent}
    assert awards(closed, "full_attendance") == wanted


halves = st.tuples(st.integers(50, 76), st.integers(0, 20), st.integers(40, 70), st.integers(0, 20))


def on_roll(row: tuple[int, int, int, int]) -> bool:
    """Whether a pupil had four fifths of the 76 and of the 70 sessions."""
    return row[0] >= Fraction(4, 5) * 76 and row[2] >= Fraction(4, 5) * 70


@given(st.lists(halves, min_size=1, max_size=7), st.booleans())
def test_the_largest_rise_is_named_in_each_group_and_ties_share_it(
    rows: list[tuple[int, int, int, int]], whole_school: bool
) -> None:
    chosen = policy(attendance__rules="school") if whole_school else policy()
    cohort, rises = [], {}
    for n, row in enumerate(rows):
        first, second = Sessions(row[0], row[0] - row[1], 0, 0), Sessions(row[2], row[2] - row[3], 0, 0)
        cohort.append(told(f"p{n}", first, second, year=7 + n % 2))
        rises[n] = Fraction(second.attended, row[2]) - Fraction(first.attended, row[0]) if on_roll(row) else 0
    closed = close(chosen, WORKED, tuple(cohort), ended(AUTUMN_2))
    wanted = set()
    for n, rise in rises.items():
        rivals = [other for m, other in rises.items() if whole_school or m % 2 == n % 2]
        if rise > 0 and rise == max(rivals):
            wanted.add(f"p{n}")
    assert awards(closed, "improved_attendance") == wanted


def test_the_first_half_term_of_the_calendar_has_nothing_to_be_compared_with() -> None:
    cohort = (told("a", Sessions(76, 76, 0, 0)),)
    closed = close(policy(), WORKED, cohort, ended(date(2026, 10, 23)))
    assert awards(closed, "improved_attendance") == set()
    assert awards(closed, "full_attendance") == {"a"}


@pytest.mark.covers("STAR-44a")
def test_one_warning_or_one_point_keeps_a_pupil_from_the_list_by_the_strict_rule() -> None:
    full = Sessions(76, 76, 0, 0)
    cohort = (
        told("clean", full),
        told("warned", full, state=PupilState(counts={"concern|b:autumn-1": 1})),
        told("points", full, state=PupilState(totals={"behaviour|b:autumn-1": 2})),
        told("late", full._replace(late=1)),
        told("absent", full._replace(attended=75)),
        told("excused", full._replace(attended=75, excused=1)),
        told("earlier", full, state=PupilState(counts={"concern|b:summer-2": 4})),
    )
    closed = close(policy(), WORKED, cohort, ended(date(2026, 10, 23)))
    assert awards(closed, "star_citizen") == {"clean", "excused", "earlier"}


def in_half_term(points: int) -> PupilState:
    """A pupil with so many behaviour points in the half-term: fewer than five are the lowest level."""
    return PupilState(totals={"behaviour|b:autumn-1": points})


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [("strict", {"clean"}), ("level_0", {"clean", "lowest"}), ("two_tiers", {"clean", "lowest"})],
)
def test_the_lowest_level_counts_as_the_school_has_chosen(rule: str, wanted: set[str]) -> None:
    cohort = (
        told("clean", Sessions(76, 76, 0, 0)),
        told("lowest", Sessions(76, 70, 0, 0), state=in_half_term(4)),
        told("higher", Sessions(76, 70, 0, 0), state=in_half_term(5)),
    )
    closed = close(policy(citizen__rule=rule), WORKED, cohort, ended(date(2026, 10, 23)))
    assert awards(closed, "star_citizen") == wanted


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        (policy(), {"week_attendance", "week_improved"}),
        (policy(achievement__attendance_both=False), {"week_attendance"}),
    ],
)
def test_both_rows_of_a_week_or_the_first_only(chosen: Policy, found: set[str]) -> None:
    counts = {
        "attendance.possible|w:2026-09-07": 10, "attendance.attended|w:2026-09-07": 6,
        "attendance.possible|w:2026-09-14": 10, "attendance.attended|w:2026-09-14": 10,
    }  # fmt: skip
    cohort = (Member("a", PupilState(counts=counts), 8),)
    closed = close(chosen, WORKED, cohort, ended(date(2026, 9, 18), "week"))
    assert {o.proposal for o in closed[0].decision.outcomes if isinstance(o, Propose)} == found
    assert {case.kind for case in closed[0].state.cases} == found


def test_a_week_is_compared_with_the_first_of_the_year_whose_monday_lies_before_it() -> None:
    assert date(2026, 8, 31) < WORKED.known_from
    counts = {
        "attendance.possible|w:2026-08-31": 8, "attendance.attended|w:2026-08-31": 6,
        "attendance.possible|w:2026-09-07": 10, "attendance.attended|w:2026-09-07": 9,
    }  # fmt: skip
    cohort = (Member("a", PupilState(counts=counts), 8),)
    closed = close(policy(), WORKED, cohort, ended(date(2026, 9, 11), "week"))
    assert awards(closed, "week_improved") == {"a"}


@given(calendars(), st.booleans(), st.data())
def test_k_36_a_week_is_compared_with_the_one_before_it_that_had_school(
    calendar: SchoolCalendar, after_holidays: bool, data: st.DataObject
) -> None:
    week, open_days = timedelta(weeks=1), naive_days(calendar)
    mondays = sorted({day - timedelta(days=day.weekday()) for day in open_days})
    rested = [monday for monday in mondays if monday - week not in mondays]
    monday = data.draw(st.sampled_from((rested if after_holidays else mondays)[:-1] or mondays))
    earlier = [one for one in mondays if one < monday]
    counts = {f"attendance.possible|w:{monday}": 10, f"attendance.attended|w:{monday}": 9}
    for back in range(1, 12):
        # Whatever was handed in for a week of holidays would be no rise.
        one = monday - back * week
        counts |= {f"attendance.possible|w:{one}": 10, f"attendance.attended|w:{one}": 10}
    if earlier:
        counts[f"attendance.attended|w:{earlier[-1]}"] = 5
    day = max(day for day in open_days if day < monday + week)
    period = period_of(calendar, "week", moment(day, time(16)))
    assert period is not None
    (closed,) = close(policy(), calendar, (Member("a", PupilState(counts=counts), 8),), period)
    assume(not closed.decision.refused)
    assert awards((closed,), "week_improved") == ({"a"} if earlier else set())


@pytest.mark.parametrize(
    ("attended", "shown"), [(1000, "50.0"), (1001, "50.1"), (999, "50.0"), (998, "49.9")]
)
def test_a_rise_is_told_with_one_decimal_place_and_rounded_half_up(attended: int, shown: str) -> None:
    cohort = (told("a", Sessions(2000, 0, 0, 0), Sessions(2000, attended, 0, 0)),)
    (closed,) = close(policy(), WORKED, cohort, ended(AUTUMN_2))
    reasons = [dict(outcome.reason.values) for outcome in closed.decision.outcomes]
    assert [values["rise"] for values in reasons if "rise" in values] == [shown]
