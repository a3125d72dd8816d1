"""The gate says what a late mark would bring before it is made, and that is what it brings."""

from __future__ import annotations

from datetime import UTC, datetime

import time_machine

from evenhand.apps.attendance.facts import ground_of
from evenhand.apps.attendance.foretelling import foretold
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import Cast, SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

GATE_TIME = datetime(2026, 11, 17, 8, 47, tzinfo=UTC)
BRINGS = ("2 behaviour points", "Late detention today, 15:05 to 15:35")


def test_what_is_foretold_is_what_follows(here: SchoolCast) -> None:
    client, pupil = signed_in(here, "office"), here.pupil.pk
    with time_machine.travel(GATE_TIME, tick=False):
        page = " ".join(shown(client.get(f"/gate/?pupil={pupil}").content.decode()).split())
        assert all(words in page.partition("A late mark now:")[2] for words in BRINGS)
        assert "145" in page.partition("A late mark now")[2].partition("Mark late")[0]
        marked = client.post("/gate/late/", {"pupil": pupil, "minutes": "7"}, follow=True)
        assert all(words in shown(marked.content.decode()) for words in BRINGS)
        # The second tap of a morning brings nothing more, and nothing is foretold.
        assert "A late mark now" not in client.get(f"/gate/?pupil={pupil}").content.decode()


def test_nothing_is_foretold_where_nothing_follows(cast: Cast) -> None:
    here, other = cast.here, cast.next_door
    with time_machine.travel(GATE_TIME, tick=False), in_school(other.school):
        assert foretold(other.actor("teacher"), ground_of(other.school.pk), other.pupil, 7) is None
    client = signed_in(here, "office")
    for moment in (datetime(2026, 11, 17, 13, 30, tzinfo=UTC), datetime(2026, 11, 21, 9, 0, tzinfo=UTC)):
        with time_machine.travel(moment, tick=False):
            assert "A late mark now" not in client.get(f"/gate/?pupil={here.pupil.pk}").content.decode()
