"""Toilet times: set times, one after the other, and what comes before them."""

from __future__ import annotations

import pytest

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.policy import selectors
from evenhand.apps.policy.models import SettingChange
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Outing
from evenhand.apps.removal.room import toilet
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at
from tests.apps.removal.test_views import client_of
from tests.cast import TODAY, SchoolCast


def test_the_set_times_follow_the_bells_and_the_schools_figures(here: SchoolCast) -> None:
    with in_school(here.school):
        times = toilet.set_times(ground(here.actor("removal_manager")), 8)
        shown = [f"{local(here.school, one.start).time:%H:%M}" for one in times]
    assert shown == ["09:20", "10:20", "11:35", "13:15", "14:20"]


@pytest.mark.covers("STAR-103")
def test_a_medical_pass_goes_outside_the_set_times_and_is_logged(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        AgreedAdjustment.objects.create(
            school=here.school, pupil=stay.pupil, kind="toilet_pass", agreed_on=TODAY, valid_from=TODAY
        )
    client_of(here).post("/board/day/out/", {"stay": str(stay.pk)})
    with in_school(here.school):
        row = Outing.objects.get()
    assert (row.medical, row.in_slot, row.back_at) == (True, False, None)


def test_without_a_pass_the_next_time_is_named_and_a_reason_lets_go(here: SchoolCast) -> None:
    stay = arrived(here)
    client = client_of(here)
    answer = client.post("/board/day/out/", {"stay": str(stay.pk)}, follow=True)
    assert "The next set time is 11:35. Give a reason if it cannot wait." in answer.content.decode()
    client.post("/board/day/out/", {"stay": str(stay.pk), "reason": "Feels sick"})
    with in_school(here.school):
        assert Outing.objects.get().reason == "Feels sick"


def test_how_many_may_be_out_is_the_schools_choice(here: SchoolCast, moment: Clock) -> None:
    stays = [arrived(here, number) for number in (0, 1)]
    at(moment, 11, 40)
    with in_school(here.school):
        SettingChange.objects.create(
            school=here.school, key="room.toilet_at_once", value=2, since=TODAY, reason="Two toilets"
        )
        selectors.forget(here.school.pk)
        actor = here.actor("removal_manager")
        for stay in stays:
            toilet.go(actor=actor, stay=stay)
        assert Outing.objects.filter(back_at__isnull=True).count() == 2


def test_who_is_out_does_not_go_again_and_comes_back_once(here: SchoolCast, moment: Clock) -> None:
    stay = arrived(here)
    at(moment, 11, 40)
    with in_school(here.school):
        actor = here.actor("removal_manager")
        row = toilet.go(actor=actor, stay=stay)
        with pytest.raises(Refused, match="out already"):
            toilet.go(actor=actor, stay=stay, reason="Again")
        first = toilet.back(actor=actor, outing=row).back_at
        at(moment, 11, 50)
        assert toilet.back(actor=actor, outing=row).back_at == first
