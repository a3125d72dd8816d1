"""A law's figures and codes hold from their day, for the schools that it names."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.values import LawFigure
from tests.engine.pack.test_law import LAW


@pytest.mark.parametrize(
    ("day", "value"), [("2012-08-31", None), ("2012-09-01", 15), ("2020-05-31", 15), ("2020-06-01", 25)]
)
def test_a_figure_holds_from_its_day(day: str, value: int | None) -> None:
    held = LAW.enacted(LawFigure.PANEL_HEARING_DAYS, date.fromisoformat(day))
    assert (held.value if held else None) == value


def test_a_figure_that_is_not_laid_down_is_none() -> None:
    assert LAW.enacted(LawFigure.PAPERS_DAYS, date(2026, 9, 1)) is None


def test_codes_hold_between_their_days() -> None:
    assert LAW.reasons_on(date(2026, 8, 31)) == ("OLD",)
    assert LAW.reasons_on(date(2026, 9, 1)) == ("NEW",)


def test_it_binds_the_schools_that_it_names() -> None:
    assert LAW.binds("state_funded")
    assert not LAW.binds("independent")
