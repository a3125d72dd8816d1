"""The policy's date and the law's: the earlier holds, both are told, and none is made up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import EMPTY_STATE, Event
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import Due
from evenhand.engine.rules.formal_sanction.dates import Dated, dated, stricter
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import DueRule, LawFigure
from tests.engine.formal import act, lawful
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import pack

days = st.dates(date(2026, 9, 1), date(2027, 4, 1))


def ask(due: Due, policy: Policy, kind: str = "permanent", **details: str) -> Dated:
    event: Event = act("x", "received", more=details)
    return dated(Turn(policy, WORKED, EMPTY_STATE, event), policy.pack.sanctions[kind], due)


def walked(start: date, many: int) -> date:
    """The n-th school day after a date, found by walking; before it for a negative number."""
    day, left = start, abs(many)
    while left:
        day += timedelta(days=1 if many > 0 else -1)
        left -= WORKED.is_school_day(day)
    return day


@pytest.mark.covers("STAR-182a", "STAR-183a", "STAR-188a", "STAR-189b", "STAR-192b")
@pytest.mark.parametrize(
    ("n", "law", "policy_days", "law_days"),
    [
        ("param:lgb.review_days", LawFigure.BOARD_REVIEW_DAYS, 15, 15),
        ("param:lgb.represent_days", LawFigure.BOARD_REPRESENTATION_DAYS, 50, 50),
        ("param:irp.apply_days", LawFigure.PANEL_APPLICATION_DAYS, 25, 15),
        ("param:irp.hear_days", LawFigure.PANEL_HEARING_DAYS, 25, 15),
        ("setting:lgb.reconsider_days", LawFigure.RECONSIDERATION_DAYS, 10, 10),
    ],
)
@given(day=days)
def test_the_earlier_of_both_dates_holds_and_both_are_told(
    n: str, law: LawFigure, policy_days: int, law_days: int, day: date
) -> None:
    due = Due(DueRule.SCHOOL_DAYS, n=n, anchor="received_on", law=law)
    found = ask(due, lawful(), received_on=day.isoformat())
    by_policy, by_law = walked(day, policy_days), walked(day, law_days)
    assert found.due is not None
    assert found.due.day == min(by_policy, by_law)
    told = dict(found.values)
    assert (told["policy_date"], told["lawful_date"]) == (by_policy.isoformat(), by_law.isoformat())
    assert told.get("superseded", False) is (by_policy > by_law)


@pytest.mark.covers("STAR-184", "STAR-189c")
@given(st.dates(date(2026, 10, 1), date(2027, 7, 20)), st.booleans())
def test_papers_go_out_five_school_days_before_or_five_clear_ones(day: date, clear: bool) -> None:
    policy = lawful(count__notice="clear_days" if clear else "minus5")
    due = Due(
        DueRule.SCHOOL_DAYS_BEFORE,
        n="param:papers.days",
        anchor="meeting_on",
        count="setting:count.notice",
        law=LawFigure.PAPERS_DAYS,
    )
    found = ask(due, policy, meeting_on=day.isoformat())
    assert found.due is not None
    assert found.due.day == walked(day, -6 if clear else -5)


@pytest.mark.covers("INF-SE-13")
@pytest.mark.parametrize("category", ["not_set", "independent"])
def test_where_no_law_binds_and_the_policy_is_silent_no_date_is_made_up(category: str) -> None:
    due = Due(DueRule.SCHOOL_DAYS, anchor="received_on", law=LawFigure.BOARD_REVIEW_DAYS)
    policy = lawful("infiniti", jurisdiction__category=category)
    assert ask(due, policy, received_on="2026-11-09") == Dated(None, (("timings", "not_configured"),))
    without = Policy.of(pack("infiniti"))
    assert ask(due, without, received_on="2026-11-09").due is None


def test_without_a_law_the_policys_date_stands() -> None:
    due = Due(
        DueRule.SCHOOL_DAYS,
        n="param:irp.apply_days",
        anchor="received_on",
        law=LawFigure.PANEL_APPLICATION_DAYS,
    )
    found = ask(due, Policy.of(pack("star_binary")), received_on="2026-10-19")
    assert found.due is not None
    assert (found.due.day, found.values) == (date(2026, 11, 30), ())


def test_the_stricter_figure_is_the_lower_one() -> None:
    policy = lawful()
    turn = Turn(policy, WORKED, EMPTY_STATE, act("x", "consider"))
    kind = policy.pack.sanctions["fixed_period"]
    assert stricter(turn, kind, "param:irp.apply_days", LawFigure.PANEL_APPLICATION_DAYS).value == 15
    assert stricter(turn, kind, "", None).value is None
