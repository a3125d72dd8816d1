"""What the policy is told of marks: sessions as the difference they make, late arrivals, absences during a stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final
from uuid import UUID, uuid5

from evenhand.apps.access.actors import Actor
from evenhand.apps.attendance.codes import is_absent
from evenhand.apps.attendance.facts import Ground
from evenhand.apps.attendance.models import AM, Mark
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.models import Event, PupilHead
from evenhand.apps.people.models import Pupil
from evenhand.engine.facts import Fact
from evenhand.engine.pack.attendance_file import sessions_told
from evenhand.engine.values import EventKind, Where
from evenhand.engine.wire import state_from_plain

NAMESPACE: Final = UUID("a2f3c1de-58b7-5b0e-8a53-0c2f6a1f2b44")
CORRECTED = "The mark was corrected"


def told(
    ground: Ground,
    actor: Actor,
    system: Actor,
    rows: list[Mark],
    held: Mapping[tuple[int, str], Mark],
    pupils: Mapping[int, Pupil],
) -> Iterator[tuple[Actor, list[Command]]]:
    """Commands with who tells them, in order. The rows learn the ids of the late mark and the absence they stand for.

    What a correction takes back is taken back by the system, once the caller has been found entitled to correct.
    """
    standing = _standing(ground, rows)
    taken = [command for row in rows for command in _taken_back(ground, row, set(standing.values()))]
    if taken:
        yield system, taken
    counted = _counted(ground, rows, held, pupils) if ground.counts_sessions else []
    late = [command for row in rows for command in _late(ground, row, pupils[row.pupil_id], standing)]
    staying = _staying({row.pupil_id for row in rows if is_absent(ground.codes.codes[row.code])})
    away = [command for row in rows if row.pupil_id in staying for command in _absence(ground, row, pupils)]
    if counted or away:
        yield actor, [*counted, *away]
    today = [command for command in late if "no_detention" not in command.details]
    earlier = [command for command in late if "no_detention" in command.details]
    if today:
        yield actor, today
    if earlier:
        yield system, earlier


def _ident(*parts: object) -> UUID:
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))


def _key(row: Mark) -> tuple[object, ...]:
    return (row.school_id, row.pupil_id, row.day, row.slot, row.number)


def _counted(
    ground: Ground, rows: list[Mark], held: Mapping[tuple[int, str], Mark], pupils: Mapping[int, Pupil]
) -> list[Command]:
    """One event for each pupil and day: what the marks change in the sessions that are counted."""
    together: dict[tuple[int, date], list[Mark]] = defaultdict(list)
    for row in rows:
        together[row.pupil_id, row.day].append(row)
    commands = []
    for (pupil_id, day), marks in together.items():
        before = [held[pupil_id, row.slot].code for row in marks if (pupil_id, row.slot) in held]
        change = _difference(ground, before, [row.code for row in marks])
        if any(change.values()):
            slot, year = marks[0].slot, pupils[pupil_id].year_group
            ident = _ident("sessions", *(part for row in marks for part in _key(row)))
            commands.append(
                _command(ground, ident, EventKind.ATTENDANCE, pupil_id, (day, slot, year), change)
            )
    return commands


def _difference(ground: Ground, before: list[str], after: list[str]) -> dict[str, Fact]:
    was, told_now = sessions_told(ground.codes, before), sessions_told(ground.codes, after)
    return {name: told_now[name] - was[name] for name in told_now}


def _standing(ground: Ground, rows: list[Mark]) -> dict[tuple[int, date], UUID]:
    """The late arrivals of these pupils and days that stand, by whatever road they were recorded."""
    wanted = [row for row in rows if row.late_event is not None or ground.codes.codes[row.code].late]
    if not wanted:
        return {}
    events = Event.objects.filter(
        kind=EventKind.LATE,
        pupil_id__in={row.pupil_id for row in wanted},
        day__in={row.day for row in wanted},
    )
    found = {event.pk: (event.pupil_id, event.day) for event in events}
    voids = Event.objects.filter(kind=EventKind.VOID, about__in=[str(ident) for ident in found])
    gone = {UUID(about) for about in voids.values_list("about", flat=True)}
    return {key: ident for ident, key in found.items() if ident not in gone}


def _late(
    ground: Ground, row: Mark, pupil: Pupil, standing: Mapping[tuple[int, date], UUID]
) -> Iterator[Command]:
    """The late arrival of a morning, once for each mark that stands; one of an earlier day brings no detention.

    One that was recorded by another road is the same arrival.
    """
    code = ground.late_code(ground.codes.codes[row.code])
    if row.slot != AM or not code or row.late_event is not None:
        return
    row.late_event = standing.get((row.pupil_id, row.day))
    if row.late_event is not None:
        return
    row.late_event = _ident("late", *_key(row))
    details: dict[str, Fact] = {"minutes_late": row.minutes} if row.minutes else {}
    if row.reason:
        details["reason"] = row.reason
    if row.day < ground.today:
        details["no_detention"] = True
    when = (row.day, row.slot, pupil.year_group)
    yield _command(ground, row.late_event, EventKind.LATE, row.pupil_id, when, details, code=code)


def _absence(ground: Ground, row: Mark, pupils: Mapping[int, Pupil]) -> Iterator[Command]:
    """An absence during a stay, which is carried over (G-24)."""
    if row.absence is not None or not is_absent(ground.codes.codes[row.code]):
        return
    row.absence = _ident("absence", *_key(row))
    when = (row.day, row.slot, pupils[row.pupil_id].year_group)
    yield _command(ground, row.absence, EventKind.ABSENCE, row.pupil_id, when, {"session": row.slot})


def _taken_back(ground: Ground, row: Mark, standing: set[UUID]) -> Iterator[Command]:
    """What the mark before this one had brought about and this one no longer does."""
    code = ground.codes.codes[row.code]
    if row.late_event is not None and not ground.late_code(code):
        # A leader may have taken it back already, on the pupil's page.
        if row.late_event in standing:
            yield _void(row, row.late_event)
        row.late_event = None
    if row.absence is not None and not is_absent(code):
        yield _void(row, row.absence)
        row.absence = None


def _void(row: Mark, about: UUID) -> Command:
    return Command(
        _ident("void", about),
        EventKind.VOID,
        row.pupil_id,
        where=Where.OUT_OF_CLASS,
        about=str(about),
        details={"reason": CORRECTED},
    )


def _command(
    ground: Ground,
    ident: UUID,
    kind: EventKind,
    pupil_id: int,
    when: tuple[date, str, int | None],
    details: Mapping[str, Fact],
    *,
    code: str = "",
) -> Command:
    gate = ground.rules.pack.gate
    return Command(
        ident,
        kind,
        pupil_id,
        code=code,
        happened_at=ground.happened(*when),
        where=Where.OUT_OF_CLASS,
        place=gate.place if gate and code else "",
        details=details,
    )


def _staying(pupil_ids: set[int]) -> set[int]:
    """Those of the pupils who are in a stay, or expected in one."""
    if not pupil_ids:
        return set()
    heads = PupilHead.objects.filter(pupil_id__in=pupil_ids)
    return {head.pupil_id for head in heads if state_from_plain(head.state).stays}
