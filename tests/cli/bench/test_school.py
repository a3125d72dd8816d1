"""The school is measured in the middle of a lesson, late in its year."""

from __future__ import annotations

from evenhand.cli.bench.school import OPENS
from evenhand.cli.demo.plan import read_plan
from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.packs.reader import calendar_text


def test_it_opens_in_a_lesson_of_the_last_half_term() -> None:
    plan = read_plan()
    calendar = load_calendar(calendar_text(plan.schools[0].calendar), "calendar")
    period = calendar.period_at(OPENS.date(), OPENS.time())
    assert period is not None
    assert period.kind == "lesson"
    assert calendar.block_of(OPENS.date()) == calendar.year_of(OPENS.date()).blocks[-1]
