"""What the board reads, and the mark by which a poll knows that nothing has changed."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from evenhand.apps.removal import services
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.selectors import mark, on_board, rows_of
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral
from tests.cast import SchoolCast

Clock = time_machine.Traveller


def test_the_mark_moves_with_a_record_a_log_and_the_minute_and_with_nothing_else(
    here: SchoolCast, moment: Clock
) -> None:
    with in_school(here.school):
        manager = here.actor("removal_manager")
        marks = [mark(), mark()]
        assert marks[0] == marks[1]
        stay = referral(here)
        marks.append(mark())
        services.arrive(actor=manager, stay=stay)
        marks.append(mark())
        services.log(actor=manager, stay=stay, kind="phone_in", how="Locker 4")
        marks.append(mark())
        moment.shift(timedelta(minutes=1))
        marks.append(mark())
        assert len(set(marks)) == 5


def test_released_yesterday_is_not_on_the_board_today(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        manager = here.actor("removal_manager")
        stay = referral(here)
        services.arrive(actor=manager, stay=stay)
        services.release(actor=manager, stay=stay, reason="Ended early")
        assert [row.pk for row in on_board(ground(manager)).stays] == [stay.pk]
        moment.shift(timedelta(days=1))
        assert on_board(ground(manager)).stays == ()


def test_rows_carry_names_tasks_and_the_opening(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        rows = rows_of(Stay.objects.all())
        assert rows.name(rows.stays[0].owner_id) == "Ms N. Teacher"
        assert set(rows.tasks[str(stay.pk)]) == {"reading", "reflection", "family", "repair"}
        assert rows.openings[stay.pk].place == "Room 12"
        assert rows.name(None) == ""
