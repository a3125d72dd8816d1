"""Erasing a pupil's free words: those of events and accounts, and those that other apps keep beside what happened.

What happened, what was decided and the chain of it stay: they hold a mark where words stood. Others' accounts of the
same incident are not this pupil's words and stay too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.models import Account, ContactNote, EventPayload, HistoricPayload, PraisePrompt
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import find
from evenhand.apps.tenancy.clock import now

# What the others keep: `erase(pupil_id, moment) -> int`, of how many rows words were erased.
ERASERS = {
    "marks": "evenhand.apps.attendance.erasing.erase",
    "registers": "evenhand.apps.detentions.erasing.erase",
    "booklets": "evenhand.apps.restorative.erasing.erase",
    "support": "evenhand.apps.support.erasing.erase",
    "meetings": "evenhand.apps.letters.erasing.erase",
    "entries": "evenhand.apps.casework.erasing.erase",
    "analysis": "evenhand.apps.insight.erasing.erase",
}


@transaction.atomic
def erase_words(actor: Actor, *, pupil: Pupil, rule: str) -> dict[str, int]:
    """Erase this pupil's words under `rule`, which the log keeps; returns of how many rows of each kind.

    Calling it again erases what has been written since.
    """
    moment = now()
    went = {
        "events": _empty(EventPayload.objects.filter(event__pupil=pupil), moment, text="", words={}),
        "historic": _empty(HistoricPayload.objects.filter(event__pupil=pupil), moment, text=""),
        "accounts": _empty(Account.objects.filter(involvement__pupil=pupil), moment, words=""),
    }
    for name, model in (("praise", PraisePrompt), ("news", ContactNote)):
        went[name] = model.objects.filter(pupil=pupil).exclude(words="").update(words="")
    went |= {name: find(path)(pupil.pk, moment) for name, path in ERASERS.items()}
    append(actor, action="words.erased", subject=f"pupil:{pupil.pk}", body={"rule": rule, **went})
    return went


def _empty(rows: models.QuerySet[Any], moment: datetime, **words: object) -> int:
    return rows.filter(erased_at__isnull=True).update(salt="", erased_at=moment, **words)
