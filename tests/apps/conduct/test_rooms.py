"""The class page put together: who sits there, what has happened, and what each adult may read of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from evenhand.apps.conduct.foreseeing import Foresight
from evenhand.apps.conduct.models import SeatingPlan
from evenhand.apps.conduct.pages import Tile
from evenhand.apps.conduct.praise import name_for_praise
from evenhand.apps.conduct.rooms import (
    NUDGE,
    asked,
    class_room,
    class_state,
    corridor,
    corridor_state,
    follow_lines,
    ground_of,
    marks,
    projected,
    prompts_of,
)
from evenhand.apps.conduct.selectors import open_prompts
from evenhand.apps.support.centre import record_session
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.facts import Adjustment
from evenhand.engine.values import EventKind, Where
from tests.apps.removal.stays import referral
from tests.cast import FROM, MOMENT, TODAY, SchoolCast
from tests.classroom import agree
from tests.incidents import concern, happen


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def mark_of(state: Mapping[str, Any], school: SchoolCast, number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = state["marks"][str(school.pupils[number].pk)]
    return found


def test_pupils_sit_by_the_plan_or_stand_by_name(school: SchoolCast) -> None:
    amara, ben, chloe = school.pupils[:3]
    seats = {str(amara.pk): [2, 1], str(chloe.pk): [1, 3]}
    SeatingPlan.objects.create(school=school.school, group=school.groups[8], seats=seats, valid_from=FROM)
    room = class_room(school.actor("teacher"), school.lesson)
    assert [(one.id, one.place) for one in room.tiles] == [(chloe.pk, "A3"), (amara.pk, "B1"), (ben.pk, "C1")]
    listed = class_room(school.actor("teacher"), school.lesson, as_list=True)
    assert [one.id for one in listed.tiles] == [amara.pk, ben.pk, chloe.pk]
    assert (room.title, room.until, room.room, room.data["lesson"]) == (
        "8R Sci",
        "12:10",
        "12",
        school.lesson.pk,
    )


def test_what_was_recorded_is_on_that_pupils_tile_only(school: SchoolCast) -> None:
    teacher = school.actor("teacher")
    before = class_state(teacher, school.lesson)
    happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3")
    concern(school)
    after = class_state(teacher, school.lesson)
    assert mark_of(before, school) == {"recognised": 0, "warnings": "", "away": "", "adjusts": False}
    assert mark_of(after, school)["recognised"] == 1
    assert mark_of(after, school)["warnings"] == "one warning this lesson"
    assert mark_of(after, school, 1) == mark_of(before, school, 1)


def test_who_has_a_session_in_a_centre_is_away_on_that_tile_until_a_stay_says_otherwise(
    school: SchoolCast,
) -> None:
    teacher, until = school.actor("teacher"), time(12, 10)
    record_session(
        school.actor("senco"),
        pupil=school.pupil,
        centre="inclusion_centre",
        day=TODAY,
        starts=time(11, 10),
        ends=until,
    )
    shown = {one.id: one.away for one in class_room(teacher, school.lesson).tiles}
    assert shown == {pupil.pk: "" for pupil in school.pupils[:3]} | {
        school.pupil.pk: "in In-School Inclusion Centre"
    }
    assert mark_of(class_state(teacher, school.lesson), school)["away"] == "in In-School Inclusion Centre"
    assert corridor(teacher, school.pupil).tiles[0].away == "in In-School Inclusion Centre"
    referral(school)
    assert mark_of(class_state(teacher, school.lesson), school)["away"] == "to Impact Centre"


def test_outside_lessons_one_pupil_stands_alone_and_lesson_warnings_do_not_count(school: SchoolCast) -> None:
    concern(school)
    tutor = school.actor("tutor")
    room = corridor(tutor, school.pupil)
    assert [one.id for one in room.tiles] == [school.pupil.pk]
    assert (room.data["lesson"], room.data["where"], room.many) == (None, str(Where.OUT_OF_CLASS), False)
    assert mark_of(corridor_state(tutor, school.pupil), school)["warnings"] == ""


def test_a_screen_that_pupils_see_is_told_no_name_and_no_concern(school: SchoolCast) -> None:
    concern(school)
    happen(school, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3")
    agree(school, school.pupil, words="Ten seconds to think.")
    page = projected(school.actor("teacher"), school.lesson)
    told = json.dumps(page.data) + repr(page.seats)
    for hidden in ("Amara", "Year8", "one warning", "Ten seconds", "DIS-04"):
        assert hidden not in told
    assert not any(one.warnings or one.recognised or one.adjusts for one in page.seats)
    assert page.total == 1
    assert {act["kind"] for act in page.data["acts"].values()} == {"achievement"}
    assert {one.id for one in page.seats} == {pupil.pk for pupil in school.pupils[:3]}


def test_adjustments_are_asked_in_their_own_words_or_by_their_kind(school: SchoolCast) -> None:
    ground = ground_of(school.actor("teacher"), school.lesson)
    kind = next(iter(ground.policy.pack.adjustments.values()))
    agreed = [
        (Adjustment("1", kind.id, 10), "Ten seconds."),
        (Adjustment("2", kind.id, 10), ""),
        (Adjustment("3", "none_of_ours", 0), ""),
    ]
    assert [words for _, words in asked(ground, agreed)] == ["Ten seconds.", kind.label, "none_of_ours"]
    assert asked(replace(ground, where=Where.PLACEMENT), agreed) == []


def test_who_may_confirm_has_nobody_to_ask(school: SchoolCast) -> None:
    tutor = ground_of(school.actor("tutor"), None)
    assert tutor.leaders["duty_leader"] == ["Ms N. DutyLeader"]
    assert "duty_leader" not in ground_of(school.actor("duty_leader"), None).leaders


def test_of_several_pupils_the_heavier_line_comes_first(school: SchoolCast) -> None:
    light, heavy, silent = school.pupils[:3]
    outcomes = (
        {"before": "first", "outcome": "a warning", "cites": ["80"], "weight": 1},
        {"before": "second", "outcome": "a referral", "cites": [], "weight": 100},
    )
    foresight = Foresight(MOMENT, {"X": "X"}, outcomes, {light.pk: {"X": 0}, heavy.pk: {"X": 1}}, {}, ())
    ground = ground_of(school.actor("teacher"), school.lesson)
    lines = follow_lines(ground, [silent, light, heavy], "X", {}, foresight)
    assert [line.pupil_id for line in lines] == [heavy.pk, light.pk, silent.pk]
    assert [line.cite for line in lines] == ["", "80", ""]
    assert lines[2].before.startswith("recorded")


def test_reasons_to_praise_are_for_whom_they_are_meant(school: SchoolCast) -> None:
    senco, teacher = school.actor("senco"), school.actor("teacher")
    colleague = school.user("teacher").pk
    for kind, to in (("more", None), ("request", colleague), ("display", None)):
        name_for_praise(senco, pupil=school.pupil, kind=kind, words=f"said of {kind}", colleague_id=to)
    rows = open_prompts([school.pupil.pk])

    def words(role: str) -> list[tuple[str, bool]]:
        found = prompts_of(ground_of(school.actor(role), school.lesson), rows)
        return [(one.words, one.closes) for one in found]

    display = ("Work chosen for display: said of display", True)
    assert words("teacher") == [
        (NUDGE, False),
        ("Nia Senco asks you to praise: said of request", True),
        display,
    ]
    assert words("other") == [(NUDGE, False), display]
    assert words("senco")[0][0].endswith(":1, said of more.")
    assert teacher.user_id == colleague


def test_marks_hold_nothing_of_a_pupil_but_marks() -> None:
    shown = marks([Tile(7, "Amara", "Okafor", "AO", recognised=2, warnings="one warning", adjusts=True)])
    assert shown == {"7": {"recognised": 2, "warnings": "one warning", "away": "", "adjusts": True}}
