"""The school is measured in the middle of a lesson, late in its year."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evenhand.cli.bench import school
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


def test_its_tables_are_made_before_it_and_the_guide_is_written_last(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done: list[object] = []
    guide = tmp_path / "guide.json"

    def build(events: int) -> dict[str, Any]:
        assert not guide.exists()
        done.append(events)
        return {"events": events}

    monkeypatch.setattr("django.setup", lambda: None)
    monkeypatch.setattr("django.core.management.call_command", lambda name, **_: done.append(name))
    monkeypatch.setattr("evenhand.cli.commands.demo.build_static", lambda: done.append("static files"))
    monkeypatch.setattr(school, "build", build)
    school.main(7, guide)
    assert done == ["migrate", "static files", 7]
    assert json.loads(guide.read_text()) == {"events": 7}
