"""An import carried out: what is new goes to the policy or into history, what is known stays as it is."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.bulk import BulkWriter, Telling
from evenhand.apps.conduct.commands import Command, Problem, Refused
from evenhand.apps.conduct.importing.ground import Ground
from evenhand.apps.conduct.importing.judging import CLOSED_DAY, Judged, NotTaken, judge
from evenhand.apps.conduct.importing.told import Fault, Reading
from evenhand.apps.conduct.models import Event, HistoricEvent, HistoricPayload, Involvement
from evenhand.apps.conduct.repeats import refuse_second_voids
from evenhand.apps.conduct.sealing import sealed
from evenhand.apps.conduct.writing import plain
from evenhand.engine.values import EventKind
from evenhand.engine.wire import digest

BATCH = 2_000
UNDECIDED_MEND = "The policy could not decide it: correct the row or its mapping, and import again."
OTHER_CONTENT = "the content that was imported before, or an id of its own"
CLOSED = "happened_at"
"""The field that the policy names where it cannot count from a day, since it is no school day."""

Content = tuple[object, ...]


@dataclass(slots=True)
class Carried:
    """What an import did: ids by what became of them, and every fault. `refused` counts rows."""

    decided: list[Judged] = field(default_factory=list)
    kept: list[Judged] = field(default_factory=list)
    unchanged: int = 0
    refused: int = 0
    faults: list[Fault] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The figures of the summary; `added` are those decided and those kept undecided."""
        fresh = [*self.decided, *self.kept]
        return {
            "added": len(fresh),
            "decided": len(self.decided),
            "kept_undecided": len(self.kept),
            "flagged": sum(bool(one.flag) for one in fresh),
            "refused": self.refused,
            "unchanged": self.unchanged,
        }

    def refuse(self, fault: Fault) -> None:
        """Leave one row out, with the reason."""
        self.faults.append(fault)
        self.refused += 1


@transaction.atomic
def import_events(actor: Actor, ground: Ground, reading: Reading, *, file: str = "") -> Carried:
    """Bring in what was read for the actor's school; the same again changes nothing and leaves no trace.

    Needs the school's scope. Raises PermissionError.
    """
    if Capability.IMPORT not in actor.capabilities:
        raise PermissionError("only those who may import do")
    carried = Carried(refused=reading.refused, faults=list(reading.faults))
    fresh = list(_fresh(carried, ground, _judged(carried, ground, reading)))
    if not reading.in_order:
        fresh.sort(key=lambda one: one.happened_at)
    closed = _decide(carried, ground, actor, [one for one in fresh if one.decide])
    carried.kept = [one for one in fresh if not one.decide] + closed
    _keep(ground, carried.kept)
    _involve(ground, carried.decided)
    carried.faults += [one.warning for one in (*carried.decided, *carried.kept) if one.warning]
    carried.faults.sort(key=lambda fault: (fault.file, fault.line))
    if carried.decided or carried.kept:
        append(
            actor, action="import_events", subject=f"events:{file[:80]}", body={"counts": carried.counts()}
        )
    return carried


def _judged(carried: Carried, ground: Ground, reading: Reading) -> Iterator[Judged]:
    for told in reading.told:
        try:
            yield judge(ground, told)
        except NotTaken as problem:
            carried.refuse(problem.fault)


def _fresh(carried: Carried, ground: Ground, judged: Iterable[Judged]) -> Iterator[Judged]:
    """Those that are not here yet. The same id with other content is a fault."""
    rows = list(judged)
    known = _known([one.id for one in rows])
    for one in rows:
        content = _content(one, one.command)
        before = known.setdefault(one.id, content)
        if before is content:
            yield one
        elif before in (content, _content(one, *sealed(ground.policy.pack, [one.command]))):
            carried.unchanged += 1
        else:
            mend = "An entry is never overwritten: take the old one back by hand, then record the new one."
            carried.refuse(one.told.fault("id", one.told.source_id, OTHER_CONTENT, mend))


def _content(one: Judged, command: Command) -> Content:
    """What makes two tellings the same event, with its details as it was told or as it is kept: without free words."""
    details = {key: plain(value) for key, value in command.details.items()}
    return (command.pupil_id, command.kind.value, command.code, one.happened_at, digest(details))


def _known(ids: Sequence[UUID]) -> dict[UUID, Content]:
    found: dict[UUID, Content] = {}
    for start in range(0, len(ids), BATCH):
        wanted = ids[start : start + BATCH]
        for model in (Event, HistoricEvent):
            for row in model.objects.filter(pk__in=wanted):
                found[row.pk] = (row.pupil_id, row.kind, row.code, row.happened_at, digest(row.details))
    return found


