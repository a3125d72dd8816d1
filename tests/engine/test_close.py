"""The end of a period for a cohort: pure, each pupil's part independent of the order, refusals as values."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.close import CLOSERS, KINDS, Closed, Member, Period, close, last_day, period_of
from evenhand.engine.decisions import Missing, OutsideCalendar, Recognise
from evenhand.engine.facts import PupilState, Report
from evenhand.engine.rules.closing import Closing
from evenhand.engine.rules.turn import Unable
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import moment, policy

FRIDAY = date(2026, 9, 18)
WEEK = Period("week", "w:2026-09-14", moment(FRIDAY, time(16)))


def member(name: str, points: int, year_group: int = 8) -> Member:
    """A pupil with so many points this week."""
    state = PupilState(totals={"achievement|w:2026-09-14": points})
    return Member(name, state, year_group, {"form": f"{year_group}R"}, {"possible": 10})


def most_points(closing: Closing) -> None:
    """Tell whoever has most points, once."""
    points = {name: turn.totals.get("achievement|w:2026-09-14", 0) for name, turn in closing.turns.items()}
    for name, turn in closing.turns.items():
        if points[name] == max(points.values()) and "most" not in turn.fired:
            turn.fired = {**turn.fired, "most": closing.period.key}
            turn.outcomes.append(Recognise("most", "Most", str(points[name]), turn.why((), "told")))


@pytest.fixture
def most(monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy with one rule at the close."""
    monkeypatch.setattr("evenhand.engine.close.CLOSERS", (most_points,))


def by_pupil(closed: tuple[Closed, ...]) -> dict[str, Closed]:
    """Each pupil's part by name."""
    return {one.pupil: one for one in closed}


cohorts = st.lists(st.integers(-3, 6), min_size=1, max_size=6).map(
    lambda found: tuple(member(f"p{number}", points) for number, points in enumerate(found))
)


@given(cohorts, st.randoms(use_true_random=False))
def test_the_order_of_the_cohort_changes_nothing_for_anybody(
    cohort: tuple[Member, ...], chance: object
) -> None:
    shuffled = list(cohort)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis's own Random
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evenhand.engine.close.CLOSERS", (most_points,))
        first = close(policy(), WORKED, cohort, WEEK)
        second = close(policy(), WORKED, tuple(shuffled), WEEK)
    assert by_pupil(first) == by_pupil(second)
    assert [one.pupil for one in first] == [one.pupil for one in cohort]
    assert any(one.decision.outcomes for one in first)


@pytest.mark.usefixtures("most")
def test_closing_again_gives_the_same_and_closing_what_was_closed_gives_nothing_more() -> None:
    cohort = (member("a", 3), member("b", 5))
    first = close(policy(), WORKED, cohort, WEEK)
    assert close(policy(), WORKED, cohort, WEEK) == first
    assert [len(one.decision.outcomes) for one in first] == [0, 1]
    after = tuple(one._replace(state=closed.state) for one, closed in zip(cohort, first, strict=True))
    again = close(policy(), WORKED, after, WEEK)
    assert [one.decision.outcomes for one in again] == [(), ()]
    assert [one.state for one in again] == [one.state for one in first]


def test_each_member_is_told_as_an_event_that_nobody_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Closing] = []
    monkeypatch.setattr("evenhand.engine.close.CLOSERS", (seen.append,))
    close(policy(), WORKED, (member("a", 1, 9),), WEEK)
    event = seen[0].turns["a"].event
    assert (event.id, event.kind, event.code, event.by) == ("w:2026-09-14/a", EventKind.CLOSE, "week", "")
    assert (event.year_group, event.details, event.at.day) == (9, {"possible": 10}, FRIDAY)
    assert seen[0].rules is policy().on(FRIDAY)


@pytest.mark.parametrize(
    ("fault", "unanswered"),
    [
        (Unable(Missing(("marks",))), Missing(("marks",))),
        (None, OutsideCalendar(WORKED.known_until)),
    ],
)
def test_what_cannot_be_answered_is_a_value_and_leaves_the_states(
    monkeypatch: pytest.MonkeyPatch, fault: Unable | None, unanswered: Missing | OutsideCalendar
) -> None:
    def broken(closing: Closing) -> None:
        if fault is not None:
            raise fault
        WORKED.next_school_day(WORKED.known_until)

    monkeypatch.setattr("evenhand.engine.close.CLOSERS", (most_points, broken))
    cohort = (member("a", 3), member("b", 5))
    closed = close(policy(), WORKED, cohort, WEEK)
    assert [(one.decision.outcomes, one.decision.unanswered) for one in closed] == [((), (unanswered,))] * 2
    assert [one.state for one in closed] == [one.state for one in cohort]
    assert closed[0].decision.policy == policy().digest


def test_whom_no_rule_concerns_costs_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Closing] = []
    monkeypatch.setattr("evenhand.engine.close.CLOSERS", (*CLOSERS, seen.append))
    state = PupilState(reports=(Report("r", "report_card", FRIDAY),))
    cohort = (member("a", 3), member("b", 5)._replace(state=state), member("c", 1))
    closed = close(policy(), WORKED, cohort, Period("day", "d:2026-09-18", moment(FRIDAY, time(16))))
    assert [pupil for pupil, _ in seen[0].turns.made()] == ["b"]
    assert [one.state for one in closed] == [one.state for one in cohort]
    assert list(seen[0].turns) == ["a", "b", "c"]
    assert "d" not in seen[0].turns


def test_nobody_to_close_for_is_nothing() -> None:
    assert close(policy(), WORKED, (), WEEK) == ()


def test_periods_have_the_keys_of_the_totals() -> None:
    at = moment(FRIDAY, time(16))
    keys = [period.key for kind in KINDS if (period := period_of(WORKED, kind, at))]
    assert keys == ["d:2026-09-18", "w:2026-09-14", "b:autumn-1", "t:autumn", "y:2026-27"]
    holiday = moment(date(2026, 12, 29), time(12))
    assert period_of(WORKED, "half_term", holiday) is None
    assert period_of(WORKED, "term", holiday) is None
    half_term = moment(date(2026, 10, 28), time(12))
    assert period_of(WORKED, "term", half_term) == Period("term", "t:autumn", half_term)


@pytest.mark.parametrize(
    ("kind", "day", "last"),
    [
        ("week", date(2026, 9, 15), date(2026, 9, 18)),
        ("week", date(2027, 5, 4), date(2027, 5, 7)),
        ("week", date(2027, 3, 23), date(2027, 3, 25)),
        ("week", date(2026, 10, 28), None),
        ("half_term", date(2026, 9, 15), date(2026, 10, 23)),
        ("half_term", date(2026, 10, 28), None),
        ("term", date(2026, 9, 15), date(2026, 12, 18)),
        ("term", date(2026, 12, 29), None),
        ("year", date(2026, 12, 29), date(2027, 7, 20)),
        ("day", date(2027, 5, 4), date(2027, 5, 4)),
        ("day", date(2027, 5, 3), None),
    ],
)
def test_a_period_closes_on_its_last_school_day(kind: str, day: date, last: date | None) -> None:
    assert last_day(WORKED, kind, day) == last
