"""A bench of a small school measures every figure, and each is one that a machine can have."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from evenhand.cli.bench import running
from evenhand.cli.bench.places import part
from evenhand.cli.bench.report import LINES, with_shares
from evenhand.cli.bench.running import Figures, run, under_load
from evenhand.cli.bench.staff import Habit
from evenhand.cli.bench.web import Effort
from tests.migrated_file import empty_tables_into

EVENTS = 300
EFFORT = Effort(alone=3, pages=2, awards=2, seconds=0.5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the school is kept."""
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def tables(django_db_setup: None) -> Iterator[None]:
    """Where the tests run on SQLite, a school that is built begins with their empty tables, which saves making them."""

    def begun(name: str, database: Path, *args: str) -> str:
        if name == "school" and connection.vendor == "sqlite":
            empty_tables_into(database)
        return part(name, database, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "part", begun)
        yield


@pytest.fixture(scope="module")
def figures(tables: None, folder: Path) -> Figures:
    """One run over a school of a few hundred events."""
    found = with_shares(run(folder, [EVENTS], lambda _line: None, EFFORT))
    assert (folder / f"{EVENTS}.sqlite3").exists()
    assert not list((folder / "run").iterdir())
    return found


def test_every_line_of_the_table_is_measured(figures: Figures) -> None:
    growth = {"growth_record", "growth_pupil_page"}
    assert {line.key for line in LINES} <= set(figures)
    assert {key for key, figure in figures.items() if figure is None} == growth
    assert abs((figures["events"] or 0) - EVENTS) < EVENTS / 10


def test_the_figures_are_possible(figures: Figures) -> None:
    found = {key: figure for key, figure in figures.items() if figure is not None}
    assert all(figure > 0 for figure in found.values())
    assert found["record_p50_ms"] <= found["record_p99_ms"]
    # A few answers on a machine that does other things: only what is far off is wrong.
    assert found["board_304_p50_ms"] < 3 * found["board_p50_ms"]
    assert 5 < found["pupil_page_kb"] < 60
    assert found["step_us"] < 5000
    assert found["bare_server_per_s"] > found["record_per_s"]


def test_a_staff_at_once_is_measured_on_a_copy_of_the_same_school_days_later(
    figures: Figures, folder: Path
) -> None:
    with closing(sqlite3.connect(folder / f"{EVENTS}.sqlite3")) as kept, kept:
        assert kept.execute("UPDATE tenancy_clockshift SET seconds = seconds + 3 * 86400").rowcount == 1
    habit = Habit(staff=5, seconds=2.0, page=0.2, poll=0.1, marks=0.3, record=0.5)
    found = under_load(folder, EVENTS, habit, lambda _line: None)
    assert all(figure is not None and figure > 0 for figure in found.values())
    assert not list((folder / "run").iterdir())
