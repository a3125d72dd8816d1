"""Leaving: gates, reasons and an adult's absence."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.decisions import Task
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
