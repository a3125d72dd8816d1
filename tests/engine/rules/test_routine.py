"""What falls due when (K-16, K-17), what is late, and what changed today."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.close import Member, Period, close
from evenhand.engine.decisions import Deadline, Task, Tell
from evenhand.engine.facts import EMPTY_STATE, Moment
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import Routine
from evenhand.engine.rules.routine import changes_on, due_on, falls_due, last_due, overdue
from evenhand.engine.school_calendar import CalendarEnds
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, policy, run, void

YEAR = [date(2026, 9, 1) + timedelta(days=number) for number in range(363)]


def routine(name: str, chosen: Policy | None = None) -> Routine:
    """A routine of the secondary pack."""
    return (chosen or policy()).pack.routines[name]


def days(name: str, first: date, last: date, **settings: str) -> list[date]:
    """The days from first to last on which a routine falls due."""
    chosen = policy(**settings)
    span = [day for day in YEAR if first <= day <= last]
    return [day for day in span if falls_due(chosen, WORKED, routine(name, chosen), day)]


def tasks(day: date) -> set[str]:
    """The routines that fall due on a day."""
    return {item.task for item in due_on(policy(), WORKED, day) if isinstance(item, Task)}


@pytest.mark.covers("STAR-93i", "STAR-117a")
def test_k_16_daily_on_each_school_day_and_on_no_other() -> None:
    assert {"referral_update", "behaviour_daily", "referrals_daily", "year_daily"} <= tasks(date(2026, 9, 14))
    assert tasks(date(2027, 5, 3)) == set()
    assert tasks(date(2026, 9, 19)) == set()
    assert len(days("referral_update", YEAR[0], YEAR[-1])) == 192


@pytest.mark.covers("STAR-93j", "STAR-117a")
def test_k_16_weekly_on_the_last_school_day_of_the_week() -> None:
    assert days("referral_pack", date(2026, 9, 14), date(2026, 9, 20)) == [date(2026, 9, 18)]
    assert days("year_weekly", date(2027, 5, 1), date(2027, 5, 9)) == [date(2027, 5, 7)]
    # The Thursday before the spring break ends its week.
    assert days("referrals_weekly", date(2027, 3, 22), date(2027, 4, 11)) == [date(2027, 3, 25)]


@pytest.mark.covers("STAR-93i")
def test_the_daily_update_is_told_on_a_day_without_any_referral() -> None:
    told = [item for item in due_on(policy(), WORKED, TUESDAY) if isinstance(item, Tell)]
    assert [(item.audience, item.template, item.due) for item in told] == [
        ("senior_leader", "referral_update", Deadline(TUESDAY))
    ]


@pytest.mark.covers("STAR-118a")
def test_k_17_the_plan_is_due_on_the_friday_of_each_second_school_week() -> None:
    assert days("leader_plan", date(2026, 9, 2), date(2026, 11, 15)) == [
        date(2026, 9, 11),
        date(2026, 9, 25),
        date(2026, 10, 9),
        date(2026, 10, 23),
        date(2026, 11, 13),
    ]


@pytest.mark.covers("STAR-118a")
def test_k_17_in_a_week_without_a_friday_the_last_school_day_of_it() -> None:
    spring = (date(2027, 3, 1), date(2027, 4, 30))
    assert days("leader_plan", *spring) == [date(2027, 3, 12), date(2027, 3, 25), date(2027, 4, 23)]
    later = days("leader_plan", *spring, cycle__closed_friday="next_school_day")
    assert later == [date(2027, 3, 12), date(2027, 4, 12), date(2027, 4, 23)]


def test_where_the_calendar_s_weeks_count_the_break_counts_too() -> None:
    found = days("leader_plan", date(2026, 10, 5), date(2026, 11, 20), cycle__anchor="calendar")
    assert found == [date(2026, 10, 9), date(2026, 10, 23), date(2026, 11, 6), date(2026, 11, 20)]


@pytest.mark.covers("STAR-118a")
def test_a_cycle_that_passes_without_a_plan_is_overdue_from_the_next_day() -> None:
    plan, due = routine("leader_plan"), date(2026, 9, 25)
    assert overdue(policy(), WORKED, plan, due, date(2026, 9, 11)) is None
    assert overdue(policy(), WORKED, plan, due + timedelta(days=1), date(2026, 9, 11)) == due
    assert overdue(policy(), WORKED, plan, due + timedelta(days=1), date(2026, 9, 12)) is None
    assert overdue(policy(), WORKED, plan, date(2026, 9, 12), None) == date(2026, 9, 11)
    assert overdue(policy(), WORKED, plan, date(2026, 9, 11), None) is None


def weeks_by_hand() -> list[list[date]]:
    """The school days of each calendar week of the year, weeks without any left out."""
    found: dict[date, list[date]] = {}
    for day in YEAR:
        if WORKED.is_school_day(day):
            found.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    return [found[monday] for monday in sorted(found)]


@given(st.sampled_from(YEAR))
def test_k_16_and_k_17_against_the_weeks_written_out_by_hand(day: date) -> None:
    ends = [week[-1] for week in weeks_by_hand()]
    assert falls_due(policy(), WORKED, routine("referral_update"), day) == WORKED.is_school_day(day)
    assert falls_due(policy(), WORKED, routine("referrals_weekly"), day) == (day in ends)
    assert falls_due(policy(), WORKED, routine("leader_plan"), day) == (day in ends[1::2])


@given(st.sampled_from(YEAR))
def test_the_last_due_day_is_found_by_looking_at_each_day(day: date) -> None:
    for name in ("leader_plan", "referral_pack"):
        due = [one for one in YEAR if one <= day and falls_due(policy(), WORKED, routine(name), one)]
        assert last_due(policy(), WORKED, routine(name), day) == (due[-1] if due else None)


@pytest.mark.covers("STAR-196")
def test_what_changed_today_is_listed_and_what_did_not_is_not() -> None:
    first = happened()
    found = run(policy(), first)
    assert changes_on(found.state, TUESDAY) == {"behaviour": 1, "concern": 1}
    assert changes_on(found.state, TUESDAY + timedelta(days=1)) == {}
    sent = run(policy(), happened(code="RED-13"))
    assert changes_on(sent.state, TUESDAY)["placed:removal_room"] == 1
    back = run(policy(), first, void(first, found.decisions["one"]))
    assert changes_on(back.state, TUESDAY) == {}


def test_an_achievement_shows_as_a_change_too() -> None:
    found = run(policy(), happened(code="ACH-A1", kind=EventKind.ACHIEVEMENT))
    assert changes_on(found.state, TUESDAY)["recognised"] == 1


def closed(kind: str, day: date, *cohort: Member) -> dict[str, list[str]]:
    """What the end of a period brought about, by the row of the cohort: the names of the tasks."""
    period = Period(kind, f"{kind[0]}:{day.isoformat()}", Moment(day, time(15), 0, 0))
    found = close(policy(), WORKED, cohort, period)
    return {
        one.pupil: [item.task for item in one.decision.outcomes if isinstance(item, Task)] for one in found
    }


def test_the_school_itself_owes_its_routines_when_its_day_closes() -> None:
    day = date(2026, 9, 18)
    both = closed("day", day, Member("7", EMPTY_STATE), Member("", EMPTY_STATE))
    assert both == {"7": [], "": sorted(tasks(day), key=list(policy().pack.routines).index)}
    assert closed("week", day, Member("", EMPTY_STATE))[""] == []
    assert closed("day", day, Member("7", EMPTY_STATE)) == {"7": []}


def test_the_last_day_that_the_calendar_knows_closes_with_a_task_for_that_day() -> None:
    chosen = policy("infiniti")
    last = max(day for day in YEAR if WORKED.is_school_day(day))
    with pytest.raises(CalendarEnds):
        WORKED.next_school_day(last)
    due = {item.task: item.due for item in due_on(chosen, WORKED, last) if isinstance(item, Task)}
    assert due["daily_review"] == Deadline(last)
