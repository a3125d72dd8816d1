"""Which policy is in force at a school: its pack with the school's settings, compiled once per process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from time import monotonic

from evenhand.apps.policy.models import PolicyInForce, SettingChange, SettingProposal
from evenhand.apps.tenancy.clock import local, now
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.engine.pack.schema import Pack
from evenhand.packs.law import law_of
from evenhand.packs.reader import pack_texts

FRESH_SECONDS = 1.0
_seen: dict[int, tuple[float, tuple[int, int], Policy]] = {}


class NoPolicy(Exception):
    """No pack that the school has adopted is in force yet."""


@lru_cache(maxsize=32)
def pack(pack_id: str) -> Pack:
    """The pack of that id, loaded and checked."""
    return load_pack(pack_texts(pack_id))


def policy_of(school_id: int) -> Policy:
    """The policy in force, as the latest adoption that has come and the newest settings have it.

    It is compiled anew when either changes, and when the next adoption's day comes; within a second of the last look
    the database is not asked again.

    Raises:
        NoPolicy: before a pack is adopted, or before the day from which the first one holds.
    """
    known = _seen.get(school_id)
    if known and monotonic() - known[0] < FRESH_SECONDS:
        return known[2]
    adopted = adoption()
    if adopted is None:
        raise NoPolicy(f"no policy has come into force at school {school_id} yet")
    mark = (adopted.pk, _newest_change())
    policy = known[2] if known and known[1] == mark else _compile(adopted)
    _seen[school_id] = (monotonic(), mark, policy)
    return policy


def known_pack(school_id: int) -> Pack:
    """The pack in force as this process last saw it, for its words alone: where it was seen, nothing is read.

    Raises:
        NoPolicy: before a pack is adopted.
    """
    known = _seen.get(school_id)
    return known[2].pack if known else policy_of(school_id).pack


def forget(school_id: int) -> None:
    """Look again at the next question, after a change in this process."""
    _seen.pop(school_id, None)


def adoption() -> PolicyInForce | None:
    """The adoption in force, with who adopted it: the latest whose day has come by the school's own date.

    None before any has come. A school has few; that its zone comes with each of them saves a query.
    """
    moment = now()
    rows = PolicyInForce.objects.select_related("school", "adopted_by").order_by("-valid_from", "-pk")
    return next((row for row in rows if row.valid_from <= local(row.school, moment).day), None)


def _newest_change() -> int:
    return SettingChange.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _compile(adopted: PolicyInForce) -> Policy:
    """The adopted pack with the answers to its questions; answers to those of another pack wait for its return."""
    chosen = pack(adopted.pack_id)
    changes = SettingChange.objects.filter(key__in=list(chosen.settings)).order_by("since", "pk")
    answers = [SettingValue(change.key, change.value, change.since) for change in changes]
    return Policy.of(chosen, answers, law_of(chosen.jurisdiction))


def changes_by_key(keys: Iterable[str] | None = None) -> dict[str, list[SettingChange]]:
    """Every dated answer of the school, or those to some questions, oldest first, by key."""
    rows = SettingChange.objects.select_related("changed_by", "approver").order_by("since", "pk")
    found: dict[str, list[SettingChange]] = {}
    for row in rows if keys is None else rows.filter(key__in=list(keys)):
        found.setdefault(row.key, []).append(row)
    return found


def waiting_by_key(keys: Iterable[str] | None = None) -> dict[str, SettingProposal]:
    """The proposals that wait for the principal, by key."""
    rows = SettingProposal.objects.filter(status=SettingProposal.Status.WAITING).select_related(
        "proposed_by", "decided_by"
    )
    return {row.key: row for row in (rows if keys is None else rows.filter(key__in=list(keys)))}


def decided_on(key: str) -> list[SettingProposal]:
    """The proposals about one question that were declined, newest first."""
    rows = SettingProposal.objects.filter(key=key, status=SettingProposal.Status.DECLINED)
    return list(rows.select_related("proposed_by", "decided_by").order_by("-pk")[:20])
