"""Whether a family has been told, and what is not to be told any more."""

from __future__ import annotations

from evenhand.apps.casework.models import Task, TaskChange
from evenhand.apps.casework.telling import mark_told, overtaken, told_of
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.detentions.detained import late
from tests.cast import SchoolCast


def test_a_family_is_told_once(here: SchoolCast) -> None:
    with in_school(here.school):
        event = late(here).event_id
        assert told_of([event]) == {}
        assert [mark_told(here.actor("office"), event_ids=[event], how="Phone") for _ in range(2)] == [1, 0]
        assert list(told_of([event])) == [event]
        assert Task.objects.get(kind="tell:late_detention").note == "Phone"


def test_what_has_been_overtaken_is_not_to_be_told(here: SchoolCast) -> None:
    with in_school(here.school):
        event = late(here).event_id
        overtaken([event], "Moved to Wednesday")
        assert Task.objects.get(kind="tell:late_detention").status == "void"
        assert TaskChange.objects.get().reason == "Moved to Wednesday"
        assert mark_told(here.actor("office"), event_ids=[event], how="Phone") == 0
