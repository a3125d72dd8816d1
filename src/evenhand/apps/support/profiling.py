"""A pupil's profile: what adults know and do, each change a version, read by those who teach the pupil."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.models import Membership
from evenhand.apps.audit.services import append
from evenhand.apps.people.models import Enrolment, Pupil, Teaching
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import ProfileEntry, ProfileRead, ProfileVersion, Strategy
from evenhand.apps.tenancy.clock import now

VOICE: Final = ("voice_helps", "voice_worse")
HISTORY: Final = "history"
NEED: Final = "need"
STRATEGY: Final = "strategy"
TARGET: Final = "target"
# In the order in which they are shown: the pupil's own words first.
KINDS: Final[Mapping[str, str]] = {
    "voice_helps": "What helps me",
    "voice_worse": "What makes it worse for me",
    "risk": "Must know",
    "plan": "Support plan, in short",
    NEED: "Needs, as they show",
    "trigger": "Triggers",
    "sign": "Early signs",
    "avoid": "What to avoid",
    "strength": "Strengths and interests",
    "success": "Successes",
    TARGET: "Working towards",
    HISTORY: "History",
}
# What any adult may add: the rest is for those who keep the profile.
BY_ANYBODY: Final = frozenset({"strength", "success"})
LONGEST = 600
# Words for a finding of a clinician: only with the document that says so.
FINDINGS = re.compile(
    r"\b(adhd|add|asd|autis\w*|asperger\w*|dyslexi\w*|dyspraxi\w*|ptsd|diagnos\w*|disorder\w*|syndrome\w*)\b",
    re.IGNORECASE,
)


class BadEntry(ValueError):
    """It cannot be kept so; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class New:
    """Something to be added to a profile."""

    kind: str
    words: str
    pattern: str = ""
    source: str = ""
    dated: date | None = None


def keeps(actor: Actor, pupil: Pupil) -> bool:
    """Whether the actor keeps this profile: changes it, sees its history and the names of needs."""
    return actor.may(Capability.EDIT_STRATEGIES, pupil.year_group)


def sees_history(actor: Actor, pupil: Pupil) -> bool:
    """Whether the confidential layer is there at all for this actor."""
    return keeps(actor, pupil) or Capability.READ_SAFEGUARDING in actor.capabilities


def entries_of(actor: Actor, pupil: Pupil, at: datetime | None = None) -> list[ProfileEntry]:
    """What the actor may know of a pupil, as it stood then; now where no time is given. The oldest first."""
    rows = ProfileEntry.objects.filter(pupil=pupil).select_related("by").order_by("at", "pk")
    rows = rows.filter(ended_at=None) if at is None else rows.filter(_stood(at))
    if not sees_history(actor, pupil):
        rows = rows.exclude(kind=HISTORY)
    return list(rows)


def strategies_of(pupil: Pupil, at: datetime | None = None) -> list[Strategy]:
    """What adults do for a pupil, what has worked most often first."""
    rows = Strategy.objects.filter(pupil=pupil).order_by("-worked", "pk")
    return list(rows.filter(ended_at=None) if at is None else rows.filter(_stood(at)))


def latest_version(pupil: Pupil) -> ProfileVersion | None:
    """The version in force, None before the first."""
    return ProfileVersion.objects.filter(pupil=pupil).select_related("by").order_by("-number").first()


def unread(pupil: Pupil, day: date) -> list[str]:
    """The names of those who teach the pupil on that day and have not read the version in force."""
    version = latest_version(pupil)
    if version is None:
        return []
    on_day = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    groups = Enrolment.objects.filter(on_day, pupil=pupil).values("group_id")
    staff = Teaching.objects.filter(on_day, group_id__in=groups).values("staff_id")
    read = ProfileRead.objects.filter(version=version).values("user_id")
    rows = Membership.objects.filter(staff_id__in=staff).exclude(user_id__in=read)
    return sorted(row.staff.short_name for row in rows.select_related("staff") if row.staff)


@transaction.atomic
def add_entry(actor: Actor, *, pupil: Pupil, new: New) -> ProfileEntry:
    """Add something that is known. Raises BadEntry."""
    if not (keeps(actor, pupil) or new.kind in BY_ANYBODY):
        raise BadEntry("Ask the pastoral team to add this.")
    _check(actor, new)
    row = ProfileEntry.objects.create(
        school_id=actor.school_id, pupil=pupil, kind=new.kind, words=new.words.strip()[:LONGEST],
        pattern=new.pattern if new.kind == NEED else "", source=new.source.strip()[:200], dated=new.dated,
        by_id=actor.person,
    )  # fmt: skip
    _version(actor, pupil, f"Added: {KINDS[new.kind].lower()}", bare=new.kind == HISTORY)
    return row


