"""What each card says, at the moment at which it is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.casework import clockwork
from evenhand.apps.removal import services
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.pages import Board, board
from evenhand.apps.removal.selectors import on_board
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import concern, referral, time_out
from tests.cast import MOMENT, Cast, SchoolCast

Clock = time_machine.Traveller


def seen(cast: SchoolCast, role: str = "removal_manager") -> Board:
    there = ground(cast.actor(role))
    return board(there, on_board(there))


def test_on_the_way_with_the_time_left_and_no_alarm(here: SchoolCast) -> None:
    with in_school(here.school):
        referral(here)
        card = seen(here).expected[0]
        assert (card.name, card.due, card.minutes) == ("Amara Year8", MOMENT + timedelta(minutes=5), 5)
        assert (card.late, card.told) == ("", "")
        assert card.sent == "Sent 11:32 by Ms N. Teacher, Room 12"


def test_late_says_how_late_and_who_was_told_when(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        referral(here)
        moment.shift(timedelta(minutes=6))
        clockwork.fire_due(here.school)
        card = seen(here).expected[0]
        assert card.late == "Not here after 5 minutes"
        assert card.told == "Ms N. DutyLeader was told at 11:38"


@pytest.mark.covers("STAR-95")
def test_a_referral_entered_twenty_minutes_after_is_marked_late(here: SchoolCast) -> None:
    with in_school(here.school):
        concern(here, happened_at=MOMENT - timedelta(minutes=21))
        done = concern(here, happened_at=MOMENT - timedelta(minutes=20))
        assert seen(here).expected[0].flags == ("Late entry: recorded 20 minutes after",)
        referral(here, number=1)
        prompt = [card for card in seen(here).expected if card.key != str(done.event.pk)]
        assert [card.flags for card in prompt] == [()]


@pytest.mark.covers("STAR-93b")
def test_the_second_referral_of_the_half_term_shows_as_repeat_with_a_field_for_what_is_done(
    here: SchoolCast, moment: Clock
) -> None:
    with in_school(here.school):
        manager = here.actor("removal_manager")
        first = referral(here)
        services.arrive(actor=manager, stay=first)
        services.release(actor=manager, stay=first, reason="Ended early")
        assert seen(here).released[0].words.startswith("Back in lessons since 11:32")
        moment.move_to(datetime(2026, 11, 17, 13, 0, tzinfo=UTC))
        second = referral(here, lesson=here.lessons["P4"])
        services.arrive(actor=manager, stay=second)
        board_now = seen(here)
        assert board_now.here[0].flags == ("Repeat: second this half-term",)
        services.log(actor=manager, stay=second, kind="prevention", words="Seat by the door")
        assert second.notes.get(kind="prevention").words == "Seat by the door"


def test_referrals_joined_before_arrival_show_on_one_card(here: SchoolCast) -> None:
    with in_school(here.school):
        referral(here)
        concern(here)
        found = seen(here).expected
        assert len(found) == 1
        assert "2 stays joined" in found[0].flags


def test_here_with_stations_the_family_line_and_why(here: SchoolCast) -> None:
    with in_school(here.school):
        services.arrive(actor=here.actor("removal_manager"), stay=referral(here))
        card = seen(here).here[0]
        assert [(item.words, item.state) for item in card.stations[:3]] == [
            ("Registered", "done"),
            ("Calm reading", "now"),
            ("Reflection booklet", ""),
        ]
        assert (card.tell, card.told, card.back) == ("Tell the family by 15:00", "", "Wed 12:10")
        rows = {row.label: row.value for row in card.why.rows}
        assert rows["Sent out"] == "Tue 17 Nov, period 3, Ms N. Teacher"
        assert rows["Today"] == "Until 16:00, an hour after the bell"
        assert "default in force" in rows["School’s choice"]
        assert card.why.quotes[0].cite == "97"


def test_the_family_line_turns_neutral_when_told_and_clay_when_missed(
    here: SchoolCast, moment: Clock
) -> None:
    with in_school(here.school):
        manager = here.actor("removal_manager")
        told, missed = referral(here), referral(here, number=1)
        for stay in (told, missed):
            services.arrive(actor=manager, stay=stay)
        services.tell_family(actor=manager, stay=told, who="Mrs Year", how="phone", words="")
        moment.move_to(datetime(2026, 11, 17, 15, 0, tzinfo=UTC))
        lines = {card.key: (card.tell, card.told) for card in seen(here).here}
        assert lines[str(told.pk)] == ("", "Family told 11:32")
        assert lines[str(missed.pk)] == ("Late stay not notified: tell the family now", "")


def test_leaving_today_says_what_comes_first(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        moment.move_to(datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
        row = seen(here).leaving[0]
        assert (row.words, row.first) == ("Back to lessons 12:10", "Restorative conversation first")
        services.record_repair(actor=here.actor("teacher"), stay=stay, who="Both", words="A fresh start")
        assert seen(here).leaving[0].first == ""


def test_a_card_changes_its_version_with_what_it_says_and_only_then(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        before = seen(here).expected[0].version
        assert seen(here).expected[0].version == before
        Stay.objects.filter(pk=stay.pk).update(arrive_by=MOMENT)
        assert seen(here).expected[0].version != before


def test_who_does_not_run_the_room_gets_no_button(here: SchoolCast) -> None:
    with in_school(here.school):
        referral(here)
        assert seen(here, "teacher").expected[0].arrive_url == ""
        assert seen(here).expected[0].arrive_url


def test_time_out_says_where_with_whom_since_when_and_the_next_look(cast: Cast, moment: Clock) -> None:
    with in_school(cast.next_door.school):
        time_out(cast.next_door)
        moment.shift(timedelta(minutes=10))
        card = seen(cast.next_door, "teacher").time_out[0]
        assert (card.place, card.company, card.since) == ("Parallel classroom", "With Mr Lund", "Since 11:32")
        assert (card.looked, card.overdue) == ("Look in by 11:42", True)
        assert [label for label, _ in card.actions] == [
            "Received",
            "Pastoral called by radio",
            "Looked in",
            "Back in class",
        ]
