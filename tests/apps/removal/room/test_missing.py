"""What is still to be written down, in words, and gone once it is."""

from __future__ import annotations

from evenhand.apps.removal import services
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.room.missing import bundled, gaps, in_use
from evenhand.apps.removal.room.reading import room_rows
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at
from tests.cast import SchoolCast


def kinds(here: SchoolCast) -> set[str]:
    with in_school(here.school):
        seen = ground(here.actor("removal_manager"))
        return {gap.kind for gap in gaps(seen, room_rows(seen))}


def test_nothing_is_missing_before_its_time_and_everything_after(here: SchoolCast, moment: Clock) -> None:
    arrived(here)
    assert kinds(here) == set()
    at(moment, 16, 5)
    assert kinds(here) == {"supervision", "visit", "register", "work", "family", "lunch", "escort"}


def test_an_empty_room_misses_nothing(here: SchoolCast, moment: Clock) -> None:
    at(moment, 16, 5)
    assert kinds(here) == set()


def test_a_phone_that_stays_behind_is_named(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        manager = here.actor("removal_manager")
        services.log(actor=manager, stay=stay, kind="phone_in", how="Locker 4")
        services.release(actor=manager, stay=stay, reason="Agreed")
    assert {"phone", "reflection"} <= kinds(here)


def test_gaps_are_bundled_by_whom_they_concern(here: SchoolCast, moment: Clock) -> None:
    arrived(here)
    at(moment, 16, 5)
    with in_school(here.school):
        seen = ground(here.actor("removal_manager"))
        rows = room_rows(seen)
        found = bundled(gaps(seen, rows))
        assert in_use(seen, rows) == {"P3", "LUNCH", "P4", "P5", "LATE"}
    assert [one.who for one in found] == ["", "Amara Year8"]
    assert "Period 4: no work was set" in found[1].whats
