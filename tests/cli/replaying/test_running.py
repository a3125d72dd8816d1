"""A run: schools shared out, whole files at the end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.cli.replaying import running
from evenhand.cli.replaying.faults import UnusableInput
from evenhand.cli.replaying.inputs import read_calendar, read_policy
from evenhand.cli.replaying.running import Request, replay, shares
from evenhand.cli.replaying.survey import Source
from tests.histories import TINY, row, write_csv


def request(tmp_path: Path) -> Request:
    events = write_csv(tmp_path / "events.csv", [row("e1"), row("e2", "11:30:00")])
    return Request(
        read_policy(TINY), read_calendar("worked"), (Source(events, ""),), tmp_path / "out", processes=1
    )


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 99), min_size=1), st.integers(1, 5))
def test_each_school_is_in_one_share(schools: dict[str, int], processes: int) -> None:
    found = shares(schools, processes)
    assert sorted(name for share in found for name in share) == sorted(schools)
    assert len(found) == min(processes, len(schools))


def test_an_interrupted_run_leaves_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = request(tmp_path)
    replay(asked)
    before = {path.name: path.read_bytes() for path in asked.out.iterdir()}

    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_summary", interrupted)
    with pytest.raises(KeyboardInterrupt):
        replay(asked)
    assert {path.name: path.read_bytes() for path in asked.out.iterdir()} == before


def test_the_summary_has_totals_and_says_what_it_was_made_with(tmp_path: Path) -> None:
    asked = request(tmp_path)
    summary = replay(asked).summary
    assert json.loads((asked.out / "summary.json").read_text()) == summary
    assert summary["outcomes"] == {"place": 1, "step": 2, "task": 1}
    assert summary["events"] == {"decided": 2}
    assert summary["closes"] == {"day": 13, "week": 3}
    assert summary["pack"]["id"] == "tiny"
    assert summary["calendar"] == asked.calendar.digest


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    asked = request(tmp_path)
    (asked.out / "decisions.jsonl").mkdir(parents=True)
    with pytest.raises(
        UnusableInput, match=r"decisions\.jsonl: Is a directory; expected a folder that can be"
    ):
        replay(asked)
    assert list(asked.out.glob("*partial*")) == []
