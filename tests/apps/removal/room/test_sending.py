"""What a sent report leaves behind: kept as it stood, and the task of the day's end done with it."""

from __future__ import annotations

import pytest

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.room.reports import BRIEFING, DAY, draft
from evenhand.apps.removal.room.sending import recipients, send
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import arrived
from tests.cast import TODAY, SchoolCast


def test_what_was_sent_stays_as_it_stood(here: SchoolCast) -> None:
    with in_school(here.school):
        actor = here.actor("removal_manager")
        row = send(actor=actor, report=draft(ground(actor), DAY, TODAY))
    arrived(here)
    with in_school(here.school):
        row.refresh_from_db()
    assert row.body["sections"][0]["lines"] == []


def test_all_staff_get_what_names_nobody_each_once(here: SchoolCast) -> None:
    with in_school(here.school):
        people = recipients(ground(here.actor("removal_manager")), BRIEFING)
    assert here.user("teacher").pk in people
    assert here.user("governor").pk not in people


def test_a_report_that_nobody_would_get_is_refused(here: SchoolCast) -> None:
    with in_school(here.school):
        here.memberships["senior_leader"].grants.update(valid_to=TODAY.replace(day=1))
        actor = here.actor("removal_manager")
        with pytest.raises(Refused, match="Nobody holds the role"):
            send(actor=actor, report=draft(ground(actor), DAY, TODAY))
