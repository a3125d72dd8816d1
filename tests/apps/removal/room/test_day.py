"""The page of the day as a value."""

from __future__ import annotations

from evenhand.apps.policy import selectors
from evenhand.apps.policy.models import SettingChange
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.room.day import DayPage, day_page
from evenhand.apps.removal.room.reading import room_rows
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at
from tests.cast import TODAY, SchoolCast


def shown(here: SchoolCast, role: str = "removal_manager", period: str = "") -> DayPage:
    with in_school(here.school):
        seen = ground(here.actor(role))
        return day_page(seen, room_rows(seen), period)


def test_the_break_is_shared_out_by_the_schools_figure(here: SchoolCast, moment: Clock) -> None:
    for number in (0, 1, 2):
        arrived(here, number)
    with in_school(here.school):
        SettingChange.objects.create(
            school=here.school, key="room.break_places", value=2, since=TODAY, reason="A small yard"
        )
        selectors.forget(here.school.pk)
    at(moment, 9, day=18)
    groups = shown(here).breaks
    assert [group.times for group in groups] == ["10:55 to 11:02", "11:02 to 11:10"]
    assert [len(group.lines) for group in groups] == [2, 1]


def test_the_register_is_that_of_now_or_of_the_period_asked_for(here: SchoolCast, moment: Clock) -> None:
    arrived(here)
    at(moment, 13, 0)
    now, earlier = shown(here).register, shown(here, period="P3").register
    assert now is not None
    assert earlier is not None
    assert (now.slot.key, earlier.slot.key) == ("P4", "P3")


def test_who_is_still_to_be_fetched_eats_and_has_a_break_as_well(here: SchoolCast, moment: Clock) -> None:
    arrived(here)
    at(moment, 8, 36, day=18)
    page = shown(here)
    assert [line.person.name for line in page.collect] == ["Amara Year8"]
    assert [line.person.name for line in page.breaks[0].lines] == ["Amara Year8"]
    assert page.lunch == ()


def test_each_sees_the_ways_that_are_open_to_them(here: SchoolCast) -> None:
    assert [label for label, _ in shown(here).more] == ["Reports", "Work kept ready"]
    assert [label for label, _ in shown(here, "head_of_year").more] == ["Back in lessons"]
    assert shown(here, "teacher").staff == ()
    assert shown(here, "senior_leader").visits


def test_outside_school_hours_the_page_stands(here: SchoolCast, moment: Clock) -> None:
    at(moment, 20, 0, day=21)
    page = shown(here)
    assert (page.register, page.cover, page.alone, page.period) == (None, (), "", "Outside lesson times")
