"""The pages as values: what stands in a register before anybody has said anything, and what others have said."""

from __future__ import annotations

from datetime import UTC, datetime

import time_machine

from evenhand.apps.attendance.facts import ground_of
from evenhand.apps.attendance.pages import gate_page, register_page, session_now, slot_of
from evenhand.apps.attendance.services import Said, mark
from tests.cast import TODAY, SchoolCast


def test_a_lessons_register_shows_who_is_away_from_the_session(here: SchoolCast) -> None:
    mark(here.actor("office"), said=[Said(here.pupil.pk, TODAY, "am", "I", reason="Mother rang")])
    page = register_page(here.actor("teacher"), here.lesson)
    assert {line.name: line.note for line in page.lines if line.note} == {
        "Amara Year8": "Morning session: ill (mother rang)"
    }
    assert [line.chosen for line in page.lines] == ["here"] * 3
    assert page.saved == ""


def test_the_codes_offered_begin_with_the_one_for_not_known_yet(here: SchoolCast) -> None:
    codes = [code for code, _ in register_page(here.actor("teacher"), here.lesson).absences]
    assert codes[0] == "N"
    assert not {"/", "\\", "L"} & set(codes)


def test_minutes_late_count_from_the_lessons_start(here: SchoolCast) -> None:
    assert register_page(here.actor("teacher"), here.lesson).minutes == 22


def test_each_lesson_has_its_slot(here: SchoolCast) -> None:
    ground = ground_of(here.school.pk)
    assert {key: slot_of(ground, lesson) for key, lesson in here.lessons.items()} == {
        "P1": "P1",
        "P3": "P3",
        "P4": "pm",
        "P5": "P5",
    }


def test_whoever_comes_at_noon_is_late_for_the_afternoon(here: SchoolCast) -> None:
    assert session_now(ground_of(here.school.pk), here.pupil) == "am"
    with time_machine.travel(datetime(2026, 11, 17, 13, 0, tzinfo=UTC), tick=False):
        assert session_now(ground_of(here.school.pk), here.pupil) == "pm"
    with time_machine.travel(datetime(2026, 11, 22, 13, 0, tzinfo=UTC), tick=False):
        assert session_now(ground_of(here.school.pk), here.pupil) == "am"
        assert gate_page(here.actor("office"), "", here.pupil).late == ()


def test_the_late_list_names_who_marked_and_who_may_undo(here: SchoolCast) -> None:
    mark(here.actor("office"), said=[Said(here.pupil.pk, TODAY, "am", "L", 12, "Bus")])
    by_role = {
        role: gate_page(here.actor(role), "", None).late[0] for role in ("office", "teacher", "principal")
    }
    row = by_role["office"]
    assert row.words == "In school, late, before the register closed, 12 minutes (Bus)"
    assert (row.at, row.by) == ("11:32", "Ms N. Office")
    assert {role: late.may_undo for role, late in by_role.items()} == {
        "office": True,
        "teacher": False,
        "principal": True,
    }
