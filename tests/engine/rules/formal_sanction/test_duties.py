"""Duties with the policy's and the law's dates, one for each excluded day, and lines that stand out."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.decisions import Formal, Task
from evenhand.engine.rules.formal_sanction.duties import dates_in
from tests.engine.formal import act, issue, lawful
from tests.engine.worlds import run


@pytest.mark.covers("INF-SE-6")
def test_a_task_for_each_excluded_day_is_due_on_that_day() -> None:
    told = {
        f"considered.{item}": "Yes" for item in ("needs", "adjustments", "context", "trauma", "alternatives")
    }
    event = act(
        "x", "issue", code="suspension", start="2026-10-22", half_days=4, looked_after=False,
        social_worker=False, evidence="Seen", pupil_account="Heard", more=told,
    )  # fmt: skip
    done = run(lawful("infiniti"), event)
    work = [o for o in done.decisions["x"].outcomes if isinstance(o, Task) and o.task == "work"]
    assert [task.due.day for task in work if task.due] == [date(2026, 10, 22), date(2026, 10, 23)]


@pytest.mark.covers("STAR-162")
@pytest.mark.parametrize(("in_care", "stands_out"), [(True, "children_act"), (False, None)])
def test_a_line_stands_out_for_the_pupil_whom_it_concerns(in_care: bool, stands_out: str | None) -> None:
    done = run(lawful(), issue(looked_after=in_care))
    formal = next(o for o in done.decisions["issued"].outcomes if isinstance(o, Formal))
    assert dict(formal.reason.values).get("highlighted") == stands_out


def test_days_in_a_text() -> None:
    assert dates_in("2026-10-22,2026-10-23") == (date(2026, 10, 22), date(2026, 10, 23))
    assert dates_in("") == ()
