"""The ground of the board: the moment, the rules and the bell of today."""

from __future__ import annotations

from datetime import time, timedelta

import time_machine

from evenhand.apps.conduct.models import PupilHead
from evenhand.apps.removal.facts import ground, states_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.facts import PupilState
from tests.apps.removal.stays import referral
from tests.cast import SchoolCast


def test_the_ground_is_that_of_the_actor_and_the_moment(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        seen = ground(here.actor("removal_manager"))
        assert seen.school == here.school
        assert seen.moment.day.isoformat() == "2026-11-17"
        assert seen.placement(stay).id == stay.placement
        assert seen.bell(8) == time(15)


def test_no_bell_rings_on_a_saturday(here: SchoolCast, moment: time_machine.Traveller) -> None:
    moment.shift(timedelta(days=4))
    with in_school(here.school):
        assert ground(here.actor("removal_manager")).bell(8) is None


def test_states_are_by_pupil_and_an_untouched_head_is_an_empty_state(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        found = states_of([*PupilHead.objects.values_list("pupil_id", "state"), (0, PupilHead().state)])
    assert [open_stay.id for open_stay in found[stay.pupil_id].stays] == [str(stay.pk)]
    assert found[0] == PupilState()
