"""Writes of the policy in force: a school adopts a pack from a day on, and answers the open questions in two steps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.services import append
from evenhand.apps.policy.models import PolicyInForce, SettingChange, SettingProposal
from evenhand.apps.policy.selectors import forget, pack, policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import today
from evenhand.engine.decisions import Value
from evenhand.engine.pack.resolve import Policy, SettingsInvalid, SettingValue
from evenhand.packs.reader import pack_ids

# The last word on a change of the policy is one person's, whoever else may approve things.
APPROVER: Final = "principal"


class SettingRefused(ValueError):
    """A proposal cannot be made or decided. `problems` maps a field ("" for none) to what is wrong, in words."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


@transaction.atomic
def adopt_pack(actor: Actor, *, pack_id: str, valid_from: date, reason: str = "") -> PolicyInForce:
    """Let a pack be in force from a day on. Whoever sets a school up chooses the first; later only authors do.

    Raises PermissionError, and ValueError for a pack that is not known.
    """
    first = not PolicyInForce.objects.filter(school_id=actor.school_id).exists()
    needed = Capability.MANAGE_SCHOOL if first else Capability.WRITE_POLICY
    if needed not in actor.capabilities:
        raise PermissionError("only those who write policy adopt another pack")
    if pack_id not in pack_ids():
        raise ValueError(f"there is no pack {pack_id!r}: choose one of {', '.join(pack_ids())}")
    chosen = pack(pack_id)
    made = PolicyInForce.objects.create(
        school_id=actor.school_id,
        pack_id=chosen.id,
        pack_version=chosen.version,
        pack_digest=chosen.digest,
        valid_from=valid_from,
        adopted_by_id=actor.user_id,
        reason=reason,
    )
    append(
        actor,
        action="adopt_pack",
        subject=f"policy:{made.pk}",
        body={
            "pack": chosen.id,
            "digest": chosen.digest,
            "valid_from": valid_from.isoformat(),
            "reason": reason,
        },
    )
    transaction.on_commit(lambda: forget(actor.school_id))
    forget(actor.school_id)
    return made


@transaction.atomic
def propose_setting(actor: Actor, *, key: str, value: Value, since: date, reason: str) -> SettingProposal:
    """Propose another answer to an open question; nothing changes until the principal approves.

    Args:
        actor: whoever writes policy.
        key: the setting's key.
        value: the answer, of the setting's type.
        since: the first local day on which it would hold, today or later.
        reason: why, in words; it must not be empty.

    Raises:
        PermissionError: the actor does not write policy.
        SettingRefused: every problem with the proposal at once.
    """
    if Capability.WRITE_POLICY not in actor.capabilities or actor.user_id is None:
        raise PermissionError("only those who write policy propose a change of a setting")
    school = School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    problems = _problems(school, key, value, since, reason)
    if problems:
        raise SettingRefused(problems)
    made = SettingProposal.objects.create(
        school=school, key=key, value=value, since=since, reason=reason.strip(), proposed_by_id=actor.user_id
    )
    _note(actor, "setting.propose", made, {"reason": made.reason})
    return made


@transaction.atomic
def approve_setting(actor: Actor, *, proposal_id: int, note: str = "") -> SettingProposal:
    """Put a proposed answer in force from its day on, or from today where that day has passed; it never reaches back.

    Raises PermissionError, and SettingRefused where it is decided already or was proposed by the same person.
    """
    proposal = _waiting(actor, proposal_id)
    if proposal.proposed_by_id == actor.user_id:
        raise SettingRefused({"": "Somebody else approves what you have proposed."})
    school = School.objects.get(pk=actor.school_id)
    since = max(proposal.since, today(school))
    proposal.change = SettingChange.objects.create(
        school=school,
        key=proposal.key,
        value=proposal.value,
        since=since,
        changed_by_id=proposal.proposed_by_id,
        approver_id=actor.user_id,
        reason=proposal.reason,
    )
    proposal.since = since
    _decide(actor, proposal, SettingProposal.Status.APPROVED, note)
    transaction.on_commit(lambda: forget(actor.school_id))
    forget(actor.school_id)
    return proposal


@transaction.atomic
def decline_setting(actor: Actor, *, proposal_id: int, note: str) -> SettingProposal:
    """Decline a proposed answer, saying why; what is in force stays. Raises PermissionError, SettingRefused."""
    proposal = _waiting(actor, proposal_id)
    if not note.strip():
        raise SettingRefused({"note": "Say why, in a sentence."})
    _decide(actor, proposal, SettingProposal.Status.DECLINED, note)
    return proposal


def _problems(school: School, key: str, value: Value, since: date, reason: str) -> dict[str, str]:
    policy = policy_of(school.pk)
    setting = policy.pack.settings.get(key)
    if setting is None:
        return {"": "The policy has no such question."}
    if setting.fixed:
        return {"": "The policy fixes this answer. A school cannot switch it."}
    found: dict[str, str] = {}
    try:
        Policy.of(policy.pack, [SettingValue(key, value, since)])
    except SettingsInvalid as invalid:
        found["value"] = " ".join(invalid.problems)
    if value == policy.on(since).setting(key):
        found["value"] = "This answer would already be in force then."
    if since < today(school):
        found["since"] = "Choose today or a later day: a change never reaches back."
    if not reason.strip():
        found["reason"] = "Say why, in a sentence."
    if SettingProposal.objects.filter(key=key, status=SettingProposal.Status.WAITING).exists():
        found[""] = "A proposal for this question is waiting already."
    return found


def _waiting(actor: Actor, proposal_id: int) -> SettingProposal:
    if Capability.APPROVE_POLICY not in actor.capabilities or APPROVER not in actor.roles:
        raise PermissionError("only the principal decides on a proposed setting")
    proposal = SettingProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None or proposal.status != SettingProposal.Status.WAITING:
        raise SettingRefused({"": "This proposal has been decided already."})
    return proposal


def _decide(actor: Actor, proposal: SettingProposal, status: SettingProposal.Status, note: str) -> None:
    proposal.status, proposal.note = status, note.strip()
    proposal.decided_by_id, proposal.decided_at = actor.user_id, now()
    proposal.save()
    act = "setting.approve" if status == SettingProposal.Status.APPROVED else "setting.decline"
    _note(actor, act, proposal, {"note": proposal.note})


def _note(actor: Actor, action: str, proposal: SettingProposal, more: Mapping[str, Any]) -> None:
    body = {"key": proposal.key, "value": proposal.value, "since": proposal.since.isoformat(), **more}
    append(actor, action=action, subject=f"setting:{proposal.key}", body=body)
