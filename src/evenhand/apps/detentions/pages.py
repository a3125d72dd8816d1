"""Detentions of today and the days to come, and the register of one: each a value built before its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.urls import reverse

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.models import Task
from evenhand.apps.detentions.deadlines import leader_of, must_be_told
from evenhand.apps.detentions.facts import SLOT, Ground, ground_of
from evenhand.apps.detentions.models import SET, Commitment, OwedTime, RegisterAnswer, Room, SentRegister
from evenhand.apps.detentions.planning import clashes, commitments_of, others_of, rooms_open, seat
from evenhand.apps.detentions.selectors import answers_of, of_days, of_register, sent_on, unsettled, waiting
from evenhand.apps.detentions.services import ATTENDED, EXCUSED, MISSED, absences
from evenhand.apps.policy.performers import told_of

DAYS_AHEAD = 10
STAGES = {
    "served": "Came",
    "missed": "Did not come",
    "excused": "Away with leave",
    "waived": "Let go",
    "withdrawn": "Taken back",
    "deferred": "Waits for another time",
}
SAID_WORDS = {MISSED: "Not here, to be confirmed", EXCUSED: "Away with leave", ATTENDED: "Came"}


@dataclass(frozen=True)
class Row:
    """One pupil of a detention as a list shows it. `told` is when the family was told, "" where nobody has yet."""

    key: str
    url: str
    name: str
    dir: str
    lang: str
    form: str
    state: str
    told: str
    must_tell: bool
    clashes: tuple[str, ...]
    room: str
    set: bool


@dataclass(frozen=True)
class RoomLines:
    """A room with who sits in it; "" where there is no seat, or no room is kept."""

    name: str
    capacity: int
    rows: tuple[Row, ...]

    @property
    def over(self) -> bool:
        """Whether more are in it than it holds, which only happens by hand."""
        return bool(self.name) and len(self.rows) > self.capacity


@dataclass(frozen=True)
class Sitting:
    """One detention of a day: all that start together, of one kind."""

    label: str
    when: str
    leader: str
    rooms: tuple[RoomLines, ...]
    count: int
    without_seat: int
    register_url: str
    sent: str
    due: str
    cite: str


@dataclass(frozen=True)
class Day:
    """The detentions of one day."""

    words: str
    today: bool
    sittings: tuple[Sitting, ...]


@dataclass(frozen=True)
class Waiting:
    """A detention that waits for its time. `slots` are the times that may be chosen."""

    key: int
    name: str
    dir: str
    lang: str
    form: str
    kind: str
    label: str
    until: str
    slots: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DetentionsPage:
    """Everything about detentions at one moment."""

    days: tuple[Day, ...]
    waiting: tuple[Waiting, ...]
    unsettled: tuple[Row, ...]
    choices: tuple[tuple[str, str], ...]
    has_rooms: bool
    give_back: bool
    at: str

    @property
    def today(self) -> Day | None:
        """The day that is today, where anybody stays."""
        return next((day for day in self.days if day.today), None)


@dataclass(frozen=True)
class RegisterRow:
    """One pupil of a register. `locked`: settled already, in words; `away`: what the attendance marks say."""

    row: Row
    said: str
    reason: str
    locked: str
    away: str


@dataclass(frozen=True)
class RegisterPage:
    """The register of one detention. `begins`: when, while it has not."""

    label: str
    when: str
    leader: str
    rows: tuple[RegisterRow, ...]
    sent: str
    due: str
    confirms: bool
    confirm_title: str
    open: bool
    not_told: tuple[str, ...]
    begins: str


@dataclass(frozen=True)
class Extra:
    """What a list of detentions needs besides the rows, read once for all of them."""

    told: Mapping[UUID, datetime]
    commitments: Mapping[int, Sequence[Commitment]]
    others: Mapping[int, Sequence[OwedTime]]
    answers: Mapping[UUID, RegisterAnswer]
    sent: Mapping[tuple[date, str, str], SentRegister]
    rooms: Sequence[Room]


def detentions_page(actor: Actor) -> DetentionsPage:
    """Who stays today and on the days to come, by room; who waits for a time; what nobody has settled."""
    ground = ground_of(actor)
    kinds = ground.kinds(SLOT)
    rows = of_days(kinds, ground.today)
    extra = extra_for(ground, rows)
    earlier = unsettled(kinds, ground.today)
    names = tuple(
        (day.isoformat(), day_words(day)) for day in (ground.today, *ground.next_school_days(DAYS_AHEAD))
    )
    return DetentionsPage(
        tuple(
            _day(ground, day, list(theirs), extra) for day, theirs in groupby(rows, key=lambda row: row.day)
        ),
        tuple(_waiting(ground, task, kind) for kind, task in _to_choose(ground)),
        tuple(row_of(ground, row, extra, dated=True) for row in earlier),
        names,
        bool(extra.rooms),
        bool(ground.kinds("minutes")),
        ground.clock(ground.now),
    )


def extra_for(ground: Ground, rows: Sequence[OwedTime]) -> Extra:
    """Read what belongs to these rows, in a fixed number of queries."""
    pupils, days = {row.pupil_id for row in rows}, {row.day for row in rows}
    return Extra(
        told_of([row.set_by for row in rows if row.set_by]),
        commitments_of(pupils, days),
        others_of(pupils, days),
        answers_of(rows),
        sent_on(days),
        rooms_open(),
    )


def register_page(
    actor: Actor, kind: str, day: date, slot: str, said: Mapping[str, str] | None = None
) -> RegisterPage | None:
    """The register of one detention, every pupil here until it is said otherwise; None where there is none."""
    ground = ground_of(actor)
    rows = of_register(kind, day, slot) if kind in ground.kinds(SLOT) else []
    if not rows:
        return None
    extra = extra_for(ground, rows)
    away = absences(ground, rows)
    lines = tuple(_register_row(ground, row, extra, away, said or {}) for row in rows)
    sent, due = _sent(ground, extra, rows[0])
    untold = [one.row.name for one in lines if one.row.must_tell and not one.row.told and not one.locked]
    return RegisterPage(
        ground.declared(kind).label,
        f"{day_words(day)}, {ground.span(rows[0])}",
        leader_words(ground, rows[0]),
        lines,
        sent,
        due,
        ground.confirms(kind),
        ground.confirm_title(kind),
        any(not one.locked for one in lines) and day <= ground.today,
        tuple(untold),
        _begins(ground, rows[0]),
    )


def _begins(ground: Ground, row: OwedTime) -> str:
    """When it begins, while it has not."""
    return ground.clock(row.starts_at) if row.starts_at and ground.now < row.starts_at else ""


def row_of(ground: Ground, row: OwedTime, extra: Extra, *, dated: bool = False) -> Row:
    """One pupil of a detention in words."""
    told = extra.told.get(row.set_by) if row.set_by else None
    span = (
        (ground.time_of(row.starts_at), ground.time_of(row.ends_at))
        if row.starts_at and row.ends_at
        else None
    )
    labels = {kind: ground.declared(kind).label for kind in ground.rules.pack.time_owed}
    found = clashes(row, span, extra.commitments, extra.others, labels) if span and row.stage == SET else ()
    answer = extra.answers.get(row.pk)
    state = STAGES.get(row.stage, "") or (SAID_WORDS.get(answer.said, "") if answer else "")
    when = f"{labels[row.kind]}, {day_words(row.day)}"
    return Row(
        str(row.pk),
        reverse("detentions:owed", args=[row.pk]),
        row.pupil.display_name,
        "rtl" if row.pupil.direction == "rtl" else "",
        row.pupil.lang,
        row.pupil.form,
        f"{when}. {state}".strip() if dated else state,
        f"{ground.clock(told)}" if told else "",
        must_be_told(ground.rules.pack, row.kind, row.slot),
        found,
        row.room.name if row.room else "",
        row.stage == SET,
    )


def leader_words(ground: Ground, row: OwedTime) -> str:
    """Who leads, by post and, where one person holds it, by name."""
    _, user = leader_of(ground.school, row.leader, row.day)
    name = names_of([user]).get(user or 0, "") if user else ""
    post = ground.leader_words(row.leader)
    return f"{post}: {name}" if name and post else post


def day_words(day: date) -> str:
    """Friday 20 November."""
    return f"{day:%A} {day.day} {day:%B}"


def register_url(row: OwedTime) -> str:
    """The address of the register that a row stands in."""
    name = row.slot.partition("/")[2]
    return reverse("detentions:register", args=[row.kind, row.day.isoformat(), name])


def _day(ground: Ground, day: date, rows: list[OwedTime], extra: Extra) -> Day:
    by = sorted(rows, key=lambda row: (row.starts_at, row.kind, row.slot))
    sittings = [
        _sitting(ground, list(theirs), extra)
        for _, theirs in groupby(by, key=lambda row: (row.starts_at, row.kind, row.slot))
    ]
    return Day(day_words(day), day == ground.today, tuple(sittings))


def _sitting(ground: Ground, rows: list[OwedTime], extra: Extra) -> Sitting:
    declared = ground.declared(rows[0].kind)
    seated = seat(rows, extra.rooms)
    lines = [_room(ground, room.name, room.capacity, theirs, extra) for room, theirs in seated.rooms]
    if seated.unseated:
        lines.append(_room(ground, "", 0, seated.unseated, extra))
    sent, due = _sent(ground, extra, rows[0])
    return Sitting(
        declared.label,
        f"{ground.slot_words(rows[0].kind, rows[0].slot)}, {ground.span(rows[0])}",
        leader_words(ground, rows[0]),
        tuple(lines),
        len(rows),
        len(seated.unseated) if extra.rooms else 0,
        register_url(rows[0]),
        sent,
        due,
        next(iter(declared.cites), ""),
    )


def _room(ground: Ground, name: str, capacity: int, rows: Sequence[OwedTime], extra: Extra) -> RoomLines:
    return RoomLines(name, capacity, tuple(row_of(ground, row, extra) for row in rows))


def _sent(ground: Ground, extra: Extra, row: OwedTime) -> tuple[str, str]:
    """When the register was sent, and by when it is due where the policy has such a time."""
    sent = extra.sent.get((row.day, row.kind, row.slot))
    declared, minutes = (
        ground.declared(row.kind),
        ground.rules.number(ground.declared(row.kind).register_minutes),
    )
    if not minutes or not row.ends_at or not row.starts_at:
        return (ground.clock(sent.at) if sent else "", "")
    from_end = ground.rules.word(declared.register_clock) == "end"
    due = (row.ends_at if from_end else row.starts_at).timestamp() + minutes * 60
    return (
        ground.clock(sent.at) if sent else "",
        ground.clock(datetime.fromtimestamp(due, tz=row.ends_at.tzinfo)),
    )


def _register_row(
    ground: Ground, row: OwedTime, extra: Extra, away: Mapping[int, object], said: Mapping[str, str]
) -> RegisterRow:
    answer, absence = extra.answers.get(row.pk), away.get(row.pupil_id)
    words = getattr(absence, "words", "")
    known = answer.said if answer else (MISSED if absence else ATTENDED)
    return RegisterRow(
        row_of(ground, row, extra),
        said.get(f"said-{row.pk}", known),
        said.get(f"reason-{row.pk}", answer.reason if answer else ""),
        STAGES.get(row.stage, ""),
        words,
    )


def _to_choose(ground: Ground) -> list[tuple[str, Task]]:
    """The detentions that wait for a time, by the tasks that the policy opens for that."""
    kinds = {
        effect.id: kind
        for kind in ground.kinds(SLOT)
        for effect in ground.declared(kind).effects
        if effect.kind == "task" and effect.on == "unset"
    }
    return [(kinds[task.kind], task) for task in waiting(kinds)]


def _waiting(ground: Ground, task: Task, kind: str) -> Waiting:
    pupil = task.pupil
    return Waiting(
        task.pk,
        pupil.display_name if pupil else "",
        "rtl" if pupil and pupil.direction == "rtl" else "",
        pupil.lang if pupil else "",
        pupil.form if pupil else "",
        kind,
        ground.declared(kind).label,
        ground.clock(task.due_at),
        tuple((slot.id, slot.label) for slot in ground.slots(kind)),
    )