@transaction.atomic
def add_strategy(actor: Actor, *, pupil: Pupil, words: str) -> Strategy:
    """Add something that adults do for a pupil. Raises BadEntry."""
    if not words.strip():
        raise BadEntry("Say what adults do, in a sentence.")
    row = Strategy.objects.create(
        school_id=actor.school_id, pupil=pupil, words=words.strip()[:LONGEST], by_id=actor.person
    )
    _version(actor, pupil, "Added: what adults do")
    return row


@transaction.atomic
def end(actor: Actor, *, row: ProfileEntry | Strategy) -> None:
    """Take off the profile what no longer holds; earlier versions keep it."""
    if row.ended_at is None:
        row.ended_at = now()
        row.save(update_fields=["ended_at"])
        what = "what adults do" if isinstance(row, Strategy) else KINDS[row.kind].lower()
        _version(actor, row.pupil, f"Ended: {what}", bare=getattr(row, "kind", "") == HISTORY)


@transaction.atomic
def look_again(actor: Actor, *, pupil: Pupil, day: date) -> ProfileVersion:
    """Say by when the profile is reviewed."""
    return _version(actor, pupil, "Review date", review_on=day)


@transaction.atomic
def tried(actor: Actor, *, strategy: Strategy, helped: bool) -> None:
    """Count one time that a strategy was tried, and whether it helped."""
    Strategy.objects.filter(pk=strategy.pk).update(tried=F("tried") + 1, worked=F("worked") + int(helped))
    append(
        actor,
        action="strategy.tried",
        subject=f"pupil:{strategy.pupil_id}",
        body={"strategy": strategy.pk, "helped": helped},
    )


@transaction.atomic
def mark_read(actor: Actor, *, pupil: Pupil) -> None:
    """The actor has read the version in force; once is enough."""
    version = latest_version(pupil)
    if version is not None:
        ProfileRead.objects.get_or_create(school_id=actor.school_id, version=version, user_id=actor.person)


def has_read(actor: Actor, version: ProfileVersion | None) -> bool:
    """Whether the actor has read that version; nothing is to be read where there is none."""
    return version is None or ProfileRead.objects.filter(version=version, user_id=actor.person).exists()


def _stood(at: datetime) -> Q:
    return Q(at__lte=at) & (Q(ended_at__isnull=True) | Q(ended_at__gt=at))


def targets_of(pupil: Pupil) -> tuple[str, ...]:
    """What the plan of a pupil works towards, the oldest first; none without such a plan (STAR-141a)."""
    rows = ProfileEntry.objects.filter(pupil=pupil, kind=TARGET, ended_at=None).order_by("at", "pk")
    return tuple(rows.values_list("words", flat=True))


def _check(actor: Actor, new: New) -> None:
    patterns = policy_of(actor.school_id).pack.patterns
    if new.kind not in KINDS:
        raise BadEntry("Choose what kind of thing this is.")
    if not new.words.strip():
        raise BadEntry("Say in a sentence how it shows for this pupil.")
    if new.kind == NEED and patterns and new.pattern not in patterns:
        raise BadEntry("Choose the need, or something else.")
    if new.kind != HISTORY and FINDINGS.search(new.words) and not new.source.strip():
        raise BadEntry(
            "This names what a clinician found. Name the document it stands in, or say what is seen."
        )
    if new.kind == HISTORY and not (new.source.strip() and new.dated):
        raise BadEntry("What lies in the past needs its source and its date.")


def _version(
    actor: Actor, pupil: Pupil, change: str, *, review_on: date | None = None, bare: bool = False
) -> ProfileVersion:
    """The next version. One that only touches the confidential layer says no more than that."""
    before = ProfileVersion.objects.select_for_update().filter(pupil=pupil).order_by("-number").first()
    row = ProfileVersion.objects.create(
        school_id=actor.school_id, pupil=pupil, number=before.number + 1 if before else 1,
        change="Kept up" if bare else change, by_id=actor.person,
        review_on=review_on or (before.review_on if before else None),
    )  # fmt: skip
    append(actor, action="profile.changed", subject=f"pupil:{pupil.pk}", body={"version": row.number})
    return row
