"""Tiles, seats and lessons as the teacher's screens show them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from evenhand.apps.conduct.catalogue import Catalogue
from evenhand.apps.conduct.pages import DENSE, Room, Tile, in_order, lesson_name, lesson_row, seat_name, tile
from evenhand.apps.people.models import Group, Pupil, Staff
from evenhand.apps.tenancy.models import LessonOccurrence
from tests.cast import MOMENT

HOUR = timedelta(hours=1)


def some_tiles(count: int) -> tuple[Tile, ...]:
    return tuple(Tile(n, f"P{n}", "", "P") for n in range(count))


def lesson(name: str = "8R", subject: str = "", starts: datetime = MOMENT) -> LessonOccurrence:
    group = Group(name=name, subject=subject)
    staff = Staff(title="Ms", given="Nia", family="Okonjo")
    return LessonOccurrence(pk=7, group=group, staff=staff, room="12", starts=starts, ends=starts + HOUR)


@pytest.mark.parametrize(
    ("seat", "name"), [(None, ""), ((1, 1), "A1"), ((26, 6), "Z6"), ((27, 2), "A2"), ((2, 12), "B12")]
)
def test_a_seat_is_named_by_the_rows_letter_and_the_column(seat: tuple[int, int] | None, name: str) -> None:
    assert seat_name(seat) == name


def test_tiles_stand_by_row_and_column_and_those_without_a_seat_behind() -> None:
    tiles = some_tiles(4)
    seats = {0: (2, 1), 1: (1, 10), 2: (1, 2)}
    assert [one.id for one in in_order(tiles, seats, as_list=False)] == [2, 1, 0, 3]
    assert in_order(tiles, seats, as_list=True) == tiles


def test_a_seat_beyond_the_row_keeps_its_name_and_flows() -> None:
    pupil = Pupil(pk=3, given="Amara", family="Okafor")
    assert (tile(pupil, (1, 6)).seat, tile(pupil, (1, 6)).place) == (6, "A6")
    assert (tile(pupil, (1, 7)).seat, tile(pupil, (1, 7)).place) == (0, "A7")
    assert (tile(pupil, None).seat, tile(pupil, None).place) == (0, "")


def test_a_name_from_right_to_left_says_so_and_its_initials_stand_apart() -> None:
    shown = tile(Pupil(given="ليلى", family="حداد", lang="ar", direction="rtl"), None, warnings="1")
    assert (shown.dir, shown.lang, shown.initials, shown.warnings) == ("rtl", "ar", "ل ح", "1")
    assert tile(Pupil(given="Amara", family="Okafor"), None).dir == ""


@pytest.mark.parametrize(
    ("count", "many", "dense"),
    [(0, False, False), (1, False, False), (2, True, False), (DENSE + 1, True, True)],
)
def test_a_room_is_a_class_from_two_and_dense_beyond_thirty(count: int, many: bool, dense: bool) -> None:
    room = Room("8R", "12:10", "12", some_tiles(count), Catalogue((), (), (), ()))
    assert (room.many, room.dense) == (many, dense)


def test_a_lesson_is_on_from_its_first_instant_to_before_its_last() -> None:
    ends = MOMENT + HOUR
    at = {now: lesson_row(lesson(), "11:32", "12:32", now).now for now in (MOMENT, ends - HOUR / 60, ends)}
    assert list(at.values()) == [True, True, False]
    assert not lesson_row(lesson(starts=MOMENT + HOUR), "12:32", "13:32", MOMENT).now
    row = lesson_row(lesson(), "11:32", "12:32", MOMENT)
    assert (row.when, row.who) == ("11:32 to 12:32", "Ms N. Okonjo")


def test_a_lesson_that_nobody_is_down_for_names_nobody() -> None:
    bare = lesson()
    bare.staff = None
    assert lesson_row(bare, "11:32", "12:32", MOMENT).who == ""


@pytest.mark.parametrize(
    ("name", "subject", "shown"),
    [("8R", "Science", "8R Science"), ("8R science", "Science", "8R science"), ("8R", "", "8R")],
)
def test_the_subject_is_said_once(name: str, subject: str, shown: str) -> None:
    assert lesson_name(lesson(name, subject)) == shown
