"""Erasing a pupil's free words: those of events and accounts, and those that other apps keep beside what happened.

What happened, what was decided and the chain of it stay: they hold a mark where words stood. Others' accounts of the
same incident are not this pupil's words and stay too. What was passed on in confidence is kept by the safeguarding
team under rules of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from django.db import transaction
from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.people.models import Photograph, Pupil
from evenhand.apps.people.photographs.keeping import forget
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.erasable import Words

WORDS: Final = (
    Words("events", "conduct.EventPayload", "event__pupil_id", ("text", "words")),
    Words("historic", "conduct.HistoricPayload", "event__pupil_id", ("text",)),
    Words("accounts", "conduct.Account", "involvement__pupil_id", ("words",)),
    Words("praise", "conduct.PraisePrompt", "pupil_id", ("words",)),
    Words("news_home", "conduct.ContactNote", "pupil_id", ("words",)),
)
# The apps on this floor and above that keep words about a pupil: `erasing.WORDS` of each.
KEEPERS: Final = (
    "conduct", "attendance", "casework", "removal", "detentions", "support", "restorative", "letters", "insight",
)  # fmt: skip
# No words, and no less the pupil's own: it goes with them.
PHOTOGRAPHS: Final = "photographs"
LONGEST_RULE: Final = 200
NUMBER: Final = re.compile("[0-9]{1,18}")


class NotErased(ValueError):
    """Nothing was erased, and why, in words for the person who asked."""


def every_kind() -> Iterator[Words]:
    """All free words about pupils that are declared, in the order in which they are listed."""
    for app in KEEPERS:
        yield from import_module(f"evenhand.apps.{app}.erasing").WORDS


def find_pupil(ident: str) -> Pupil:
    """The one pupil with that UPN, that id of the roster, or that number; who left included. Raises NotErased."""
    known = Q(upn=ident) | Q(source_id=ident)
    found = list(Pupil.objects.filter(known | Q(pk=int(ident)) if NUMBER.fullmatch(ident) else known)[:2])
    if not ident or len(found) != 1:
        many = "Several pupils have" if len(found) > 1 else "No pupil of this school has"
        raise NotErased(
            f"{many} the id {ident!r}: use the UPN, the roster's id, or the number in the pupil's address."
        )
    return found[0]


def words_of(pupil: Pupil) -> dict[str, int]:
    """In how many rows of each kind words of this pupil stand that `erase_words` would erase."""
    words = _added((one.kind, one.held(pupil.pk).count()) for one in every_kind() if not one.stays)
    return {**words, PHOTOGRAPHS: Photograph.objects.filter(pupil_id=pupil.pk).count()}


def words_that_stay(pupil: Pupil) -> dict[str, int]:
    """In how many rows of each kind words stand that cannot be erased yet; the kind says why. None for none."""
    found = _added((one.stays, one.held(pupil.pk).count()) for one in every_kind() if one.stays)
    return {kind: count for kind, count in found.items() if count}


@transaction.atomic
def erase_words(actor: Actor, *, pupil: Pupil, rule: str) -> dict[str, int]:
    """Erase this pupil's words under `rule`, which the log keeps; returns of how many rows of each kind.

    Calling it again erases what has been written since. Raises NotErased without a rule.
    """
    said = rule.strip()
    if not said or len(said) > LONGEST_RULE:
        raise NotErased(
            f"Say under which rule, in at most {LONGEST_RULE} characters: the log keeps it for good."
        )
    Pupil.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    moment = now()
    went = _added((one.kind, one.erase(pupil.pk, moment)) for one in every_kind() if not one.stays)
    went[PHOTOGRAPHS] = forget([pupil.pk])
    append(actor, action="words.erased", subject=f"pupil:{pupil.pk}", body={"rule": said, **went})
    return went


def _added(counted: Iterator[tuple[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for kind, count in counted:
        found[kind] += count
    return dict(found)
