"""A withdrawal gives back what has not begun, to the half-day, and the decision no longer counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from evenhand.engine.facts import Sanction
from tests.engine.formal import MONDAY, act, issue, lawful
from tests.engine.worlds import Run, run

FRIDAY = MONDAY - timedelta(days=3)
TUESDAY = MONDAY + timedelta(days=1)


def withdrawn(day: date, at: str, *, session: str = "am") -> Run:
    """Three half-days from Monday, told on the Friday before and withdrawn then."""
    back = act("back", "withdraw", about="issued", day=day, at=at, reason="Somebody else")
    return run(lawful(), issue(halves=3, session=session, day=FRIDAY), back)


@pytest.mark.parametrize(
    ("day", "at", "served"),
    [
        (FRIDAY, "15:00", 0),
        (MONDAY, "08:00", 1),
        (MONDAY, "12:09", 1),
        (MONDAY, "12:10", 2),
        (MONDAY, "16:00", 2),
        (TUESDAY, "08:00", 3),
        (TUESDAY + timedelta(days=1), "08:00", 3),
    ],
)
def test_what_had_begun_stays_counted_and_the_rest_is_given_back(day: date, at: str, served: int) -> None:
    done = withdrawn(day, at)
    (record,) = done.state.sanctions
    assert isinstance(record, Sanction)
    assert (record.stage, record.units) == ("withdrawn", served)
    assert record.start == (MONDAY if served else None)
    assert record.last == (None if not served else MONDAY if served < 3 else TUESDAY)
    excluded = {key: many for key, many in done.state.counts.items() if key.startswith("excluded|")}
    assert set(excluded.values()) == ({served} if served else set())


def test_the_decision_is_counted_until_it_is_withdrawn() -> None:
    decided = {
        key: many
        for key, many in run(lawful(), issue(halves=3)).state.counts.items()
        if key.startswith("decided")
    }
    assert sorted(decided.values()) == [1, 1]
    assert not [key for key in withdrawn(MONDAY, "09:00").state.counts if key.startswith("decided")]


def test_an_afternoon_that_begins_a_period_begins_at_midday() -> None:
    assert withdrawn(MONDAY, "12:09", session="pm").state.sanctions[0].units == 0
    assert withdrawn(MONDAY, "12:10", session="pm").state.sanctions[0].units == 1


def test_a_permanent_exclusion_withdrawn_has_no_days_to_give_back() -> None:
    done = run(
        lawful(),
        issue(code="permanent", more={"grounds": "serious"}),
        act("back", "withdraw", about="issued", reason="Somebody else"),
    )
    assert {key for key, many in done.state.counts.items() if many} == set()
