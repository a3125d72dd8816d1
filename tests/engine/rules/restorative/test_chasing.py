"""Chases against counting school days one by one."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.close import Member, Period, close
from evenhand.engine.decisions import Task
from evenhand.engine.facts import EMPTY_STATE, Fact
from evenhand.engine.rules.restorative.chasing import suggest
from evenhand.engine.rules.turn import Turn
from tests.engine.rules.restorative.test_cases import incident, talk
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, moment, policy, run


@pytest.mark.covers("INF-RC-9")
@given(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 8)))
def test_second_owners_come_on_the_third_and_fifth_school_day(start: int, deferred: int | None) -> None:
    opened = WORKED.school_day_on_or_after(TUESDAY + timedelta(days=start))
    first = incident()._replace(at=moment(opened, time(9, 25)))
    state = run(policy("infiniti"), first).state
    put_off = opened + timedelta(days=deferred) if deferred is not None else None
    since, found, expected = opened, [], []
    for offset in range(16):
        day = opened + timedelta(days=offset)
        if day == put_off:
            again = talk("wait", "not_ready")._replace(at=moment(day, time(12)))
            state = run(policy("infiniti"), again, state=state).state
            since = day
        (closed,) = close(
            policy("infiniti"),
            WORKED,
            (Member("p", state),),
            Period("day", f"d:{day}", moment(day, time(17))),
        )
        state = closed.state
        found += [(day, o.role) for o in closed.decision.outcomes if isinstance(o, Task)]
        expected += [(day, role) for role in due(since, day)]
    assert found == expected


def due(since: date, day: date) -> list[str]:
    """Who is added at the end of that day, by walking from the day on which it was opened or put off."""
    if not WORKED.is_school_day(day):
        return []
    age = sum(WORKED.is_school_day(since + timedelta(days=n)) for n in range(1, (day - since).days + 1))
    return {3: ["pastoral_lead"], 5: ["senior_leader"]}.get(age, [])


def test_an_open_conversation_is_chased_whatever_else_is_open() -> None:
    state = run(policy("infiniti"), incident()).state
    (open_one,) = state.cases
    others = (
        open_one._replace(id="done", stage="held"),
        open_one,
        open_one._replace(id="x", kind="something_else"),
    )
    friday = TUESDAY + timedelta(days=3)
    period = Period("day", f"d:{friday}", moment(friday, time(17)))
    (closed,) = close(policy("infiniti"), WORKED, (Member("p", state._replace(cases=others)),), period)
    assert [(o.role, o.about) for o in closed.decision.outcomes if isinstance(o, Task)] == [
        ("pastoral_lead", "inc")
    ]


@pytest.mark.parametrize(
    ("details", "offered"),
    [
        ({"conflict": True, "parties": ("a", "b")}, True),
        ({"conflict": True, "parties": ("a", "a")}, False),
        ({"conflict": True, "parties": ("a",)}, False),
        ({"conflict": False, "parties": ("a", "b")}, False),
        ({"parties": ("a", "b")}, False),
    ],
)
def test_a_session_is_suggested_between_two_in_conflict(details: dict[str, Fact], offered: bool) -> None:
    event = incident()._replace(details=details)
    turn = Turn(policy("infiniti"), WORKED, EMPTY_STATE, event)
    suggest(turn)
    assert len(turn.outcomes) == (len(turn.rules.suggested) if offered else 0)
    assert turn.rules.suggested
