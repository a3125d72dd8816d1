"""The profile put together for one adult."""

from __future__ import annotations

from evenhand.apps.support import profiling
from evenhand.apps.support.profile_pages import profile_page
from evenhand.apps.support.profiling import New
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_parts_stand_in_their_order_and_names_of_needs_are_for_few(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school):
        assert profile_page(lead, pupil).empty
        for new in (
            New("trigger", "Noise"),
            New("need", "Argues to win", "control"),
            New("voice_helps", "Drawing"),
        ):
            profiling.add_entry(lead, pupil=pupil, new=new)
        kept, seen = profile_page(lead, pupil), profile_page(next_door.actor("teacher"), pupil)
    assert [part.kind for part in kept.parts] == ["voice_helps", "need", "trigger"]
    assert kept.parts[1].lines[0].name == "A need to be in control"
    assert [line.name for part in seen.parts for line in part.lines] == ["", "", ""]
    assert not seen.patterns
    assert not seen.versions
    assert {kind for kind, _ in seen.kinds} == profiling.BY_ANYBODY
