"""Near whom to stay: what was agreed, what has worked, else how a need shows; never its name."""

from __future__ import annotations

from datetime import timedelta

from evenhand.apps.support import joining, profiling
from evenhand.apps.support.models import Strategy
from evenhand.apps.support.nearness import near_on
from evenhand.apps.support.profiling import New
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast
from tests.classroom import agree


def test_what_was_agreed_stands_before_what_has_worked(here: SchoolCast) -> None:
    pupil = here.pupil
    agree(here, pupil, words="Ten seconds to think.")
    agree(here, pupil, kind="movement_break", words="")
    with in_school(here.school):
        Strategy.objects.create(school=here.school, pupil=pupil, words="Sit beside her", worked=3, tried=4)
        assert near_on(TODAY, [one.pk for one in here.pupils]) == {
            pupil.pk: ("Ten seconds to think.", "May leave for a movement break with a card")
        }
        assert near_on(TODAY - timedelta(days=400), [pupil.pk]) == {}


def test_a_need_shows_as_it_is_seen_with_what_has_worked_first(next_door: SchoolCast) -> None:
    first, second, third = next_door.pupils[:3]
    senco = next_door.actor("senco")
    with in_school(next_door.school):
        need = New("need", "Watches the door", pattern="watchful")
        for pupil in (first, second):
            profiling.add_entry(senco, pupil=pupil, new=need)
        profiling.add_strategy(senco, pupil=second, words="A seat by the wall")
        profiling.add_entry(senco, pupil=third, new=New("strength", "Draws well"))
        past = New("history", "Moved home twice", source="Letter", dated=TODAY)
        profiling.add_entry(senco, pupil=third, new=past)
        found = near_on(TODAY, [one.pk for one in next_door.pupils])
    assert found == {first.pk: ("Watches the door",), second.pk: ("A seat by the wall",)}


def test_of_somebody_new_nothing_is_said_before_staff_are_told(next_door: SchoolCast) -> None:
    pupil, senco = next_door.pupil, next_door.actor("senco")
    with in_school(next_door.school):
        profiling.add_entry(senco, pupil=pupil, new=New("risk", "Runs when it is loud"))
        joining.expect(senco, pupil=pupil, starts_on=TODAY + timedelta(days=7))
        assert near_on(TODAY, [pupil.pk]) == {}
