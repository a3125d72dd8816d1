"""The one bulk writer: what many calls of `record` would write, in a few large inserts, for imports, demo and bench.

Each chunk is one transaction: pupils locked, states folded in memory, rows written through `writing.add_rows` and the
performers, heads and chain last. What was recorded before with the same content is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.appending import OpenChain
from evenhand.apps.conduct import facts, ink
from evenhand.apps.conduct.checking import Ground, moment
from evenhand.apps.conduct.commands import Command, Problem, Refused
from evenhand.apps.conduct.ink import Head
from evenhand.apps.conduct.locking import lock_heads
from evenhand.apps.conduct.refusals import explain
from evenhand.apps.conduct.repeats import recorded_before
from evenhand.apps.conduct.sealing import sealed
from evenhand.apps.conduct.writing import Decided, rows_of, state_digest
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import Work, adjustments_on, perform, withdraw
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.facts import Adjustment, PupilState, Voided
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.school_calendar import SchoolCalendar
from evenhand.engine.step import step
from evenhand.engine.values import EventKind
from evenhand.engine.wire import state_from_plain, state_to_plain

CHUNK = 4_000


@dataclass(frozen=True, slots=True)
class Telling:
    """A command with who told it and when it was recorded; the command names when it happened.

    `salt` covers the words of the command; without one it is made by chance.
    """

    actor: Actor
    command: Command
    recorded_at: datetime
    salt: str = ""


@dataclass(slots=True)
class Folded:
    """One pupil's state after the last event, its plain form and digest, and that event's number."""

    state: PupilState
    plain: Any
    digest: str
    seq: int


@dataclass(slots=True)
class BulkWriter:
    """Writes events of one school in order. Hold one writer for a whole run: it remembers the states.

    The tellings are taken as possible: their pupils and lessons exist and fit. What the engine refuses raises
    `Refused` with every refusal of the chunk, and nothing of that chunk is written.
    """

    school: School
    policy: Policy
    calendar: SchoolCalendar
    chunk: int = CHUNK
    written: int = 0
    folded: dict[int, Folded] = field(default_factory=dict)
    pupils: dict[int, Pupil] = field(default_factory=dict)
    adjustments: dict[date, dict[int, tuple[Adjustment, ...]]] = field(default_factory=dict)

    @classmethod
    def of(cls, school: School, chunk: int = CHUNK) -> BulkWriter:
        """A writer for a school, under the policy and calendar in force."""
        return cls(school, policy_of(school.pk), calendar_of(school), chunk, pupils=Pupil.objects.in_bulk())

    def write(self, tellings: Iterable[Telling]) -> int:
        """Write them all, chunk by chunk; returns how many were new. Needs the school's scope."""
        before = self.written
        for chunk in _chunks(tellings, self.chunk):
            with transaction.atomic():
                self._write(chunk)
        return self.written - before

    def _write(self, chunk: list[Telling]) -> None:
        commands = sealed(self.policy.pack, [telling.command for telling in chunk])
        chunk = [replace(telling, command=one) for telling, one in zip(chunk, commands, strict=True)]
        pupils = {command.pupil_id for command in commands}
        lock_heads(self.school.pk, pupils)
        heads = ink.heads_of(self.school.pk, pupils)
        known = recorded_before(self.school.pk, commands)
        fresh = [telling for telling in chunk if telling.command.event_id not in known]
        if not fresh:
            return
        for pupil_id, head in heads.items():
            self._catch_up(pupil_id, head)
        voids = [telling.command for telling in fresh if telling.command.kind == EventKind.VOID]
        voided = facts.voided(command.about for command in voids)
        decided = self._fold(fresh, voided)
        self._keep(heads, decided, voided)
        self.written += len(fresh)

    def _catch_up(self, pupil_id: int, head: Head) -> None:
        """Remember the state as it stands in the head, unless it is the one remembered."""
        known = self.folded.get(pupil_id)
        if known is None or known.seq != head.seq:
            state = state_from_plain(head.state)
            plain = head.state or state_to_plain(state)
            self.folded[pupil_id] = Folded(state, plain, state_digest(plain), head.seq)

    def _fold(self, tellings: list[Telling], voided: dict[str, Voided]) -> list[Decided]:
        ground = self._ground(tellings)
        decided: list[Decided] = []
        refused: list[Problem] = []
        for telling in tellings:
            command = telling.command
            day = moment(ground, command).day
            fact = facts.event(ground, telling.actor, command, self._adjustments(day), voided)
            folded = self.folded[command.pupil_id]
            decision, state = step(self.policy, self.calendar, folded.state, fact)
            if decision.refused:
                refused.extend(explain(ground, command, decision))
                continue
            plain = state_to_plain(state)
            after = state_digest(plain)
            lesson_id = command.lesson_id if command.lesson_id in ground.lessons else None
            decided.append(
                Decided(
                    command, fact, decision, folded.digest, after, command.happened_at or telling.recorded_at,
                    telling.recorded_at, telling.actor.user_id, telling.actor.name, lesson_id, telling.salt,
                )
            )  # fmt: skip
            folded.state, folded.plain, folded.digest = state, plain, after
        if refused:
            self.folded.clear()
            raise Refused(tuple(refused))
        return decided

    def _keep(self, heads: dict[int, Head], decided: list[Decided], voided: dict[str, Voided]) -> None:
        """Write rows, let the performers perform, and move heads and chain."""
        rows = rows_of(self.school.pk, decided)
        chain = OpenChain(self.school.pk)
        rows.number(chain)
        rows.write()
        work = Work(self.school, self.policy, decided[-1].by_id, decided[-1].recorded_at)
        for event, item in zip(rows.events, decided, strict=True):
            work.add(event, item.decision)
            self.folded[event.pupil_id].seq = event.seq
        perform(work)
        withdraw(work, voided)
        folded = ((pupil_id, self.folded[pupil_id]) for pupil_id in heads)
        moved = ((pupil_id, ink.state_text(one.plain), one.seq) for pupil_id, one in folded)
        ink.move(self.school.pk, moved)
        chain.close()

    def _ground(self, tellings: list[Telling]) -> Ground:
        ids = {telling.command.lesson_id for telling in tellings if telling.command.lesson_id is not None}
        lessons = LessonOccurrence.objects.in_bulk(ids)
        now = tellings[-1].recorded_at
        rules = self.policy.on(local(self.school, now).day)
        return Ground(self.school, self.policy.pack, rules, self.calendar, now, self.pupils, lessons, {})

    def _adjustments(self, day: date) -> dict[int, tuple[Adjustment, ...]]:
        if day not in self.adjustments:
            self.adjustments[day] = adjustments_on(day, self.pupils)
        return self.adjustments[day]


def _chunks(tellings: Iterable[Telling], size: int) -> Iterator[list[Telling]]:
    """The tellings in order, at most `size` together; a void goes alone, since it reads what it takes back."""
    chunk: list[Telling] = []
    alone = False
    for telling in tellings:
        void = telling.command.kind == EventKind.VOID
        if chunk and (void or alone or len(chunk) >= size):
            yield chunk
            chunk = []
        chunk.append(telling)
        alone = void
    if chunk:
        yield chunk
