"""The head of year's day: own years unless they lead, no-shows to confirm, tomorrow's placements."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from evenhand.apps.detentions.services import Answered, take_register
from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.heads.page import day_page
from tests.apps.detentions.detained import AFTER, END, everybody_late, late, leader_of_day
from tests.apps.removal.stays import referral
from tests.cast import TODAY, SchoolCast


@pytest.fixture(autouse=True)
def inside(here: SchoolCast) -> Iterator[None]:
    """The scope of the school is open."""
    with in_school(here.school):
        yield


def register(cast: SchoolCast, answers: dict[object, Answered], by: str) -> None:
    with time_machine.travel(END, tick=False):
        take_register(cast.actor(by), kind="late_detention", day=TODAY, slot=AFTER, answers=answers)  # type: ignore[arg-type]  # ids


def test_own_years_are_shown_unless_one_leads_or_asks_for_all(here: SchoolCast) -> None:
    everybody_late(here)
    page = day_page(here.actor("head_of_year"))
    assert (page.years, page.narrowed, [len(held.rows) for held in page.held]) == ("Year 8", True, [3])
    assert len(day_page(here.actor("head_of_year"), everybody=True).held[0].rows) == 6
    leader_of_day(here)
    assert len(day_page(here.actor("head_of_year")).held[0].rows) == 6


@pytest.mark.covers("STAR-147a")
def test_a_no_show_is_confirmed_here_and_then_placed_tomorrow(here: SchoolCast) -> None:
    owed = late(here)
    register(here, {owed.pk: Answered("missed")}, "removal_manager")
    with time_machine.travel(END, tick=False):
        page = day_page(here.actor("head_of_year"))
        assert ([row.name for row in page.to_confirm], page.missed, page.confirms) == (
            ["Amara Year8"],
            (),
            True,
        )
    register(here, {owed.pk: Answered("missed")}, "head_of_year")
    with time_machine.travel(END, tick=False):
        page = day_page(here.actor("head_of_year"))
    assert page.to_confirm == ()
    assert [row.name for row in page.missed] == ["Amara Year8"]
    (placed,) = page.placed
    assert placed.until == "until 16:00, Wednesday 18 November"
    assert placed.why == "Did not come: late detention, Tuesday 17 November"


def test_a_referral_that_lasts_until_tomorrow_is_among_the_placements(here: SchoolCast) -> None:
    referral(here)
    (placed,) = day_page(here.actor("head_of_year")).placed
    assert (placed.name, placed.until) == ("Amara Year8", "until 12:10, Wednesday 18 November")
    assert day_page(here.actor("head_of_year")).tomorrow == "Wednesday 18 November"
