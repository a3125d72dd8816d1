"""One detention with what may be done with it."""

from __future__ import annotations

from evenhand.apps.detentions.owed_page import give_back_page, owed_page
from tests.apps.detentions.detained import choose_setting, homework, late
from tests.cast import SchoolCast


def test_a_late_detention_may_go_to_the_next_school_days_only(here: SchoolCast) -> None:
    page = owed_page(here.actor("head_of_year"), late(here))
    assert page.days[0] == ("2026-11-18", "Wednesday 18 November")
    assert page.slots == ()
    assert page.set_by == "Ms N. Office"
    assert "2026-11-27" not in dict(page.days)  # a training day


def test_a_homework_detention_may_go_to_any_slot(here: SchoolCast) -> None:
    owed = homework(here, detention_day="2026-11-18", detention_slot="lunch")
    assert owed is not None
    page = owed_page(here.actor("head_of_year"), owed)
    assert page.days[0][0] == "2026-11-17"
    assert dict(page.slots) == {"after_school": "After school", "lunch": "At lunch"}


def test_where_nothing_moves_no_days_are_offered(here: SchoolCast) -> None:
    owed = late(here)
    choose_setting(here, "late.move", "never")
    assert owed_page(here.actor("head_of_year"), owed).days == ()


def test_a_policy_without_minutes_has_no_breaks(here: SchoolCast) -> None:
    assert give_back_page(here.actor("teacher")).breaks == ()
