"""After the room, as values: whose pupils, and from which figure on."""

from __future__ import annotations

import pytest

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal import services
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.room import monitoring
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import arrived
from tests.cast import SchoolCast


def test_a_head_of_year_watches_over_their_own_year(here: SchoolCast) -> None:
    stays = [arrived(here, number, outside=True) for number in (0, 3)]
    with in_school(here.school):
        for stay in stays:
            services.release(actor=here.actor("removal_manager"), stay=stay, reason="Agreed")
        own = monitoring.watched(ground(here.actor("head_of_year")))
        everybody = monitoring.watched(ground(here.actor("senior_leader")))
    assert [one.person.name for one in own] == ["Amara Year8"]
    assert {one.person.name for one in everybody} == {"Amara Year8", "Amara Year9"}


def test_help_is_for_those_who_are_back(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school), pytest.raises(Refused, match="not back"):
        monitoring.help_return(actor=here.actor("head_of_year"), stay=stay, words="Help")


def test_below_the_figure_no_class_is_named_and_none_can_be_noted(here: SchoolCast) -> None:
    for number in (0, 1, 2):
        arrived(here, number)
    with in_school(here.school):
        assert monitoring.cues(ground(here.actor("senior_leader"))) == ()
        with pytest.raises(Refused, match="no such class"):
            monitoring.note_cue(actor=here.actor("senior_leader"), group=here.groups[8].pk, words="Help")
