"""Leaving: gates, reasons and an adult's absence."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from evenhand.engine.decisions import Task
from evenhand.engine.facts import Event
from evenhand.engine.values import EventKind
from tests.engine.worlds import happened, policy, run

OUT = happened(
    "out", "", EventKind.RELEASE, day=date(2026, 9, 16), at="12:10", about="one", roles=["removal_staff"]
)


@pytest.mark.covers("STAR-101a")
def test_a_reason_passes_the_gate_only_with_the_managers_role() -> None:
    staff = OUT._replace(id="staff", details={"reason": "It is late"})
    manager = staff._replace(id="manager", roles=("removal_manager",))
    done = run(policy(), happened("one", "RED-01"), OUT, staff, manager)
    assert done.missing("out") == done.missing("staff") == ("repair",)
    assert not done.decisions["manager"].refused


def test_an_adult_who_is_away_holds_nobody() -> None:
    done = run(policy(), happened("one", "RED-01"), OUT._replace(details={"adult_absent": True}))
    (task,) = done.outcomes("out", "task")
    assert isinstance(task, Task)
    assert (task.role, task.due and task.due.day) == ("head_of_year", date(2026, 9, 18))


def shortened(until: str, **details: str) -> Event:
    """The behaviour lead answers whether a stay over the half-term break holds."""
    event = happened(
        "gap", "gap", EventKind.CONFIRM, day=date(2026, 10, 23), at="11:30", about="one",
        roles=["behaviour_lead"],
    )  # fmt: skip
    return event._replace(details={"release": until, "reason": "The break lies between", **details})


@pytest.mark.parametrize(
    ("until", "kept"),
    [
        ("2026-10-23T14:30:00", True),
        ("2026-10-23T11:20:00", True),
        ("2026-10-23T11:19:00", False),
        ("2026-11-02T12:10:00", True),
        ("2026-11-02T12:11:00", False),
        ("soon", False),
    ],
)
def test_a_stay_is_shortened_to_a_moment_within_it_and_kept_so(until: str, kept: bool) -> None:
    done = run(policy(), happened("one", "RED-01", day=date(2026, 10, 23)), shortened(until))
    (stay,) = done.state.stays
    assert (done.missing("gap") == ()) is kept
    if kept:
        moment = datetime.fromisoformat(until)
        assert stay.released_early == (moment.date(), moment.time())
        assert [outcome.reason.key for outcome in done.decisions["gap"].outcomes] == ["gap_shortened"]
    else:
        assert done.missing("gap") == ("release",)
        assert stay.released_early is None


def test_a_stay_confirmed_over_the_break_is_as_it_was() -> None:
    sent = run(policy(), happened("one", "RED-01", day=date(2026, 10, 23)))
    done = run(policy(), shortened("", reason=""), state=sent.state)
    assert done.state.stays == sent.state.stays
    assert [outcome.reason.key for outcome in done.decisions["gap"].outcomes] == ["gap_confirmed"]