def _decide(carried: Carried, ground: Ground, actor: Actor, rows: list[Judged]) -> list[Judged]:
    """Put them to the policy; returns those of closed days that it cannot count from."""
    writer = BulkWriter.of(ground.school)
    closed: list[Judged] = []
    rows = _of_own_entries(carried, rows)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        while batch:
            try:
                refuse_second_voids(one.command for one in batch)
                writer.write(Telling(actor, one.command, ground.now) for one in batch)
            except Refused as refused:
                batch, left = _without(carried, batch, refused.problems)
                closed += left
            else:
                carried.decided += batch
                break
    return closed


def _of_own_entries(carried: Carried, rows: list[Judged]) -> list[Judged]:
    """The rows without what would take back another pupil's entry."""
    owners = {str(one.id): one.command.pupil_id for one in rows}
    voids = [one for one in rows if one.command.kind == EventKind.VOID]
    about = {one.command.about for one in voids if one.command.about not in ("", *owners)}
    known = Event.objects.filter(pk__in=about).values_list("pk", "pupil_id")
    owners |= {str(pk): pupil_id for pk, pupil_id in known}
    strange = {
        one.id for one in voids if owners.get(one.command.about, one.command.pupil_id) != one.command.pupil_id
    }
    mend = "Name the pupil whose entry it is, or another entry."
    for one in voids:
        if one.id in strange:
            carried.refuse(one.told.fault("about", one.told.about, "an entry of the same pupil", mend))
    return [one for one in rows if one.id not in strange]


def _without(
    carried: Carried, batch: list[Judged], problems: Iterable[Problem]
) -> tuple[list[Judged], list[Judged]]:
    """The batch without what the policy refuses: that becomes faults, or is left for history on a closed day."""
    found: dict[str, Problem] = {}
    for problem in problems:
        found.setdefault(problem.event_id, problem)
    rest: list[Judged] = []
    closed: list[Judged] = []
    for one in batch:
        told_wrong = found.get(str(one.id))
        if told_wrong is None:
            rest.append(one)
        elif told_wrong.field == CLOSED and one.flag == CLOSED_DAY:
            closed.append(one)
        else:
            value = one.told.label or one.told.code
            expected = told_wrong.message.rstrip(".")
            carried.refuse(one.told.fault(_column(told_wrong.field), value, expected, UNDECIDED_MEND))
    return rest, closed


def _column(name: str) -> str:
    """The policy's name of what is missing as a column: of a detail its own, of an adjustment that word."""
    kind, _, rest = name.partition(":")
    return rest if kind in ("detail", "condition") else kind


def _keep(ground: Ground, rows: list[Judged]) -> None:
    """Write history, with its words apart."""
    events: list[HistoricEvent] = []
    payloads: list[HistoricPayload] = []
    for one in rows:
        event = _historic(ground, one)
        if one.command.text:
            salt = secrets.token_hex(16)
            event.payload_digest = digest([salt, one.command.text])
            payload = HistoricPayload(school=ground.school, event_id=one.id, text=one.command.text, salt=salt)
            payloads.append(payload)
        events.append(event)
    HistoricEvent.objects.bulk_create(events, batch_size=500)
    HistoricPayload.objects.bulk_create(payloads, batch_size=500)


def _historic(ground: Ground, one: Judged) -> HistoricEvent:
    command, told = one.command, one.told
    return HistoricEvent(
        id=one.id,
        school=ground.school,
        pupil_id=command.pupil_id,
        kind=command.kind.value,
        code=command.code,
        label=told.label[:200],
        happened_at=one.happened_at,
        day=one.day,
        where=command.where.value,
        period=one.period,
        place=command.place,
        flag=one.flag,
        source=told.source[:60],
        source_id=told.source_id[:300],
        details={key: plain(value) for key, value in command.details.items()},
        involved=list(_people(ground, one)),
    )


def _people(ground: Ground, one: Judged) -> Iterator[dict[str, Any]]:
    """The others of an incident who are known here, each once in each role."""
    seen: set[tuple[str, bool, int]] = set()
    for other in one.told.involved:
        pk = ground.staff_named(other.id) if other.adult else ground.pupil_involved(other)
        if pk is not None and (other.role, other.adult, pk) not in seen:
            seen.add((other.role, other.adult, pk))
            yield {"role": other.role, "staff" if other.adult else "pupil": pk}


def _involve(ground: Ground, rows: list[Judged]) -> None:
    """Name the witnesses, those harmed and the reporter in the incidents that were decided."""
    with_others = {one.id: one for one in rows if one.told.involved}
    made: dict[tuple[UUID, str, int | None, int | None], Involvement] = {}
    ids = list(with_others)
    for start in range(0, len(ids), BATCH):
        events = Event.objects.filter(pk__in=ids[start : start + BATCH]).values_list("pk", "incident_id")
        for pk, incident_id in events:
            for person in _people(ground, with_others[pk]):
                row = Involvement(
                    school=ground.school,
                    incident_id=incident_id,
                    pupil_id=person.get("pupil"),
                    staff_id=person.get("staff"),
                    role=str(person["role"])[:20],
                )
                made.setdefault((incident_id, row.role, row.pupil_id, row.staff_id), row)
    Involvement.objects.bulk_create(made.values(), batch_size=500)
