"""Stored decisions come out the same from their facts, also after settings and corrections; a touched one is found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.audit import triggers
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.policy.models import SettingChange, StoredDecision
from evenhand.apps.policy.selectors import forget
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast
from tests.incidents import arrived, concern


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def test_the_same_again_after_corrections_and_changed_settings(school: SchoolCast) -> None:
    referral = arrived(school)
    void(school.actor("head_of_year"), event=referral, reason="It was somebody else.")
    SettingChange.objects.create(school=school.school, key="ladder.scope", value="day", since=TODAY)
    forget(school.school.pk)
    concern(school, pupil=school.pupils[1].pk)
    counted: list[int] = []
    found = replay(school.school.pk, counted.append)
    assert found.differing == ()
    assert found.decisions == StoredDecision.objects.count() == len(counted)


def test_changed_outcomes_are_found(school: SchoolCast) -> None:
    event = concern(school).event
    row = StoredDecision.objects.get(pk=event.pk)
    outcomes = {**row.outcomes, "outcomes": row.outcomes["outcomes"][1:]}
    triggers.take_down()
    StoredDecision.objects.filter(pk=event.pk).update(outcomes=outcomes)
    triggers.install()
    [found] = replay(school.school.pk).differing
    assert (found.event, found.problem) == (
        str(event.pk),
        "the stored outcomes are not those of the stored digest",
    )


def test_a_policy_that_is_no_longer_kept_is_said(school: SchoolCast) -> None:
    event = concern(school).event
    triggers.take_down()
    StoredDecision.objects.filter(pk=event.pk).update(policy_digest="0" * 64)
    triggers.install()
    [found] = replay(school.school.pk).differing
    assert "no longer kept" in found.problem
