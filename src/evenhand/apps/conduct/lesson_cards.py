"""Checklists and prompt cards of the policy beside a lesson, and what was done with a whole class: nothing is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.models import ClassLog
from evenhand.apps.people.models import Group
from evenhand.apps.policy.selectors import policy_of
from evenhand.engine.pack.schema import Card
from evenhand.engine.values import CardKind

LOGS: Final = {"routine": "Routine taught", "reset": "Done again, or the class reset"}
MOST_LOGS = 20


class BadLog(ValueError):
    """It cannot be noted so; the text says why."""


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of one kind under their heading."""

    kind: str
    label: str
    cards: tuple[Card, ...]


HEADINGS: Final = {
    CardKind.START: "As the lesson starts",
    CardKind.DURING: "While it runs",
    CardKind.END: "As it ends",
    CardKind.CORRECTION: "Before a warning, the smallest that works",
    CardKind.PROMPT: "Prompts",
    CardKind.TECHNIQUE: "Techniques by name",
}


def decks(school_id: int) -> tuple[Deck, ...]:
    """The cards of the policy, those of the lesson's course first."""
    cards = policy_of(school_id).pack.cards.values()
    found = (
        Deck(str(kind), label, tuple(card for card in cards if card.kind == kind))
        for kind, label in HEADINGS.items()
    )
    return tuple(deck for deck in found if deck.cards)


def tried_before(school_id: int) -> tuple[tuple[str, str], ...]:
    """What may be tried before a warning, as values with their labels."""
    cards = policy_of(school_id).pack.cards.values()
    return tuple((card.id, card.label) for card in cards if card.kind == CardKind.CORRECTION)


def log_of(group: Group) -> list[tuple[str, ClassLog]]:
    """What was lately done with a whole class, newest first, each with its label."""
    rows = ClassLog.objects.filter(group=group).select_related("by").order_by("-at", "-pk")[:MOST_LOGS]
    return [(LOGS.get(row.kind, row.kind), row) for row in rows]


@transaction.atomic
def note(actor: Actor, *, group: Group, kind: str, words: str) -> ClassLog:
    """Note a routine taught or a reset: no pupil's ledger is touched. Raises BadLog."""
    if kind not in LOGS:
        raise BadLog("Choose what was done.")
    if kind == "routine" and not words.strip():
        raise BadLog("Say which routine, in a few words.")
    row = ClassLog.objects.create(
        school_id=actor.school_id, group=group, kind=kind, words=words.strip()[:200], by_id=actor.person
    )
    append(actor, action="class.noted", subject=f"group:{group.pk}", body={"kind": kind, "note": row.pk})
    return row
