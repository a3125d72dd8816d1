"""What was sent before: the same again, the same id for something else, an entry taken back a second time."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from evenhand.apps.conduct import ink
from evenhand.apps.conduct.commands import Command, Conflicting, Done, Problem, Refused
from evenhand.apps.conduct.models import Event, EventPayload
from evenhand.apps.conduct.writing import content_digest, payload_digest
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.tenancy.scoping import across_schools
from evenhand.engine.values import EventKind
from evenhand.engine.wire import decision_from_plain

TAKEN_BACK = "This entry has been taken back already."


def recorded_before(school_id: int, commands: Iterable[Command]) -> dict[UUID, Done]:
    """The commands that are recorded already, with what was decided then.

    Raises Conflicting where the content is not the same.
    """
    commands = list(commands)
    ids = [command.event_id for command in commands]
    if not ink.any_event(school_id, ids):
        return {}
    rows = Event.objects.in_bulk(ids)
    words = EventPayload.objects.in_bulk(list(rows))
    other = [
        str(command.event_id)
        for command in commands
        if command.event_id in rows
        and not _is_same(command, rows[command.event_id], words.get(command.event_id))
    ]
    if other:
        raise Conflicting(tuple(dict.fromkeys(other)))
    decisions = StoredDecision.objects.in_bulk(list(rows))
    return {
        ident: Done(row, decision_from_plain(decisions[ident].outcomes), True) for ident, row in rows.items()
    }


def _is_same(command: Command, row: Event, words: EventPayload | None) -> bool:
    """Whether the command says what was recorded. Words that have been erased cannot be compared."""
    if row.content_digest != content_digest(command):
        return False
    if words is None:
        return not command.text and not command.words
    same = payload_digest(words.salt, command.text, command.words) == row.payload_digest
    return words.erased_at is not None or same


def refuse_if_taken(school_id: int, commands: Iterable[Command]) -> None:
    """Raise Conflicting where the database had one of the ids already: at this school, or at another.

    Asked only once a write has failed. That an id is in use somewhere is all that another school learns.
    """
    commands = list(commands)
    recorded_before(school_id, commands)
    with across_schools():
        rows = Event.objects.filter(pk__in=[command.event_id for command in commands])
        taken = [str(ident) for ident in rows.values_list("pk", flat=True)]
    if taken:
        raise Conflicting(tuple(taken))


def refuse_second_voids(commands: Iterable[Command]) -> None:
    """Raise Refused where an entry is taken back twice, in one request or by two adults at once.

    A void that is recorded already is no second one of itself: it may be sent again.
    Asked under the lock of the pupils' heads, so that nobody comes between.
    """
    voids = [command for command in commands if command.kind == EventKind.VOID]
    if not voids:
        return
    about = [command.about for command in voids]
    others = Event.objects.filter(kind=EventKind.VOID, about__in=about)
    others = others.exclude(pk__in=[command.event_id for command in voids])
    before = set(others.values_list("about", flat=True))
    problems = []
    for command in voids:
        if command.about in before:
            problems.append(Problem(str(command.event_id), "about", TAKEN_BACK))
        before.add(command.about)
    if problems:
        raise Refused(tuple(problems))
