"""What a register sends, read as marks."""

from __future__ import annotations

import pytest

from evenhand.apps.attendance.forms import LateForm, read_register
from evenhand.apps.attendance.services import MOST_MINUTES, Said
from tests.cast import TODAY, SchoolCast


def read(cast: SchoolCast, **posted: str) -> list[Said]:
    return read_register(posted, cast.lesson, "P3", [1, 2], afternoon=False)


def test_who_is_not_named_is_not_marked(here: SchoolCast) -> None:
    assert read(here, **{"mark-1": "here"}) == [Said(1, TODAY, "P3", "/", lesson_id=here.lesson.pk)]


def test_each_choice_brings_what_belongs_to_it_and_no_more(here: SchoolCast) -> None:
    more = {"minutes-1": "7", "code-1": "M", "reason-1": " Dentist ", "seen-1": "3"}
    late, away, present = (read(here, **{"mark-1": one}, **more)[0] for one in ("late", "away", "here"))
    assert (late.code, late.minutes, late.reason, late.seen) == ("L", 7, "Dentist", 3)
    assert (away.code, away.minutes, away.reason) == ("M", 0, "Dentist")
    assert (present.code, present.minutes, present.reason) == ("/", 0, "")


@pytest.mark.parametrize("minutes", ["-1", "soon", "99999", "1.5"])
def test_minutes_that_are_no_number_are_out_of_range(here: SchoolCast, minutes: str) -> None:
    (said,) = read(here, **{"mark-1": "late", "minutes-1": minutes})
    assert said.minutes > MOST_MINUTES


def test_an_afternoons_lesson_uses_the_afternoons_code(here: SchoolCast) -> None:
    (said,) = read_register({"mark-1": "here"}, here.lesson, "P5", [1], afternoon=True)
    assert said.code == "\\"


def test_a_late_arrival_needs_its_minutes() -> None:
    assert LateForm({"pupil": "1"}).errors["minutes"] == ["Say how many minutes late, as a whole number."]
