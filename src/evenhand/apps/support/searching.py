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
from evenhand.apps.tenancy import typed
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
NAMED: Final[Mapping[str, str]] = {
    GROUNDS: "The grounds have",
    SOUGHT: "What was looked for has",
    OTHERS: "Who else was there has",
    ITEM: "What was found has",
    HANDED: "To whom it was handed has",
    TOLD: "Who told the family has",
}
LONGEST, LONGEST_PLACE = 1_000, 80

# What makes two records of a pupil and a moment the same.
SAID: Final = ("place", "searched_by_id", "witness_id", "found", "words", "by_id")


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
    """Keep a complete record; the same again is the record that is kept already. Raises NotComplete."""
    missing = _missing(told)
    at, searcher, witness, found = told.happened_at, told.searched_by, told.witness, told.found
    if missing or at is None or searcher is None or witness is None or found is None:
        raise NotComplete(missing)
    said = {name: words.strip() for name, words in told.words.items() if words.strip()}
    Pupil.objects.select_for_update(no_key=True).get(pk=told.pupil.pk)
    new = SearchRecord(
        school_id=actor.school_id, pupil=told.pupil, happened_at=at, place=told.place.strip(),
        searched_by_id=searcher, witness_id=witness, found=found, words=said,
        salt=secrets.token_hex(16), by_id=actor.person,
    )  # fmt: skip
    return _known(new) or _written(actor, new)


def _known(new: SearchRecord) -> SearchRecord | None:
    """The record that says the same already."""
    rows = SearchRecord.objects.filter(pupil=new.pupil, happened_at=new.happened_at)
    return next((row for row in rows if all(getattr(row, one) == getattr(new, one) for one in SAID)), None)


def _written(actor: Actor, row: SearchRecord) -> SearchRecord:
    row.save()
    body = {"found": row.found, "words": payload_digest(row.salt, "", row.words)}
    append(actor, action="search.kept", subject=f"pupil:{row.pupil_id}", body=body)
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
    if problem := typed.too_long("The place has", told.place, LONGEST_PLACE):
        missing.append(problem)
    if told.searched_by not in people:
        missing.append("Say who searched.")
    if told.witness not in people or told.witness == told.searched_by:
        missing.append("Name the witness: another adult than the one who searched.")
    if told.found is None:
        missing.append("Say whether anything was found.")
    asked = {**ASKED, **(OF_AN_ITEM if told.found else {})}
    missing += [
        problem
        for name, what in NAMED.items()
        if (problem := typed.too_long(what, told.words.get(name, ""), LONGEST))
    ]
    return missing + [words for name, words in asked.items() if not told.words.get(name, "").strip()]
