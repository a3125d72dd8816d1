"""What `evenhand bench` is asked: figures must be figures, and a whole staff is measured in place of all else."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from evenhand.cli.bench import running
from evenhand.cli.commands import bench


def asked(*words: str) -> argparse.Namespace:
    """The arguments as the command reads them."""
    parser = argparse.ArgumentParser()
    bench.add_arguments(parser)
    return parser.parse_args(words)


@pytest.mark.parametrize("words", [("--events", "0"), ("--staff", "0"), ("--staff", "9", "--seconds", "0")])
def test_nothing_is_measured_of_nobody(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.run(asked(*words)) == 2
    assert f"{words[-2]} must be at least 1" in capsys.readouterr().err


@pytest.mark.parametrize(("words", "events"), [((), 20_000), (("--events", "300", "--events", "500"), 500)])
def test_a_staff_is_measured_in_place_of_all_else(
    words: tuple[str, ...],
    events: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    calls: list[Any] = []

    def measured(folder: Path, size: int, habit: Any, _say: Any) -> dict[str, float | None]:
        calls.append((folder, size, habit.staff, habit.seconds))
        return {"load_inbox_p95_ms": 12.5}

    monkeypatch.setattr(running, "under_load", measured)
    given = asked("--staff", "200", "--seconds", "5", "--folder", str(tmp_path), *words)
    assert bench.run(given) == 0
    assert calls == [(tmp_path.resolve(), events, 200, 5)]
    assert "12.50 ms        \u2264 50  kept" in capsys.readouterr().out
    given.json = True
    assert bench.run(given) == 0
    assert json.loads(capsys.readouterr().out) == {"load_inbox_p95_ms": 12.5}
