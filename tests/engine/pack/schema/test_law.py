"""The law as dated data: which figure and which codes hold on a day, and whom it binds."""

from datetime import date

import pytest

from evenhand.engine.pack.schema.law import Enacted, Law, LawCode, LawEntry
from evenhand.engine.values import Basis, LawFigure, Unit

FIGURE = next(iter(LawFigure))
LAW = Law(
    "somewhere",
    "Law of somewhere",
    ("state",),
    {
        FIGURE: LawEntry(
            FIGURE,
            "a figure",
            Unit.SCHOOL_DAYS,
            next(iter(Basis)),
            (Enacted(date(2020, 1, 1), 50, "old", "high"), Enacted(date(2026, 9, 1), 25, "new", "high")),
        )
    },
    {},
    {
        "OLD": LawCode("OLD", "an old reason", until=date(2026, 8, 31)),
        "ANY": LawCode("ANY", "a reason"),
        "NEW": LawCode("NEW", "a new reason", since=date(2026, 9, 1)),
    },
    {},
)


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2019, 12, 31), None), (date(2020, 1, 1), 50), (date(2026, 8, 31), 50), (date(2026, 9, 1), 25)],
)
def test_a_figure_holds_from_its_day_until_the_next(day: date, value: int | None) -> None:
    found = LAW.enacted(FIGURE, day)
    assert (found.value if found else None) == value


def test_a_figure_that_the_law_does_not_have_is_none() -> None:
    other = next(key for key in LawFigure if key != FIGURE)
    assert LAW.enacted(other, date(2026, 9, 1)) is None


@pytest.mark.parametrize(
    ("day", "codes"), [(date(2026, 8, 31), ("OLD", "ANY")), (date(2026, 9, 1), ("ANY", "NEW"))]
)
def test_a_code_may_be_used_between_its_days(day: date, codes: tuple[str, ...]) -> None:
    assert LAW.reasons_on(day) == codes


def test_the_law_binds_the_kinds_of_school_that_it_names() -> None:
    assert LAW.binds("state")
    assert not LAW.binds("independent")
