"""Who may take part in a session, and in which part."""

from __future__ import annotations

from uuid import UUID

from evenhand.apps.conduct.models import Event, Involvement
from evenhand.apps.restorative.parties import possible, taking_part
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_those_in_the_incident_come_first_with_their_parts(next_door: SchoolCast, owed: UUID) -> None:
    with in_school(next_door.school):
        event = Event.objects.get(pk=owed)
        Involvement.objects.create(
            school=next_door.school, incident_id=event.incident_id, pupil=next_door.pupils[2], role="harmed"
        )
        found = possible(event)
    first, second = next_door.pupils[0], next_door.pupils[2]
    assert [(one.key, one.part) for one in found[:2]] == [
        (f"pupil-{first.pk}", "alleged"),
        (f"pupil-{second.pk}", "harmed"),
    ]
    assert any(one.key.startswith("staff-") for one in found)
    assert len({one.key for one in found}) == len(found)


def test_those_who_were_named_are_read_back(next_door: SchoolCast) -> None:
    key = f"pupil-{next_door.pupil.pk}"
    with in_school(next_door.school):
        found = taking_part({"parties": (key, "pupil-0"), "parts": (f"{key}=harmed",)}, [key])
    assert (found[0].name, found[0].part, found[0].consents) == (next_door.pupil.display_name, "harmed", True)
    assert (found[1].name, found[1].consents) == ("", False)
