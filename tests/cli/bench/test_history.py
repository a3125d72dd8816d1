"""What a replay is measured on: the files of a made-up year, of which every row is decided."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evenhand.cli.bench.history import busiest_pack, figures_of, main, write
from evenhand.cli.replaying.inputs import read_calendar, read_policy


def test_the_files_hold_the_year_and_everybody_in_it(tmp_path: Path) -> None:
    chosen, calendar = read_policy(busiest_pack()), read_calendar("worked")
    made = write(chosen, calendar, 300, tmp_path)
    assert len(made.events.read_text().splitlines()) == 301
    assert len(made.pupils.read_text().splitlines()) == 1501
    assert len(made.staff.read_text().splitlines()) == 101


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
