"""Verifying the log from a page: at once while it is short, by the worker once it is long; the result is an entry."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django_tasks import task

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.selectors import CHAIN, VERIFY
from evenhand.apps.audit.services import append
from evenhand.apps.audit.triggers import missing
from evenhand.apps.audit.verify import Verified, verify
from evenhand.apps.tenancy.scoping import in_school

AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked for a verification, as the queue keeps it."""

    user_id: int | None
    school_id: int
    name: str


def ask_to_verify(actor: Actor, *, length: int) -> Verified | None:
    """Verify now and say what was found, or leave a long log to the worker and return None.

    Raises PermissionError for whoever may not see the log.
    """
    if Capability.SEE_AUDIT not in actor.capabilities:
        raise PermissionError("only those who see the log verify it")
    if length > AT_ONCE:
        verify_later.enqueue(user_id=actor.user_id, school_id=actor.school_id, name=actor.name)
        return None
    return verify_and_note(Asker(actor.user_id, actor.school_id, actor.name))


@task()
def verify_later(*, user_id: int | None, school_id: int, name: str) -> None:
    """The worker's turn."""
    with in_school(school_id):
        verify_and_note(Asker(user_id, school_id, name))


def verify_and_note(asker: Asker) -> Verified:
    """Verify the chain and the triggers, and append what was found."""
    found = verify(asker.school_id)
    absent = missing()
    if not found.problem and absent:
        found = found._replace(problem=f"{len(absent)} triggers are missing")
    with transaction.atomic():
        body = {"entries": found.entries, "problem": found.problem}
        append(asker, action=VERIFY, subject=CHAIN, body=body)
    return found
