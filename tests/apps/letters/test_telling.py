"""Whether a family has been told, and what is not to be told any more."""

from __future__ import annotations

from evenhand.apps.letters.models import Message
from evenhand.apps.letters.services import WAITING
from evenhand.apps.policy.performers import mark_told, overtaken, told_of
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.detentions.detained import late
from tests.cast import SchoolCast


def test_a_family_is_told_once(here: SchoolCast) -> None:
    with in_school(here.school):
        event = late(here).event_id
        many = Message.objects.filter(event_id=event, status__in=WAITING).count()
        assert many
        assert told_of([event]) == {} == told_of([])
        said = [mark_told(here.actor("office"), event_ids=[event], how="Phone") for _ in range(2)]
        assert said == [many, 0]
        assert list(told_of([event])) == [event]
        assert set(Message.objects.filter(event_id=event).values_list("status", flat=True)) == {"given"}


def test_what_has_been_overtaken_does_not_go(here: SchoolCast) -> None:
    with in_school(here.school):
        event = late(here).event_id
        assert overtaken(here.actor("office"), event_ids=[event], reason="Moved to Wednesday")
        assert set(Message.objects.filter(event_id=event).values_list("status", flat=True)) == {"cancelled"}
        assert mark_told(here.actor("office"), event_ids=[event], how="Phone") == 0
        assert told_of([event]) == {}
