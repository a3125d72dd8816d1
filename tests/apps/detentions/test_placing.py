"""Rooms and commitments are kept, and the chain is told."""

from __future__ import annotations

from datetime import date, time

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.detentions import placing
from evenhand.apps.detentions.models import Commitment, OwedTime, Room
from tests.apps.detentions.detained import late
from tests.cast import TODAY, SchoolCast


def test_a_room_known_by_its_name_is_changed_and_opened_again(here: SchoolCast) -> None:
    actor = here.actor("head_of_year")
    first = placing.save_room(actor, name="Hall", capacity=20, order=1)
    placing.close_room(actor, room=first)
    again = placing.save_room(actor, name=" Hall ", capacity=25, order=2)
    assert again.pk == first.pk
    assert Room.objects.filter(closed=False).get().capacity == 25


def test_a_seat_by_hand_is_kept_and_taken_away(here: SchoolCast) -> None:
    actor, owed = here.actor("head_of_year"), late(here)
    room = placing.save_room(actor, name="Hall", capacity=20, order=1)
    placing.give_room(actor, owed=owed, room=room)
    assert OwedTime.objects.get().room == room
    placing.give_room(actor, owed=owed, room=None)
    assert OwedTime.objects.get().room is None
    assert AuditEntry.objects.filter(action="detention.seat").count() == 2


def test_a_commitment_ends_on_a_day(here: SchoolCast) -> None:
    actor = here.actor("head_of_year")
    weekly = placing.Weekly("club", "Choir", 1, time(15, 10), time(16))
    row = placing.add_commitment(actor, pupil=here.pupil, weekly=weekly, since=TODAY)
    placing.end_commitment(actor, commitment=row, last=date(2026, 11, 30))
    assert Commitment.objects.get().valid_to == date(2026, 11, 30)
