"""A pack is adopted and an open question answered in two steps, with a reason, by two people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.policy.models import PolicyInForce, SettingChange, SettingProposal
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.policy.services import (
    SettingRefused,
    adopt_pack,
    approve_setting,
    decline_setting,
    propose_setting,
)
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast

KEY = "ladder.scope"
WHY = "Governors asked for a longer memory."


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def propose(school: SchoolCast, **changes: Any) -> SettingProposal:
    asked = {"key": KEY, "value": "day", "since": TODAY, "reason": WHY, **changes}
    return propose_setting(school.actor("policy_author"), **asked)


def refusal(school: SchoolCast, **changes: Any) -> dict[str, str]:
    with pytest.raises(SettingRefused) as refused:
        propose(school, **changes)
    return refused.value.problems


@pytest.mark.covers("STAR-XCb")
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_change_without_a_reason_is_refused(school: SchoolCast, reason: str) -> None:
    assert set(refusal(school, reason=reason)) == {"reason"}
    assert not SettingProposal.objects.exists()


@pytest.mark.covers("STAR-XCb")
def test_an_approved_answer_keeps_value_reason_approver_and_day(school: SchoolCast) -> None:
    proposal = propose(school)
    approve_setting(school.actor("principal"), proposal_id=proposal.pk)
    change = SettingChange.objects.get()
    assert (change.key, change.value, change.since, change.reason) == (KEY, "day", TODAY, WHY)
    assert change.changed_by == school.user("policy_author")
    assert change.approver == school.user("principal")


@pytest.mark.covers("STAR-20b")
def test_nothing_is_live_before_the_principal_approves(school: SchoolCast) -> None:
    before = policy_of(school.school.pk)
    proposal = propose(school)
    assert policy_of(school.school.pk).on(TODAY).setting(KEY) == "lesson"
    assert policy_of(school.school.pk).settings_digest == before.settings_digest
    approve_setting(school.actor("principal"), proposal_id=proposal.pk)
    after = policy_of(school.school.pk)
    assert after.on(TODAY).setting(KEY) == "day"
    assert after.on(TODAY - timedelta(days=1)).setting(KEY) == "lesson"
    assert after.settings_digest != before.settings_digest


@pytest.mark.covers("STAR-20b")
@pytest.mark.parametrize("role", ["governor", "policy_author", "administrator", "senior_leader"])
def test_nobody_but_the_principal_approves(school: SchoolCast, role: str) -> None:
    proposal = propose(school)
    with pytest.raises(PermissionError):
        approve_setting(school.actor(role), proposal_id=proposal.pk)
    assert not SettingChange.objects.exists()


def test_nobody_but_an_author_proposes(school: SchoolCast) -> None:
    with pytest.raises(PermissionError):
        propose_setting(school.actor("principal"), key=KEY, value="day", since=TODAY, reason=WHY)


def test_a_day_to_come_is_kept(school: SchoolCast) -> None:
    later = TODAY + timedelta(days=30)
    approve_setting(school.actor("principal"), proposal_id=propose(school, since=later).pk)
    policy = policy_of(school.school.pk)
    assert policy.on(TODAY).setting(KEY) == "lesson"
    assert policy.on(later).setting(KEY) == "day"


def test_an_answer_approved_after_its_day_holds_from_the_approval(school: SchoolCast, moment: Any) -> None:
    proposal = propose(school)
    moment.shift(timedelta(days=2))
    done = approve_setting(school.actor("principal"), proposal_id=proposal.pk)
    assert done.since == SettingChange.objects.get().since == TODAY + timedelta(days=2)


def test_every_problem_is_told_at_once(school: SchoolCast) -> None:
    problems = refusal(school, value="fortnight", since=date(2026, 11, 16), reason="")
    assert set(problems) == {"value", "since", "reason"}


def test_what_is_settled_cannot_be_switched(school: SchoolCast) -> None:
    fixed = next(setting for setting in policy_of(school.school.pk).pack.settings.values() if setting.fixed)
    assert "cannot switch" in refusal(school, key=fixed.key, value="other")[""]
    assert refusal(school, key="no.such", value="other") == {"": "The policy has no such question."}


def test_what_is_in_force_is_not_proposed_again_nor_twice_at_once(school: SchoolCast) -> None:
    assert set(refusal(school, value="lesson")) == {"value"}
    propose(school)
    assert "waiting already" in refusal(school)[""]


def test_a_declined_proposal_changes_nothing_and_says_why(school: SchoolCast) -> None:
    proposal = propose(school)
    principal = school.actor("principal")
    with pytest.raises(SettingRefused):
        decline_setting(principal, proposal_id=proposal.pk, note=" ")
    done = decline_setting(principal, proposal_id=proposal.pk, note="Not this year.")
    assert (done.status, done.note) == ("declined", "Not this year.")
    assert not SettingChange.objects.exists()
    with pytest.raises(SettingRefused):
        approve_setting(principal, proposal_id=proposal.pk)


def test_each_step_is_in_the_log(school: SchoolCast) -> None:
    approve_setting(school.actor("principal"), proposal_id=propose(school).pk)
    rows = AuditEntry.objects.filter(subject=f"setting:{KEY}").order_by("seq")
    assert [(row.action, row.actor_id) for row in rows] == [
        ("setting.propose", school.user("policy_author").pk),
        ("setting.approve", school.user("principal").pk),
    ]
    assert rows[0].body["reason"] == WHY


def test_another_pack_is_adopted_by_an_author_only(school: SchoolCast) -> None:
    known = PolicyInForce.objects.get().pack_id
    with pytest.raises(PermissionError):
        adopt_pack(school.actor("administrator"), pack_id=known, valid_from=TODAY)
    with pytest.raises(ValueError, match="no pack"):
        adopt_pack(school.actor("policy_author"), pack_id="nowhere", valid_from=TODAY)
    made = adopt_pack(school.actor("policy_author"), pack_id=known, valid_from=TODAY, reason="A new year.")
    assert (made.pack_id, made.valid_from, made.reason) == (known, TODAY, "A new year.")
