"""The periods of the room's day and who spends which of them there."""

from __future__ import annotations

from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.room.slots import LATE, carried_over, latest, leaves_late, slots_in, slots_of
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at
from tests.cast import SchoolCast


def test_the_day_has_its_break_its_lunch_and_the_time_after_the_bell(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        seen = ground(here.actor("removal_manager"))
        kinds = {slot.key: slot.kind for slot in slots_of(seen, 8, latest(seen, [stay]))}
    assert (kinds["BREAK"], kinds["LUNCH"], kinds["P3"], kinds[LATE]) == ("break", "lunch", "lesson", "late")


def test_a_stay_has_what_is_left_of_its_first_day_and_the_next_until_its_release(
    here: SchoolCast, moment: Clock
) -> None:
    stay = arrived(here)
    with in_school(here.school):
        seen = ground(here.actor("removal_manager"))
        assert [slot.key for slot in slots_in(seen, stay)] == ["P3", "LUNCH", "P4", "P5", LATE]
        assert leaves_late(seen, stay)
        assert not carried_over(seen, stay)
        at(moment, 9, day=18)
        seen, stay = (
            ground(here.actor("removal_manager")),
            Stay.objects.select_related("pupil").get(pk=stay.pk),
        )
        assert [slot.key for slot in slots_in(seen, stay)] == ["REG", "P1", "P2", "BREAK", "P3"]
        assert not leaves_late(seen, stay)
        assert carried_over(seen, stay)


def test_a_day_without_school_has_no_slots(here: SchoolCast, moment: Clock) -> None:
    stay = arrived(here)
    at(moment, 11, day=21)
    with in_school(here.school):
        seen = ground(here.actor("removal_manager"))
        assert slots_of(seen) == ()
        assert slots_in(seen, stay) == ()
