"""What each act would bring in the room, worked out by the engine for this stay."""

from __future__ import annotations

from uuid import uuid4

import pytest

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal.chances import conduct, has_ladder, record_conduct
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import arrived
from tests.apps.removal.stays import CALLING_OUT, referral
from tests.cast import Cast, SchoolCast


def test_each_thing_that_can_follow_is_there_once_with_its_acts(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        shown = conduct(ground(here.actor("removal_manager")), stay)
    labels = [one.label for one in shown.outcomes]
    assert labels == sorted(set(labels), key=labels.index)
    first = next(one for one in shown.outcomes if one.position == 1 and not one.also)
    assert (first.may, CALLING_OUT in dict(first.acts), first.quotes[0].cite) == (True, True, "122")
    straight = next(one for one in shown.outcomes if one.straight)
    assert straight.label == "Straight to the principal"
    assert CALLING_OUT not in dict(straight.acts)


def test_nothing_is_recorded_for_a_pupil_who_is_not_here(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        given = {"act": CALLING_OUT, "position": "1"}
        with pytest.raises(Refused, match="not in the room"):
            record_conduct(actor=here.actor("removal_manager"), stay=stay, event_id=uuid4(), given=given)


def test_what_the_family_said_stands_in_the_log_and_not_in_the_record(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        manager, leader = here.actor("removal_manager"), here.actor("senior_leader")
        for position, actor in ((1, manager), (2, leader)):
            given = {"act": CALLING_OUT, "position": str(position)}
            record_conduct(actor=actor, stay=stay, event_id=uuid4(), given=given)
        family = {"who": "Mrs Year", "how": "phone", "said": "Will talk tonight"}
        given = {"act": CALLING_OUT, "position": "3", **family}
        done = record_conduct(actor=manager, stay=stay, event_id=uuid4(), given=given)
        assert done.event.details["contact"] == "phone"
        assert Stay.objects.get(pk=stay.pk).notes.get(kind="contact").words == "Will talk tonight"


def test_a_policy_without_steps_for_the_place_has_no_such_page(cast: Cast) -> None:
    with in_school(cast.next_door.school):
        assert not has_ladder(ground(cast.next_door.actor("teacher")))
