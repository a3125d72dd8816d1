"""Reports as values: which days, what counts, and in which order."""

from __future__ import annotations

from datetime import date

from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.room.reports import BRIEFING, DAY, WEEK, commonest, draft, referrals, span_of
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import arrived
from tests.apps.removal.stays import referral
from tests.cast import TODAY, SchoolCast


def test_the_week_runs_from_its_first_school_day_to_its_last(here: SchoolCast) -> None:
    with in_school(here.school):
        seen = ground(here.actor("removal_manager"))
        assert span_of(seen, WEEK, TODAY) == (date(2026, 11, 16), date(2026, 11, 20))
        assert span_of(seen, WEEK, date(2026, 11, 25))[1] == date(2026, 11, 26)
        assert span_of(seen, DAY, TODAY) == (TODAY, TODAY)


def test_what_was_taken_back_is_no_referral(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        seen = ground(here.actor("removal_manager"))
        assert [one.act for one in referrals(seen, TODAY, TODAY)] == ["Calling out"]
        void(here.actor("senior_leader"), event=Event.objects.get(pk=stay.pk), reason="A mistake")
        assert referrals(seen, TODAY, TODAY) == []


def test_the_commonest_is_first_and_those_alike_by_name(here: SchoolCast) -> None:
    for number in (0, 1):
        arrived(here, number)
    with in_school(here.school):
        seen = ground(here.actor("removal_manager"))
        found = referrals(seen, TODAY, TODAY)
        assert commonest(found) == [("DIS-04", "Calling out", 2)]
        headings = [section.heading for section in draft(seen, BRIEFING, TODAY).sections]
    assert headings == ["In all", "By act", "By time of day"]
