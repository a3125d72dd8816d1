"""The made-up year that a replay is measured on: the budget's mix, the same each time, and every row decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evenhand.cli.bench.history import busiest_pack, figures_of, main, write
from evenhand.cli.replaying.inputs import read_calendar, read_policy


def test_the_year_is_the_same_each_time_and_has_the_budget_s_mix(tmp_path: Path) -> None:
    chosen, calendar = read_policy(busiest_pack()), read_calendar("worked")
    one, two = (write(chosen, calendar, 2000, tmp_path / name).events.read_text() for name in "ab")
    assert one == two
    rows = one.splitlines()[1:]
    assert len(rows) == 2000
    assert abs(sum(",achievement," in row for row in rows) / 2000 - 0.8) < 0.05


def test_every_figure_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(400, tmp_path)
    figures = figures_of(capsys.readouterr().out, "1m")
    assert set(figures) == {
        "replay_events_per_s_core", "fold_events_per_s_core", "replay_peak_mb_1m", "close_week_s",
        "close_half_term_s",
    }  # fmt: skip
    assert all(figure > 0 for figure in figures.values())
    summary = json.loads((tmp_path / "replayed" / "summary.json").read_text())
    assert summary["events"] == {"decided": 400}
    assert summary["outcomes"]["place"] > 0
