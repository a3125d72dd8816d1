"""Events out of an iCalendar text."""

from __future__ import annotations

from evenhand.cli.replaying.faults import Fault
from evenhand.cli.replaying.ical_events import events

TEXT = """BEGIN:VCALENDAR
BEGIN:VTIMEZONE
DTSTART:19700101
END:VTIMEZONE
BEGIN:VEVENT
BEGIN:VALARM
SUMMARY:Alarm
DURATION:PT5M
END:VALARM
SUMMARY:Te
 rm
CATEGORIES:School
CATEGORIES:INSET
END:VEVENT
BEGIN:VEVENT
SUMMARY:Not so
STATUS:Cancelled
END:VEVENT
END:VCALENDAR
"""


def test_an_event_has_its_own_properties_unfolded_and_joined() -> None:
    faults: list[Fault] = []
    (event,) = events("c.ics", TEXT, faults)
    assert (event["SUMMARY"].value, event["SUMMARY"].line) == ("Term", 10)
    assert event["CATEGORIES"].value == "School,INSET"
    assert "DURATION" not in event
    assert faults == []
