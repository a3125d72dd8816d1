"""The law of England as it comes with evenhand."""

from datetime import date

from evenhand.engine.values import LawFigure
from evenhand.packs.law import law_of

DAY = date(2026, 11, 9)
FIGURES = {
    LawFigure.SUSPENSION_YEAR_DAYS: 45,
    LawFigure.BOARD_REVIEW_ABOVE_DAYS: 15,
    LawFigure.BOARD_REPRESENTATION_ABOVE_DAYS: 5,
    LawFigure.BOARD_REVIEW_DAYS: 15,
    LawFigure.BOARD_REPRESENTATION_DAYS: 50,
    LawFigure.PAPERS_DAYS: 5,
    LawFigure.PANEL_APPLICATION_DAYS: 15,
    LawFigure.PANEL_HEARING_DAYS: 15,
    LawFigure.RECONSIDERATION_DAYS: 10,
    LawFigure.PROVISION_ABOVE_DAYS: 5,
    LawFigure.PROVISION_DAY: 6,
    LawFigure.PROVISION_NOTICE_HOURS: 48,
    LawFigure.PUBLIC_PLACE_DAYS: 5,
    LawFigure.WORK_DAYS: 5,
    LawFigure.OFF_SITE_NOTICE_DAYS: 2,
    LawFigure.OFF_SITE_REVIEW_WEEKS: 10,
}


def test_every_figure_is_laid_down() -> None:
    law = law_of("england")
    assert law is not None
    assert set(FIGURES) == set(LawFigure)
    for key, value in FIGURES.items():
        held = law.enacted(key, DAY)
        assert held is not None
        assert (key, held.value) == (key, value)


def test_twenty_nine_reasons_of_which_sixteen_are_older() -> None:
    law = law_of("england")
    assert law is not None
    assert len(law.reasons_on(DAY)) == 29
    assert len(law.reasons_on(date(2026, 7, 1))) == 16
    assert set(law.categories) == {"SUSP", "LNCH", "PERM", "FIXD"}
    assert {result.body for result in law.results.values()} == {"board", "panel", "reconsideration"}


def test_a_country_without_a_law_has_none() -> None:
    assert law_of("nowhere") is None
