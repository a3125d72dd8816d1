"""What fires by itself: a family that was not told before the start, a register that was not sent in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Alert
from evenhand.apps.detentions.services import Answered, take_register
from evenhand.apps.policy.performers import mark_told
from tests.apps.detentions.detained import AFTER, END, START, homework, late, leader_of_day
from tests.cast import TODAY, SchoolCast


def fire(cast: SchoolCast, at: datetime) -> list[str]:
    with time_machine.travel(at, tick=False):
        clockwork.fire_due(cast.school)
    return sorted(Alert.objects.filter(kind__startswith="detention").values_list("kind", flat=True))


@pytest.mark.covers("STAR-146")
def test_a_family_that_was_not_told_before_the_start_alerts_who_leads(here: SchoolCast) -> None:
    leader_of_day(here)
    late(here)
    assert fire(here, START - timedelta(minutes=1)) == []
    assert fire(here, START) == ["detention_notice"]
    alert = Alert.objects.get(kind="detention_notice")
    assert alert.user_id == here.memberships["head_of_year"].user_id
    assert "the family has not been told" in alert.body["words"]
    assert fire(here, START + timedelta(minutes=5)) == ["detention_notice"]


@pytest.mark.covers("STAR-146")
def test_a_family_that_was_told_alerts_nobody(here: SchoolCast) -> None:
    owed = late(here)
    assert owed.set_by is not None
    assert mark_told(here.actor("office"), event_ids=[owed.set_by], how="By phone, her mother") == 1
    assert fire(here, START) == []


@pytest.mark.covers("STAR-151b")
@pytest.mark.parametrize(("slot", "alerts"), [("after_school", ["detention_notice"]), ("lunch", [])])
def test_a_detention_at_lunch_needs_no_notice(here: SchoolCast, slot: str, alerts: list[str]) -> None:
    homework(here, detention_day=TODAY.isoformat(), detention_slot=slot)
    assert fire(here, START) == alerts


@pytest.mark.covers("STAR-147c")
def test_a_register_that_is_not_sent_in_time_alerts_once(here: SchoolCast) -> None:
    owed = late(here)
    assert owed.set_by is not None
    mark_told(here.actor("office"), event_ids=[owed.set_by], how="By phone")
    due = datetime(2026, 11, 17, 16, 5, tzinfo=UTC)
    assert fire(here, due - timedelta(minutes=1)) == []
    found = fire(here, due)
    assert set(found) == {"detention_register"}
    assert fire(here, due + timedelta(minutes=5)) == found


@pytest.mark.covers("STAR-147c")
def test_a_register_that_was_sent_alerts_nobody(here: SchoolCast) -> None:
    owed = late(here)
    assert owed.set_by is not None
    mark_told(here.actor("office"), event_ids=[owed.set_by], how="By phone")
    with time_machine.travel(END, tick=False):
        answers = {owed.pk: Answered("attended")}
        take_register(
            here.actor("head_of_year"), kind="late_detention", day=TODAY, slot=AFTER, answers=answers
        )
    assert fire(here, datetime(2026, 11, 17, 16, 30, tzinfo=UTC)) == ["detention_register_sent"]
