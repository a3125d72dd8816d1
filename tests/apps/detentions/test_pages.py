"""The pages as values."""

from __future__ import annotations

from datetime import UTC, date, datetime

import time_machine

from evenhand.apps.attendance.services import Said, mark
from evenhand.apps.detentions.pages import detentions_page, register_page
from tests.apps.detentions.detained import AFTER, END, everybody_late, homework, late
from tests.cast import TODAY, SchoolCast


def test_without_rooms_all_stand_in_one_list(here: SchoolCast) -> None:
    everybody_late(here)
    (day,) = detentions_page(here.actor("head_of_year")).days
    (sitting,) = day.sittings
    assert (day.today, sitting.count, sitting.without_seat, sitting.due) == (True, 6, 0, "16:05")
    assert [row.name for row in sitting.rooms[0].rows][:2] == ["Amara Year8", "Amara Year9"]


def test_what_nobody_has_settled_stays_in_sight(here: SchoolCast) -> None:
    late(here)
    with time_machine.travel(datetime(2026, 11, 18, 8, 0, tzinfo=UTC), tick=False):
        page = detentions_page(here.actor("head_of_year"))
    assert page.days == ()
    assert [row.state for row in page.unsettled] == ["Late detention, Tuesday 17 November."]


def test_a_detention_to_come_stands_on_its_day(here: SchoolCast) -> None:
    homework(here, detention_day="2026-11-19", detention_slot="lunch")
    (day,) = detentions_page(here.actor("head_of_year")).days
    assert (day.words, day.today) == ("Thursday 19 November", False)
    assert day.sittings[0].when == "At lunch, 12:10 to 12:40"


def test_a_register_expects_nobody_whom_attendance_knows_to_be_away(here: SchoolCast) -> None:
    owed = late(here)
    late(here, here.pupils[1])
    with time_machine.travel(datetime(2026, 11, 17, 13, 0, tzinfo=UTC), tick=False):
        mark(here.actor("office"), said=[Said(owed.pupil_id, TODAY, "pm", "M")])
    with time_machine.travel(END, tick=False):
        page = register_page(here.actor("head_of_year"), "late_detention", TODAY, AFTER)
    assert page is not None
    assert [(row.said, row.away) for row in page.rows] == [
        ("missed", "At a medical or dental appointment"),
        ("attended", ""),
    ]


def test_a_register_of_a_day_to_come_cannot_be_taken(here: SchoolCast) -> None:
    homework(here, detention_day="2026-11-19", detention_slot="lunch")
    actor, day = here.actor("head_of_year"), date(2026, 11, 19)
    page = register_page(actor, "homework_detention", day, "2026-11-19/lunch")
    assert page is not None
    assert not page.open
    assert register_page(actor, "homework_detention", day, "2026-11-19/after") is None
    assert register_page(actor, "no_such_kind", day, AFTER) is None
