"""What becomes of one part: the policy's, history's, or refused; never moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from evenhand.apps.conduct.importing import Ground, PupilKey, Told, ground_of
from evenhand.apps.conduct.importing.judging import NotTaken, judge
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import TODAY, SchoolCast

TOLD = Told("a.csv", 3, "old", "7", PupilKey("id", "8-0"), date(2026, 11, 16), time(11, 20), code="ACH-A1")


@pytest.fixture
def ground(here: SchoolCast) -> Iterator[Ground]:
    with in_school(here.school):
        yield ground_of(here.school)


@pytest.mark.parametrize(
    ("day", "clock", "decide", "period", "flag"),
    [
        (date(2026, 11, 16), time(11, 20), True, "P3", ""),
        (date(2026, 11, 16), time(6, 0), True, "", "outside_periods"),
        (date(2026, 11, 16), None, True, "", "no_time"),
        (date(2026, 10, 28), time(11, 20), True, "", "closed_day"),
        (date(2026, 11, 14), time(11, 20), True, "", "closed_day"),
        (date(2022, 2, 9), time(11, 20), False, "P3", ""),
        (date(2022, 2, 9), time(19, 0), False, "", "outside_periods"),
        (date(2022, 2, 12), time(11, 20), False, "", "closed_day"),
    ],
)
def test_the_day_and_time_stay_and_what_is_odd_is_flagged(
    ground: Ground, day: date, clock: time | None, decide: bool, period: str, flag: str
) -> None:
    judged = judge(ground, replace(TOLD, day=day, clock=clock))
    assert (judged.decide, judged.period, judged.flag) == (decide, period, flag)
    assert (judged.day, judged.happened_at.date()) == (day, day)
    assert (judged.warning is None) == (flag == "")


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"pupil": PupilKey("id", "zoe")}, "pupil"),
        ({"day": date(2026, 11, 18)}, "at"),
        ({"code": "NONE"}, "code"),
        ({"code": "", "label": "Odd", "keep_label": True}, "code"),
        ({"kind": EventKind.CONCERN}, "kind"),
        ({"kind": EventKind.CLOSE}, "kind"),
        ({"day": date(2022, 2, 9), "code": "NONE"}, "code"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_column(
    ground: Ground, change: dict[str, Any], column: str
) -> None:
    with pytest.raises(NotTaken) as refused:
        judge(ground, replace(TOLD, **change))
    assert (refused.value.fault.column, refused.value.fault.line) == (column, 3)


def test_a_word_of_the_source_may_stand_alone_in_history(ground: Ground) -> None:
    judged = judge(ground, replace(TOLD, day=date(2022, 2, 9), code="Odd", label="Odd", keep_label=True))
    assert (judged.command.kind, judged.command.code) == (EventKind.CONCERN, "")


def test_an_alias_becomes_the_code_and_the_group_gives_the_kind(ground: Ground) -> None:
    concern = judge(ground, replace(TOLD, code="RED-13a"))
    assert (concern.command.kind, concern.command.code) == (EventKind.CONCERN, "RED-13")
    assert judge(ground, TOLD).command.kind == EventKind.ACHIEVEMENT


def test_a_lesson_is_the_one_of_the_timetable(ground: Ground, here: SchoolCast) -> None:
    judged = judge(ground, replace(TOLD, day=TODAY, lesson="8R"))
    assert (judged.command.where, judged.command.lesson_id) == (Where.LESSON, here.lessons["P3"].pk)
    assert judge(ground, replace(TOLD, day=TODAY)).command.where == Where.OUT_OF_CLASS


def test_the_reporter_stands_in_the_words(ground: Ground) -> None:
    judged = judge(ground, replace(TOLD, text="Helped.", reporter="Ms Reed"))
    assert judged.command.text == "Helped.\nReported by Ms Reed."
