"""A person's act on a register: whose it is, what it needs, what it brings, and how long it holds."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.close import Member, Period, close
from evenhand.engine.decisions import Task
from evenhand.engine.facts import EMPTY_STATE, Event, Fact
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, moment, policy, run

MONDAY = date(2026, 9, 14)


def act(ident: str, day: date, choice: str = "change", **details: Fact) -> Event:
    """An act of the behaviour lead on the risk register."""
    told: dict[str, Fact] = {"choice": choice, **details}
    bare = happened(ident, "behaviour_risk", EventKind.LEVEL, day=day, by="1", roles=["behaviour_lead"])
    return bare._replace(details=told)


@given(st.dates(date(2026, 9, 2), date(2027, 5, 30)))
def test_k_20_is_42_days_on_and_then_the_first_day_of_school(day: date) -> None:
    found = run(policy(), act("set", day, level=4, reason="Seen"))
    (review,) = [
        o for o in found.outcomes("set", "task") if isinstance(o, Task) and o.task == "family_review"
    ]
    wanted = day + timedelta(days=42)
    while not WORKED.is_school_day(wanted):
        wanted += timedelta(days=1)
    assert review.due is not None
    assert review.due.day == wanted


def test_a_change_by_a_person_holds_until_the_close() -> None:
    found = run(policy(), act("set", MONDAY, level=3, reason="Seen"))
    assert [held.how for held in found.state.levels] == ["changed"]
    period = Period("half_term", "b:autumn-1", moment(date(2026, 10, 23), time(16)))
    (closed,) = close(policy(), WORKED, (Member("p", found.state, 8),), period)
    assert [(held.register, held.level, held.how) for held in closed.state.levels] == [
        ("behaviour_risk", 0, "snapshot"),
        ("punctuality", 0, "snapshot"),
    ]


def test_the_same_level_set_again_brings_nothing_again() -> None:
    found = run(
        policy(), act("one", MONDAY, level=2, reason="Seen"), act("two", MONDAY, level=2, reason="Seen again")
    )
    assert len(found.outcomes("one", "task")) == 1
    assert found.outcomes("two", "task") == []


@pytest.mark.parametrize(
    ("code", "details", "fact"),
    [
        ("nobody", {"choice": "change"}, "register"),
        ("attendance", {"choice": "change"}, "register"),
        ("behaviour_risk", {"choice": "dance"}, "choice"),
        ("behaviour_risk", {"choice": "change", "level": True, "reason": "x"}, "level"),
        ("behaviour_risk", {"choice": "judge", "category": True, "reason": "x"}, "category"),
        ("behaviour_risk", {"choice": "book"}, "review"),
    ],
)
def test_an_act_that_means_nothing_is_refused(code: str, details: dict[str, Fact], fact: str) -> None:
    event = happened("one", code, EventKind.LEVEL, roles=["behaviour_lead"])._replace(details=details)
    found = run(policy(), event)
    assert (found.missing("one"), found.state) == ((fact,), EMPTY_STATE)


@pytest.mark.covers("STAR-197")
@pytest.mark.parametrize("choice", ["change", "judge", "confirm"])
def test_each_decision_needs_the_role_and_a_reason(choice: str) -> None:
    bare = act("one", MONDAY, choice, level=2, category=4)
    assert run(policy(), bare).missing("one") == ("reason",)
    teacher = act("one", MONDAY, choice, level=2, category=4, reason="Seen")._replace(roles=("teacher",))
    assert run(policy(), teacher).missing("one") == ("role:behaviour_lead",)


@pytest.mark.covers("STAR-198")
@pytest.mark.parametrize(
    ("invited", "missing"),
    [
        (("pupil", "family", "head_of_year", "year_link"), ""),
        (("family", "head_of_year", "year_link"), "pupil"),
        (("pupil", "family", "head_of_year"), "year_link"),
        ("family", "pupil, head_of_year, year_link"),
        ((), "pupil, family, head_of_year, year_link"),
    ],
)
def test_a_review_names_who_was_left_out(invited: Fact, missing: str) -> None:
    found = run(
        policy(),
        act("set", MONDAY, level=2, reason="Seen"),
        act("booked", MONDAY, "book", attendees=invited),
    )
    asked = [dict(o.reason.values)["missing"] for o in found.outcomes("booked", "task")]
    assert asked == ([missing] if missing else [])
