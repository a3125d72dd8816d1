"""What comes of a term's figures: strategies changed, patterns found, interventions started, and the close."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.models import Membership
from evenhand.apps.audit.services import append
from evenhand.apps.insight.models import Analysis, Finding
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School

DISCUSS: Final = "discuss"
NONE: Final = "none"
KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "strategy": "Strategy changed",
        "pattern": "Pattern found",
        "intervention": "Intervention started",
        NONE: "Nothing for now, because",
    }
)
LONGEST: Final = 400
LONGEST_ABOUT: Final = 120


class BadFinding(ValueError):
    """It cannot be kept so; the text says why and what to do."""


@transaction.atomic
def mark(actor: Actor, *, block: str, pupil: Pupil) -> Finding:
    """Mark a pupil for discussion, once."""
    _demand_open(actor, block)
    known = Finding.objects.filter(block=block, kind=DISCUSS, pupil=pupil).first()
    return known or _write(actor, Finding(block=block, kind=DISCUSS, pupil=pupil))


@transaction.atomic
def find(
    actor: Actor, *, block: str, kind: str, words: str, pupil: Pupil | None, about: str, owner_id: int | None
) -> Finding:
    """Keep what came of the figures; the same again is what is kept already. Raises BadFinding."""
    _demand_open(actor, block)
    if kind not in KINDS:
        raise BadFinding("Choose what came of it.")
    if not words.strip():
        raise BadFinding("Say in a sentence what it is, or why there is nothing.")
    if pupil is None and not about.strip():
        raise BadFinding("Say which pupil or group it is about.")
    if owner_id is not None and not Membership.objects.filter(user_id=owner_id).exists():
        raise BadFinding("There is no such person at this school.")
    for what, text, most in (("The sentence has", words, LONGEST), ("The group has", about, LONGEST_ABOUT)):
        if problem := typed.too_long(what, text, most):
            raise BadFinding(problem)
    said = {
        "block": block, "kind": kind, "pupil": pupil, "about": "" if pupil else about.strip(),
        "words": words.strip(), "owner_id": owner_id or actor.user_id,
    }  # fmt: skip
    return Finding.objects.filter(**said, by_id=actor.person).first() or _write(actor, Finding(**said))


@transaction.atomic
def close(actor: Actor, *, block: str) -> Analysis:
    """The analysis is done. Raises BadFinding while a pupil marked for discussion has no outcome."""
    _demand_open(actor, block)
    left = undiscussed(block)
    if left:
        names = ", ".join(pupil.display_name for pupil in left)
        raise BadFinding(f"Nothing is noted yet of {names}. Note an outcome, or why there is none.")
    made = Analysis.objects.create(
        school_id=actor.school_id, block=block, closed_at=now(), closed_by_id=actor.person
    )
    append(actor, action="analysis.closed", subject=f"block:{block}", body={})
    return made


def undiscussed(block: str) -> list[Pupil]:
    """The pupils who are marked for discussion and of whom nothing is noted yet."""
    rows = list(
        Finding.objects.filter(block=block, pupil__isnull=False).select_related("pupil").order_by("pk")
    )
    spoken = {row.pupil_id for row in rows if row.kind != DISCUSS}
    return [row.pupil for row in rows if row.kind == DISCUSS and row.pupil and row.pupil_id not in spoken]


def _demand_open(actor: Actor, block: str) -> None:
    """One adult at a time: who comes second sees what the first has done."""
    School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    if Analysis.objects.filter(block=block).exists():
        raise BadFinding("This analysis is closed. What comes later belongs to the next one.")


def _write(actor: Actor, row: Finding) -> Finding:
    row.school_id, row.by_id, row.at = actor.school_id, actor.person, now()
    row.save()
    append(actor, action=f"analysis.{row.kind}", subject=f"block:{row.block}", body={"finding": row.pk})
    return row
