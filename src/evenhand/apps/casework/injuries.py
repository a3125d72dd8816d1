"""Accidents, injuries and first aid: where on the body, what was done, by whom, and who was told (INF-IL-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.models import Membership
from evenhand.apps.audit.services import append
from evenhand.apps.casework.models import Injury
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.selectors import school_of

# From head to foot, as on a body map; the sides are the pupil's own.
PARTS: Final[Mapping[str, str]] = {
    "head": "Head",
    "face": "Face",
    "eye-left": "Left eye",
    "eye-right": "Right eye",
    "ear-left": "Left ear",
    "ear-right": "Right ear",
    "nose": "Nose",
    "mouth": "Mouth or teeth",
    "neck": "Neck",
    "shoulder-left": "Left shoulder",
    "shoulder-right": "Right shoulder",
    "arm-left": "Left arm",
    "arm-right": "Right arm",
    "hand-left": "Left hand",
    "hand-right": "Right hand",
    "chest": "Chest",
    "back": "Back",
    "belly": "Belly",
    "hip": "Hip or bottom",
    "leg-left": "Left leg",
    "leg-right": "Right leg",
    "knee-left": "Left knee",
    "knee-right": "Right knee",
    "foot-left": "Left foot",
    "foot-right": "Right foot",
}
# Each field with its name in a sentence and how much it holds.
LONGEST: Final[Mapping[str, tuple[str, int]]] = {
    "place": ("The place has", 80),
    "words": ("What the injury is has", 600),
    "treatment": ("What the first aid was has", 600),
    "told": ("Who was told has", 200),
}
# The same words about the same pupil within it are one form sent twice.
AGAIN: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Said:
    """What the form says; `aided` where first aid was given."""

    at: datetime | None
    place: str
    parts: Sequence[str]
    words: str
    aided: bool
    treatment: str = ""
    first_aider_id: int | None = None
    told: str = ""


class Lacking(Exception):
    """It is not complete. `problems` maps each field to what is missing."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems.values()))


@transaction.atomic
def record_injury(actor: Actor, *, pupil: Pupil, said: Said) -> Injury:
    """Keep an injury; the same form sent twice is one.

    Raises Lacking: with first aid, treatment, first aider and who was told are needed.
    """
    problems = _problems(said)
    if problems:
        raise Lacking(problems)
    moment = said.at or now()
    Pupil.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    parts = [part for part in PARTS if part in said.parts]
    told = {
        "pupil": pupil, "place": said.place.strip(), "words": said.words.strip(), "told": said.told.strip(),
        "treatment": said.treatment.strip() if said.aided else "",
        "first_aider_id": said.first_aider_id if said.aided else None, "by_id": actor.person,
    }  # fmt: skip
    before = Injury.objects.filter(**told, recorded_at__gt=now() - AGAIN)
    if known := next((row for row in before if row.parts == parts), None):
        return known
    row = Injury.objects.create(
        school_id=actor.school_id, at=moment, day=local(school_of(actor.school_id), moment).day, parts=parts,
        recorded_at=now(), **told,
    )  # fmt: skip
    append(
        actor,
        action="injury.recorded",
        subject=f"pupil:{pupil.pk}",
        body={"injury": row.pk, "aid": said.aided},
    )
    return row


def parts_words(row: Injury) -> str:
    """The parts of the body in words, from head to foot."""
    return ", ".join(PARTS[part] for part in row.parts if part in PARTS)


def _problems(said: Said) -> dict[str, str]:
    found = {}
    if said.at is not None and said.at > now():
        found["time"] = "This time is still to come."
    if not said.place.strip():
        found["place"] = "Say where it happened."
    if not said.parts or not set(said.parts) <= set(PARTS):
        found["parts"] = "Choose the parts of the body that were hurt."
    if not said.words.strip():
        found["words"] = "Say what the injury is and how it came about."
    if said.aided:
        found |= _aid_problems(said)
    for name, (what, most) in LONGEST.items():
        if problem := typed.too_long(what, getattr(said, name), most):
            found[name] = problem
    return found


def _aid_problems(said: Said) -> dict[str, str]:
    found = {}
    if not said.treatment.strip():
        found["treatment"] = "Say what the first aid was."
    if not Membership.objects.filter(user_id=said.first_aider_id or 0).exists():
        found["first_aider"] = "Say who gave it."
    if not said.told.strip():
        found["told"] = "Say who was told, such as the family by phone."
    return found
