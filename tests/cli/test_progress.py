"""The bar: on a terminal, after a second, and nowhere else."""

from __future__ import annotations

import io

import pytest

from evenhand.cli import progress
from evenhand.cli.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_nothing_is_shown_within_the_first_second() -> None:
    stream = Terminal()
    with Progress("Deciding", 100, stream) as bar:
        bar.more(50)
    assert stream.getvalue() == ""


def test_later_it_counts_up_and_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "AFTER", 0.0)
    stream = Terminal()
    with Progress("Deciding", 100, stream) as bar:
        bar.more(50)
        assert "50 of 100" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "AFTER", 0.0)
    stream = io.StringIO()
    with Progress("Deciding", 0, stream) as bar:
        bar.reach(3)
        assert bar.line() == "Deciding 3"
    assert stream.getvalue() == ""
