"""A day in the room for the tests: pupils who are there, and the clock moved on."""

from __future__ import annotations

from datetime import UTC, datetime

import time_machine

from evenhand.apps.people.models import Group
from evenhand.apps.removal import services
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral, referral_outside
from tests.cast import SchoolCast

Clock = time_machine.Traveller


def at(moment: Clock, hour: int, minute: int = 0, *, day: int = 17) -> None:
    """Move the clock to a time of November 2026; the 17th is the stated Tuesday."""
    moment.move_to(datetime(2026, 11, day, hour, minute, tzinfo=UTC), tick=False)
    clock.forget_shift()


def arrived(here: SchoolCast, number: int = 0, *, outside: bool = False) -> Stay:
    """A pupil sent out and here, outside any scope."""
    with in_school(here.school):
        stay = referral_outside(here, number=number) if outside else referral(here, number=number)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        return Stay.objects.select_related("pupil").get(pk=stay.pk)


def name_subject(here: SchoolCast, subject: str = "Science") -> None:
    """The class of year 8 is taught this subject."""
    with in_school(here.school):
        Group.objects.filter(pk=here.groups[8].pk).update(subject=subject)
