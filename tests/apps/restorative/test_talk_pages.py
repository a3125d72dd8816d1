"""What stands on the pages of conversations."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import time_machine

from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.restorative.talk_pages import fields_of, list_page
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast


def test_what_is_past_its_time_says_so(next_door: SchoolCast, owed: UUID) -> None:
    teacher = next_door.actor("teacher")
    with in_school(next_door.school):
        assert [line.late for line in list_page(teacher)] == [False]
        with time_machine.travel(MOMENT + timedelta(days=14), tick=False):
            assert [line.late for line in list_page(teacher)] == [True]


def test_each_conversation_asks_for_what_the_policy_records(here: SchoolCast, next_door: SchoolCast) -> None:
    with in_school(here.school):
        talk = policy_of(here.school.pk).pack.conversations["restorative"]
    assert fields_of(talk) == ("replacement", "support", "support_owner", "support_by", "summary")
    with in_school(next_door.school):
        talk = policy_of(next_door.school.pk).pack.conversations["justice"]
    named = (
        "affected",
        "outcome",
        "repair",
        "repair_owner",
        "repair_by",
        "viewing",
        "delay_reason",
        "summary",
    )
    assert fields_of(talk) == named
