"""The board as a value: who stands where, and the duty in the banner."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from evenhand.apps.removal import services
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.pages import Board, board, call_list, who_is_where
from evenhand.apps.removal.selectors import on_board
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral
from tests.cast import SchoolCast

Clock = time_machine.Traveller


def seen(here: SchoolCast) -> Board:
    there = ground(here.actor("removal_manager"))
    return board(there, on_board(there))


def arrived(here: SchoolCast, count: int) -> None:
    for number in range(count):
        services.arrive(actor=here.actor("removal_manager"), stay=referral(here, number=number))


def test_nobody_anywhere_is_an_empty_board_without_a_banner(here: SchoolCast) -> None:
    with in_school(here.school):
        found = seen(here)
        assert found.empty
        assert (found.title, found.day, found.period) == ("Impact Centre", "Tuesday 17 November", "period 3")
        assert found.banner is None


def test_the_banner_counts_names_and_dates_the_families_to_tell(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here, 2)
        banner = seen(here).banner
        assert banner is not None
        assert banner.words == "Two families to tell before the bell at 15:00"
        assert (banner.more, banner.cite) == ("Amara and Ben stay until 16:00 today", "100")


def test_after_the_bell_the_banner_says_what_was_missed(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        arrived(here, 1)
        moment.move_to(datetime(2026, 11, 17, 15, 0, tzinfo=UTC))
        banner = seen(here).banner
        assert banner is not None
        assert banner.words == "Late stay not notified: one family to tell now"


def test_each_stay_stands_in_one_column_as_the_days_pass(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        arrived(here, 1)
        first = seen(here)
        assert (len(first.here), len(first.leaving)) == (1, 0)
        moment.move_to(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
        second = seen(here)
        assert (len(second.here), len(second.leaving)) == (0, 1)


def test_the_board_shows_the_latest_who_went_back_and_all_on_request(
    here: SchoolCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.apps.removal.selectors.MOST_RELEASED", 1)
    with in_school(here.school):
        arrived(here, 2)
        manager = here.actor("removal_manager")
        for stay in on_board(ground(manager)).stays:
            services.release(actor=manager, stay=stay, reason="Agreed")
        found = seen(here)
        assert (len(found.released), found.hidden, found.gone) == (1, 1, 2)
        there = ground(manager)
        whole = board(there, on_board(there, whole=True))
        assert (len(whole.released), whole.hidden, whole.gone) == (2, 0, 2)
        assert found.released[0].name == whole.released[0].name


def test_whose_family_is_still_to_tell_stands_first(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here, 2)
        told = next(stay for stay in on_board(ground(here.actor("removal_manager"))).stays)
        services.tell_family(
            actor=here.actor("removal_manager"), stay=told, who="Mrs Year", how="phone", words=""
        )
        assert [bool(card.tell) for card in seen(here).here] == [True, False]


def test_the_call_list_follows_the_leaving_time(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here, 1)
        there = ground(here.actor("removal_manager"))
        calls = call_list(there, on_board(there))
        assert [(call.words, call.until) for call in calls] == [
            ("Tell the family by 15:00", "Stays until 16:00 today")
        ]
        assert [item.place for item in who_is_where(there).people] == ["Impact Centre"]
