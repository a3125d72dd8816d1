"""Lists of those with most at the end of a period, against a plain count for each pupil."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.close import Closed, Member, Period, close, period_of
from evenhand.engine.decisions import Missing, Propose, Recognise
from evenhand.engine.facts import PupilState
from evenhand.engine.rules.ledger import period_keys
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import moment, policy

FRIDAY = date(2026, 9, 18)
SIZES = {"top_text": 10, "lunch_pass": 5, "star_of_the_week": 1}


def week(day: date = FRIDAY) -> Period:
    """The week of a day, closed that afternoon."""
    period = period_of(WORKED, "week", moment(day, time(16)))
    assert period is not None
    return period


def pupil(name: str, gained: int, lost: int = 0, year: int | None = 8, day: date = FRIDAY) -> Member:
    """A pupil with so many points of each ledger this week."""
    key = week(day).key
    totals = {f"achievement|{key}": gained, f"behaviour|{key}": lost}
    return Member(name, PupilState(totals=totals), year)


def listed(closed: tuple[Closed, ...], award: str) -> set[str]:
    """Who is on a list."""
    return {
        one.pupil
        for one in closed
        for outcome in one.decision.outcomes
        if isinstance(outcome, Recognise) and outcome.award == award
    }


cohorts = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 4), st.sampled_from([7, 8])), min_size=1, max_size=16
).map(lambda rows: tuple(pupil(f"p{n}", *row) for n, row in enumerate(rows)))


def points_of(member: Member) -> tuple[int, int]:
    """Net and achievement points."""
    key = week().key
    gained = member.state.totals[f"achievement|{key}"]
    return gained - member.state.totals[f"behaviour|{key}"], gained


@given(cohorts)
def test_nobody_with_more_is_left_out_and_ties_at_the_last_place_are_all_in(
    cohort: tuple[Member, ...],
) -> None:
    closed = close(policy(), WORKED, cohort, week())
    for award, size in SIZES.items():
        wanted = set()
        for member in cohort:
            mine = points_of(member)
            others = [points_of(other) for other in cohort if other.year_group == member.year_group]
            rivals = sum(1 for other in others if (other > mine if size == 1 else other[0] > mine[0]))
            if mine[0] > 0 and rivals < size:
                wanted.add(member.pupil)
        assert listed(closed, award) == wanted


@given(cohorts)
def test_the_shorter_list_lies_within_the_longer_and_no_points_change(cohort: tuple[Member, ...]) -> None:
    closed = close(policy(), WORKED, cohort, week())
    assert listed(closed, "star_of_the_week") <= listed(closed, "lunch_pass") <= listed(closed, "top_text")
    assert [one.state.totals for one in closed] == [member.state.totals for member in cohort]
    once = close(policy(rank__nested=False), WORKED, cohort, week())
    assert all(sum(isinstance(o, Recognise) for o in one.decision.outcomes) <= 1 for one in once)
    assert {p for award in SIZES for p in listed(once, award)} == listed(closed, "top_text")


@given(cohorts)
def test_more_achievement_points_go_first_among_equals_where_the_school_breaks_ties(
    cohort: tuple[Member, ...],
) -> None:
    closed = close(policy(rank__ties="tie_break"), WORKED, cohort, week())
    for award, size in SIZES.items():
        for year in (7, 8):
            mine = [one for one in cohort if one.year_group == year and points_of(one)[0] > 0]
            wanted = {one.pupil for one in mine if sum(points_of(x) > points_of(one) for x in mine) < size}
            assert listed(closed, award) & {one.pupil for one in mine} == wanted


@given(cohorts)
def test_a_lot_fills_the_places_exactly_and_again_the_same(cohort: tuple[Member, ...]) -> None:
    drawn = policy(rank__ties="random")
    closed = close(drawn, WORKED, cohort, week())
    assert close(drawn, WORKED, cohort, week()) == closed
    for award, size in SIZES.items():
        for year in (7, 8):
            mine = {
                member.pupil for member in cohort if member.year_group == year and points_of(member)[0] > 0
            }
            assert len(listed(closed, award) & mine) == min(size, len(mine))


def test_closing_a_week_that_was_closed_gives_nothing_more() -> None:
    cohort = (pupil("a", 3), pupil("b", 5))
    first = close(policy(), WORKED, cohort, week())
    after = tuple(one._replace(state=done.state) for one, done in zip(cohort, first, strict=True))
    again = close(policy(), WORKED, after, week())
    assert [one.decision.outcomes for one in again] == [(), ()]
    assert [one.state for one in again] == [one.state for one in after]


def test_a_pupil_whose_year_group_nobody_told_cannot_be_ranked_fairly() -> None:
    cohort = (pupil("a", 3), pupil("b", 5, year=None), pupil("c", 0, year=None))
    closed = close(policy(), WORKED, cohort, week())
    lacking = [[one for one in part.decision.unanswered if isinstance(one, Missing)] for part in closed]
    assert lacking == [[], [Missing(("year_group:b",))], []]
    alone = close(policy(), WORKED, (pupil("a", 3),), week())
    assert closed[0].decision == alone[0].decision
    assert closed[0].decision.outcomes
    assert (closed[1].decision.outcomes, closed[1].state) == ((), cohort[1].state)


def test_how_many_for_each_hundred_sessions_comes_from_the_marks_that_were_counted() -> None:
    (told,) = close(policy(), WORKED, (pupil("a", 3),), week())
    shares = [dict(one.reason.values).get("per_hundred_sessions") for one in told.decision.outcomes]
    assert set(shares) == {None}
    member = pupil("a", 3)
    counts = {f"attendance.attended|{over}": 8 for over in period_keys(WORKED, week().at.day)}
    marked = member._replace(state=member.state._replace(counts={**member.state.counts, **counts}))
    (told,) = close(policy(), WORKED, (marked,), week())
    awards = [one for one in told.decision.outcomes if isinstance(one, Recognise)]
    points = dict(awards[0].reason.values)["points"]
    assert isinstance(points, int)
    assert {dict(one.reason.values)["per_hundred_sessions"] for one in awards} == {points * 100 // 8}


@given(st.integers(0, 320))
def test_a_pass_holds_from_the_first_to_the_last_school_day_of_the_next_week_that_has_one(
    number: int,
) -> None:
    day = date(2026, 9, 2) + timedelta(days=number)
    monday = day - timedelta(days=day.weekday()) + timedelta(days=7)
    wanted = ""
    while not wanted and monday + timedelta(days=6) <= WORKED.known_until:
        days = [
            monday + timedelta(days=n) for n in range(7) if WORKED.is_school_day(monday + timedelta(days=n))
        ]
        wanted = f"{days[0]}/{days[-1]}" if days else ""
        monday += timedelta(days=7)
    (closed,) = close(policy(), WORKED, (pupil("a", 3, day=day),), week(day))
    (value,) = [
        o.value for o in closed.decision.outcomes if isinstance(o, Recognise) and o.award == "lunch_pass"
    ]
    assert value == wanted


@pytest.mark.covers("INF-RW-12")
def test_those_who_share_the_last_place_are_put_to_the_one_who_decides() -> None:
    key = "b:autumn-1"
    cohort = tuple(
        Member(name, PupilState(totals={f"positives|{key}": points}), 8)
        for name, points in [("a", 9), ("b", 8), ("c", 7), ("d", 6), ("e", 2), ("f", 2)]
    )
    end = Period("half_term", key, moment(date(2026, 10, 23), time(16)))
    closed = close(policy("infiniti", top_positives__ties="decided"), WORKED, cohort, end)
    assert listed(closed, "top_five") == {"a", "b", "c", "d"}
    proposed = {
        (one.pupil, outcome.decider)
        for one in closed
        for outcome in one.decision.outcomes
        if isinstance(outcome, Propose)
    }
    assert proposed == {("e", "principal"), ("f", "principal")}


def test_where_three_terms_are_counted_the_list_waits_for_the_end_of_the_term() -> None:
    totals = {"positives|b:autumn-1": 2, "positives|b:autumn-2": 3}
    three = policy("infiniti", terms__count="term")
    member = Member("a", PupilState(totals=totals), 8)
    for key, day, value in [
        ("b:autumn-1", date(2026, 10, 23), set()),
        ("b:autumn-2", date(2026, 12, 18), {"5"}),
    ]:
        (closed,) = close(three, WORKED, (member,), Period("half_term", key, moment(day, time(16))))
        found = {
            o.value for o in closed.decision.outcomes if isinstance(o, Recognise) and o.award == "top_five"
        }
        assert found == value
