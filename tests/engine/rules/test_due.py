"""When a duty is due: each rule by its own figure, and never on a day on which the school is closed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Deadline
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.pack.schema import Due
from evenhand.engine.rules.due import after_minutes, deadline, shift
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.school_calendar import CalendarEnds
from evenhand.engine.values import DueRule, EventKind
from tests.engine.worked_calendar import BELLS, WORKED
from tests.engine.worlds import TUESDAY, happened, moment, policy

FRIDAY, SATURDAY, MONDAY = date(2026, 9, 18), date(2026, 9, 19), date(2026, 9, 21)
RELEASE, START = Deadline(MONDAY, time(12, 10)), Deadline(FRIDAY, time(15, 0))
days = st.dates(date(2026, 9, 2), date(2027, 6, 30))


def turn(day: date = TUESDAY, at: str = "11:20") -> Turn:
    """The decision of one act on that day."""
    return Turn(policy("tiny"), WORKED, EMPTY_STATE, happened(day=day, at=at))


def due(rule: DueRule, day: date = TUESDAY, n: int = 0, at: str = "") -> Deadline | None:
    """When a duty under that rule is due."""
    return deadline(turn(day), Due(rule, n, at), RELEASE, START)


@pytest.mark.parametrize(
    ("rule", "figures", "found"),
    [
        (DueRule.SAME_DAY, {}, Deadline(TUESDAY)),
        (DueRule.BEFORE_BELL, {}, Deadline(TUESDAY, BELLS.closing)),
        (DueRule.AT_TIME, {"at": "param:talk.by"}, Deadline(TUESDAY, time(15, 0))),
        (DueRule.SCHOOL_DAYS, {"n": 3}, Deadline(FRIDAY)),
        (DueRule.SCHOOL_DAYS, {"n": 4}, Deadline(MONDAY)),
        (DueRule.WEEK_END, {}, Deadline(FRIDAY)),
        (DueRule.RELEASE, {}, RELEASE),
        (DueRule.START, {}, START),
    ],
)
def test_each_rule_has_its_own_time(rule: DueRule, figures: dict[str, object], found: Deadline) -> None:
    assert deadline(turn(), Due(rule, **figures), RELEASE, START) == found  # type: ignore[arg-type]  # n or at


def test_what_has_no_due_rule_is_never_due() -> None:
    assert deadline(turn(), None, RELEASE, START) is None


@pytest.mark.parametrize("rule", [DueRule.RELEASE, DueRule.START])
def test_the_end_of_a_stay_that_nobody_knows_is_not_made_up(rule: DueRule) -> None:
    assert deadline(turn(), Due(rule)) is None


@pytest.mark.parametrize("rule", [DueRule.SAME_DAY, DueRule.BEFORE_BELL, DueRule.AT_TIME])
def test_what_happens_on_a_closed_day_is_due_on_the_next_school_day(rule: DueRule) -> None:
    found = due(rule, SATURDAY, at="15:00")
    assert found is not None
    assert found.day == MONDAY


@given(days, st.integers(1, 5))
def test_school_days_count_strictly_after_the_event(day: date, n: int) -> None:
    found = due(DueRule.SCHOOL_DAYS, day, n)
    assert found is not None
    between = [day + timedelta(days=k) for k in range(1, (found.day - day).days + 1)]
    assert sum(WORKED.is_school_day(one) for one in between) == n
    assert WORKED.is_school_day(found.day)


@given(days, st.times(time(8), time(16)), st.integers(1, 200))
def test_k_24_so_many_hours_before_are_so_many_hours_on_the_clock(day: date, at: time, hours: int) -> None:
    clock = at.replace(second=0, microsecond=0)
    told = {"provision_on": day.isoformat(), "provision_at": clock.isoformat("minutes")}
    start = turn(TUESDAY)
    start.event = start.event._replace(details=told)
    found = deadline(start, Due(DueRule.HOURS_BEFORE, hours, anchor="provision_on", clock="provision_at"))
    assert found is not None
    assert found.time is not None
    passed = datetime.combine(day, clock) - datetime.combine(found.day, found.time)
    assert passed.total_seconds() == hours * 3600


def test_beyond_the_calendar_no_day_is_guessed() -> None:
    with pytest.raises(CalendarEnds):
        due(DueRule.SCHOOL_DAYS, date(2027, 7, 20), 400)


def test_minutes_run_by_the_figure_of_the_day() -> None:
    quiet = Due(DueRule.MINUTES, "param:quiet.minutes")
    first, second = (deadline(turn(day), quiet) for day in (TUESDAY, date(2027, 1, 5)))
    assert first is not None
    assert second is not None
    assert (first.time, second.time) == (time(11, 30), time(11, 35))
    assert due(DueRule.NOW) == Deadline(TUESDAY, time(11, 20), moment(TUESDAY, time(11, 20)).instant)


@given(days, st.times().map(lambda at: at.replace(microsecond=0)), st.integers(0, 3000))
def test_minutes_move_the_clock_and_the_instant_alike(day: date, at: time, minutes: int) -> None:
    start = moment(day, at)
    found = after_minutes(start, minutes)
    assert found.time is not None
    assert datetime.combine(found.day, found.time) - datetime.combine(day, at) == timedelta(minutes=minutes)
    assert found.instant == start.instant + minutes * 60


@given(st.times(), st.integers(-600, 600))
def test_a_shifted_time_comes_back(at: time, minutes: int) -> None:
    noon = at.replace(hour=12)
    assert shift(shift(noon, minutes), -minutes) == noon
    assert (shift(noon, minutes) > noon) == (minutes > 0)


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (FRIDAY, FRIDAY),
        (SATURDAY, date(2026, 9, 25)),
        (date(2027, 3, 22), date(2027, 3, 25)),
        (date(2027, 3, 26), date(2027, 4, 16)),
        (date(2026, 10, 27), date(2026, 11, 6)),
    ],
)
def test_the_end_of_the_week_is_its_last_school_day_or_that_of_the_next_school_week(
    day: date, last: date
) -> None:
    assert due(DueRule.WEEK_END, day) == Deadline(last)


@given(days)
def test_the_end_of_the_week_is_found_by_walking_on_to_a_day_before_a_weekend(day: date) -> None:
    walked = day
    while not WORKED.is_school_day(walked) or any(
        WORKED.is_school_day(walked + timedelta(days=n)) for n in range(1, 7 - walked.weekday())
    ):
        walked += timedelta(days=1)
    assert due(DueRule.WEEK_END, day) == Deadline(walked)


@pytest.mark.parametrize(
    ("day", "found"), [(date(2026, 9, 21), date(2026, 11, 2)), (date(2026, 11, 16), date(2027, 1, 5))]
)
def test_k_20_weeks_are_calendar_days_moved_forward_to_school(day: date, found: date) -> None:
    assert due(DueRule.WEEKS, day, 6) == Deadline(found)


@given(st.dates(date(2026, 9, 2), date(2027, 5, 20)), st.integers(0, 8))
def test_weeks_against_days_counted_one_by_one(day: date, weeks: int) -> None:
    wanted = day + timedelta(days=7 * weeks)
    while not WORKED.is_school_day(wanted):
        wanted += timedelta(days=1)
    assert due(DueRule.WEEKS, day, weeks) == Deadline(wanted)


@pytest.mark.parametrize(
    ("day", "kind", "found"),
    [
        (date(2026, 10, 23), EventKind.CLOSE, date(2026, 12, 18)),
        (date(2027, 3, 25), EventKind.CLOSE, date(2027, 5, 28)),
        (date(2026, 10, 23), EventKind.LEVEL, date(2026, 10, 23)),
        (date(2026, 9, 21), EventKind.LEVEL, date(2026, 10, 23)),
        (date(2026, 10, 28), EventKind.LEVEL, date(2026, 12, 18)),
    ],
)
def test_k_21_the_end_of_the_half_term_that_an_act_is_for(day: date, kind: EventKind, found: date) -> None:
    made = Turn(policy("tiny"), WORKED, EMPTY_STATE, happened(day=day, kind=kind))
    assert deadline(made, Due(DueRule.HALF_TERM_END)) == Deadline(found)


@given(st.dates(date(2026, 9, 2), date(2027, 5, 28)), st.booleans())
def test_half_terms_against_days_counted_one_by_one(day: date, closes: bool) -> None:
    kind = EventKind.CLOSE if closes else EventKind.LEVEL
    made = Turn(policy("tiny"), WORKED, EMPTY_STATE, happened(day=day, kind=kind))
    spans = [list(WORKED.school_days_in_block(block)) for block in WORKED.blocks() if block.last >= day]
    first = next(block for block in WORKED.blocks() if block.last >= day)
    wanted = spans[1] if closes and first.first <= day else spans[0]
    assert deadline(made, Due(DueRule.HALF_TERM_END)) == Deadline(wanted[-1])


@pytest.mark.parametrize(
    ("due", "wanted"),
    [
        (Due(DueRule.ON_DAY, anchor="on"), Deadline(date(2026, 10, 21))),
        (Due(DueRule.NTH_SCHOOL_DAY, n=6, anchor="on"), Deadline(date(2026, 11, 4))),
        (Due(DueRule.SCHOOL_DAYS, n=3, anchor="on"), Deadline(date(2026, 11, 2))),
        (Due(DueRule.SCHOOL_DAYS, n=3, anchor="on", count=1), Deadline(date(2026, 10, 23))),
        (Due(DueRule.SCHOOL_DAYS, n=9, anchor="on", before="exam"), Deadline(date(2026, 11, 3))),
        (Due(DueRule.SCHOOL_DAYS_BEFORE, n=5, anchor="exam"), Deadline(date(2026, 10, 21))),
        (
            Due(DueRule.SCHOOL_DAYS_BEFORE, n=5, anchor="exam", count="clear_days"),
            Deadline(date(2026, 10, 20)),
        ),
        (Due(DueRule.HOURS_BEFORE, n=48, anchor="on", clock="at"), Deadline(date(2026, 10, 19), time(9))),
        (Due(DueRule.END_OF_TERM), Deadline(date(2026, 12, 18))),
        (Due(DueRule.END_OF_TERM, count=6), Deadline(date(2026, 10, 23))),
        (Due(DueRule.IMMEDIATE), Deadline(date(2026, 10, 23))),
        (Due(DueRule.IMMEDIATE, count="next_day"), Deadline(date(2026, 11, 2))),
    ],
)
def test_duties_are_counted_from_the_days_of_a_procedure(due: Due, wanted: Deadline) -> None:
    event = happened(day=date(2026, 10, 23), at="09:00")._replace(
        details={"on": "2026-10-21", "exam": "2026-11-04", "at": "09:00"}
    )
    assert deadline(Turn(policy(), WORKED, EMPTY_STATE, event), due) == wanted


@pytest.mark.parametrize(
    "due",
    [
        Due(DueRule.ON_DAY, anchor="none"),
        Due(DueRule.ON_DAY, anchor="word"),
        Due(DueRule.HOURS_BEFORE, n=48, anchor="on", clock="word"),
        Due(DueRule.HOURS_BEFORE, n=48, anchor="first", clock="at"),
    ],
)
def test_a_day_that_is_none_is_missing(due: Due) -> None:
    told: dict[str, str] = {"on": "2026-10-21", "word": "soon", "first": "0001-01-01", "at": "09:00"}
    event = happened()._replace(details=told)
    with pytest.raises(Unable, match="detail:"):
        deadline(Turn(policy(), WORKED, EMPTY_STATE, event), due)


@pytest.mark.parametrize(
    ("found", "until", "cut"),
    [
        (Deadline(FRIDAY, time(14)), Deadline(FRIDAY, time(13)), Deadline(FRIDAY, time(13))),
        (Deadline(FRIDAY, time(12), 5), Deadline(FRIDAY, time(13)), Deadline(FRIDAY, time(12), 5)),
        (Deadline(FRIDAY, time(13), 5), Deadline(FRIDAY, time(13)), Deadline(FRIDAY, time(13), 5)),
        (Deadline(MONDAY, time(9)), Deadline(FRIDAY, time(13)), Deadline(FRIDAY, time(13))),
        (Deadline(FRIDAY), Deadline(FRIDAY, time(13)), Deadline(FRIDAY)),
        (Deadline(FRIDAY, time(14)), Deadline(FRIDAY), Deadline(FRIDAY, time(14))),
        (Deadline(FRIDAY, time(14)), None, Deadline(FRIDAY, time(14))),
        (None, Deadline(FRIDAY, time(13)), None),
    ],
)
def test_what_lies_within_a_stay_ends_with_it(
    found: Deadline | None, until: Deadline | None, cut: Deadline | None
) -> None:
    assert deadline(turn(), Due(DueRule.RELEASE, within_stay=True), found, None, until) == cut
    assert deadline(turn(), Due(DueRule.RELEASE), found, None, until) == found
