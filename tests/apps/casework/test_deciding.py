"""A named role decides, with reasons; nothing is issued, and a request is answered once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.deciding import answer_request, decide_proposal
from evenhand.apps.casework.models import Proposal
from evenhand.apps.conduct.models import Event, LedgerEntry
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import SchoolCast
from tests.incidents import concern, task_of

KINDS_OF_OUTCOME = {"post", "step", "place", "owe", "task", "tell", "propose", "recognise", "level", "review"}


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def starred(school: SchoolCast) -> Proposal:
    items = policy_of(school.school.pk).pack.items.values()
    code = next(
        i.code for i in items if "starred" in i.tags and i.label.startswith("Graffiti") and not i.details
    )
    concern(school, code)
    return Proposal.objects.get()


@pytest.mark.covers("STAR-82a", "STAR-XCe")
def test_a_starred_act_opens_a_case_for_the_principal_and_issues_nothing(school: SchoolCast) -> None:
    proposal = starred(school)
    assert (proposal.decider_role, proposal.status) == ("principal", "open")
    decided = [
        outcome
        for plain in StoredDecision.objects.values_list("outcomes", flat=True)
        for outcome in plain["outcomes"]
    ]
    assert {outcome[0] for outcome in decided} <= KINDS_OF_OUTCOME
    before = Event.objects.count(), Stay.objects.count(), LedgerEntry.objects.count()
    decide_proposal(
        school.actor("principal"), proposal_id=proposal.pk, answer="referred", reasons="Serious harm."
    )
    assert (Event.objects.count(), Stay.objects.count(), LedgerEntry.objects.count()) == before
    proposal.refresh_from_db()
    assert (proposal.status, proposal.reasons) == ("accepted", "Serious harm.")
    assert (
        AuditEntry.objects.filter(action="proposal.referred", subject=f"proposal:{proposal.pk}").count() == 1
    )


def test_reasons_are_required_and_only_the_role_decides(school: SchoolCast) -> None:
    proposal = starred(school)
    principal = school.actor("principal")
    with pytest.raises(Unchanged, match="reasons"):
        decide_proposal(principal, proposal_id=proposal.pk, answer="considered", reasons=" ")
    with pytest.raises(Unchanged, match="answers"):
        decide_proposal(principal, proposal_id=proposal.pk, answer="exclude", reasons="Because")
    with pytest.raises(Unchanged, match="no such proposal"):
        decide_proposal(
            school.actor("senior_leader"), proposal_id=proposal.pk, answer="considered", reasons="No"
        )
    decide_proposal(principal, proposal_id=proposal.pk, answer="considered", reasons="A first time.")
    with pytest.raises(Unchanged, match="already"):
        decide_proposal(principal, proposal_id=proposal.pk, answer="referred", reasons="After all.")


def asked(school: SchoolCast) -> Proposal:
    items = policy_of(school.school.pk).pack.items.values()
    plain = (i for i in items if i.group == "red_line" and not i.details and not i.conditions)
    code = next(i.code for i in plain if "starred" not in i.tags)
    concern(school, code, where=Where.OUT_OF_CLASS, place="Dining hall")
    return Proposal.objects.get(kind__startswith="confirm:")


@pytest.mark.covers("STAR-154b")
def test_a_confirmed_request_is_performed_and_opens_the_discussion(school: SchoolCast) -> None:
    proposal = asked(school)
    assert not Stay.objects.exists()
    answer_request(school.actor("duty_leader"), proposal_id=proposal.pk, confirm=True)
    proposal.refresh_from_db()
    assert proposal.status == "accepted"
    assert Stay.objects.get().stage == "expected"
    task = task_of("red_line_discussion")
    assert (task.role, task.status) == ("behaviour_lead", "open")
    with pytest.raises(Unchanged, match="already"):
        answer_request(school.actor("duty_leader"), proposal_id=proposal.pk, confirm=True)


def test_declining_needs_a_reason_and_closes_the_request(school: SchoolCast) -> None:
    proposal = asked(school)
    leader = school.actor("duty_leader")
    with pytest.raises(Unchanged, match="reason"):
        answer_request(leader, proposal_id=proposal.pk, confirm=False)
    answer_request(leader, proposal_id=proposal.pk, confirm=False, reason="It was an accident.")
    proposal.refresh_from_db()
    assert (proposal.status, proposal.reasons) == ("declined", "It was an accident.")
    assert not Stay.objects.exists()
    assert Event.objects.get(kind=EventKind.DECLINE).said("reason") == "It was an accident."
