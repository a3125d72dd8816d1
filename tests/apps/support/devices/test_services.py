"""Marking in: one device in a slot, nobody waits alone, and what is done already is said so."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Alert
from evenhand.apps.conduct.models import Event
from evenhand.apps.support.devices import services
from evenhand.apps.support.devices.services import BadMark, Said
from evenhand.apps.support.models import DeviceMark
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, Cast, SchoolCast


def test_a_slot_holds_one_device_and_must_be_named(next_door: SchoolCast) -> None:
    office = next_door.actor("office")

    def put(number: int, slot: str, device: str = "phone") -> None:
        services.mark_in(office, pupil=next_door.pupils[number], said=Said("handed_in", device, slot))

    with in_school(next_door.school):
        with pytest.raises(BadMark, match="which slot"):
            put(0, " ")
        put(0, "4")
        with pytest.raises(BadMark, match="Slot 4 is taken"):
            put(1, " 4 ")
        with pytest.raises(BadMark, match="holds this already, in slot 4"):
            put(0, "5")
        put(0, "5", "watch")
        with pytest.raises(BadMark, match="Choose the device"):
            put(0, "6", "drone")
        with pytest.raises(BadMark, match="handed in already"):
            services.mark_in(office, pupil=next_door.pupil, said=Said("none"))
        services.give_back(office, pupil=next_door.pupil, device="phone")
        put(1, "4")
        assert DeviceMark.objects.count() == 4


def test_who_keeps_it_has_an_adult_and_each_time_is_one_entry(next_door: SchoolCast) -> None:
    office, pupil = next_door.actor("office"), next_door.pupil
    kept = Said("refused", "phone", adult_id=office.user_id)
    with in_school(next_door.school):
        with pytest.raises(BadMark, match="Nobody waits alone"):
            services.mark_in(office, pupil=pupil, said=Said("refused", "phone"))
        assert services.mark_in(office, pupil=pupil, said=kept) is not None
        assert services.mark_in(office, pupil=pupil, said=kept) is None
        services.mark_in(office, pupil=pupil, said=Said("none"))
        services.mark_in(office, pupil=pupil, said=kept)
        assert Event.objects.filter(code="ARR-01").count() == 2


def test_who_handed_it_in_in_time_is_not_told_of(next_door: SchoolCast) -> None:
    office, pupil = next_door.actor("office"), next_door.pupil
    with in_school(next_door.school):
        services.mark_in(office, pupil=pupil, said=Said("refused", "phone", adult_id=office.user_id))
        services.mark_in(office, pupil=pupil, said=Said("handed_in", "phone", "1"))
        with time_machine.travel(MOMENT + timedelta(minutes=20), tick=False):
            clockwork.fire_due(next_door.school)
        assert not Alert.objects.filter(kind="device_kept").exists()


def test_where_nothing_is_handed_in_nothing_can_be(cast: Cast) -> None:
    with in_school(cast.here.school), pytest.raises(BadMark, match="Nothing is handed in"):
        services.mark_in(cast.here.actor("office"), pupil=cast.here.pupil, said=Said("none"))


def test_an_agreement_needs_its_reason_and_a_day_to_come(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school):
        for device, reason, until, words in (
            ("drone", "Flies", None, "Choose the device"),
            ("phone", " ", None, "needs the device for"),
            ("phone", "Reads blood sugar", (MOMENT - timedelta(days=1)).date(), "lies in the past"),
        ):
            with pytest.raises(BadMark, match=words):
                services.agree(lead, pupil=pupil, device=device, reason=reason, until=until)


def test_a_reason_or_a_slot_that_is_too_long_is_not_cut(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school):
        with pytest.raises(BadMark, match="The reason has 201"):
            services.agree(lead, pupil=pupil, device="phone", reason="x" * 201, until=None)
        with pytest.raises(BadMark, match="The slot has 13"):
            services.mark_in(lead, pupil=pupil, said=Said("handed_in", "phone", "x" * 13))
