"""Searches and what is taken away, where the school has approved a procedure and switched the record on."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.conduct.writing import payload_digest
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import SearchRecord
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.selectors import school_of, today

SWITCH: Final = "search.enabled"
# The words of a record by their names, each with what is asked; of an item only where one was found.
GROUNDS, SOUGHT, OTHERS, ITEM, HANDED, TOLD = (
    "grounds",
    "sought",
    "others",
    "item",
    "handed_to",
    "family_told",
)
ASKED: Final[Mapping[str, str]] = {
    GROUNDS: "Say on what grounds.",
    SOUGHT: "Say what was looked for.",
    TOLD: "Say who told the family, and when.",
}
OF_AN_ITEM: Final[Mapping[str, str]] = {ITEM: "Say what was found.", HANDED: "Say to whom it was handed."}
LONGEST = 1_000


class NotComplete(ValueError):
    """It cannot be kept so; `missing` says what is still to be said, in the order of the form."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Told:
    """A search as an adult tells it; `words` by the names of this module."""

    pupil: Pupil
    happened_at: datetime | None
    place: str
    searched_by: int | None
    witness: int | None
    found: bool | None
    words: Mapping[str, str]


def is_on(school_id: int) -> bool:
    """Whether the school has switched the record on; a policy that has no such question never has."""
    school = school_of(school_id)
    rules = policy_of(school.pk).on(today(school))
    return SWITCH in rules.pack.settings and rules.setting(SWITCH) is True


@transaction.atomic
def keep(actor: Actor, *, told: Told) -> SearchRecord:
    """Keep a complete record. Raises NotComplete."""
    missing = _missing(told)
    at, searcher, witness, found = told.happened_at, told.searched_by, told.witness, told.found
    if missing or at is None or searcher is None or witness is None or found is None:
        raise NotComplete(missing)
    said = {name: words.strip()[:LONGEST] for name, words in told.words.items() if words.strip()}
    row = SearchRecord.objects.create(
        school_id=actor.school_id, pupil=told.pupil, happened_at=at, place=told.place.strip()[:80],
        searched_by_id=searcher, witness_id=witness, found=found, words=said,
        salt=secrets.token_hex(16), by_id=actor.person,
    )  # fmt: skip
    body = {"found": row.found, "words": payload_digest(row.salt, "", said)}
    append(actor, action="search.kept", subject=f"pupil:{told.pupil.pk}", body=body)
    return row


def searches_of(pupil: Pupil) -> list[SearchRecord]:
    """The searches of a pupil, the latest first."""
    rows = SearchRecord.objects.filter(pupil=pupil).select_related("searched_by", "witness", "by")
    return list(rows.order_by("-happened_at", "-pk"))


def _missing(told: Told) -> list[str]:
    people = dict(colleagues(now()))
    missing = []
    if told.happened_at is None or told.happened_at > now():
        missing.append("Say when it was.")
    if not told.place.strip():
        missing.append("Say where it was.")
    if told.searched_by not in people:
        missing.append("Say who searched.")
    if told.witness not in people or told.witness == told.searched_by:
        missing.append("Name the witness: another adult than the one who searched.")
    if told.found is None:
        missing.append("Say whether anything was found.")
    asked = {**ASKED, **(OF_AN_ITEM if told.found else {})}
    return missing + [words for name, words in asked.items() if not told.words.get(name, "").strip()]
