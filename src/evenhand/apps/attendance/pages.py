"""The register of a lesson or session, and the gate: each a value built before its template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.naming import names_of
from evenhand.apps.attendance import ordering
from evenhand.apps.attendance.codes import HERE_AM, HERE_PM, LATE, UNKNOWN, is_absent
from evenhand.apps.attendance.facts import OUTSIDE, Ground, ground_of
from evenhand.apps.attendance.foretelling import Foretold, foretold
from evenhand.apps.attendance.models import AM, PM, SESSIONS, Mark
from evenhand.apps.attendance.selectors import late_today, marks_on
from evenhand.apps.attendance.wording import SESSION_NAMES, mark_words
from evenhand.apps.conduct import selectors as conduct
from evenhand.apps.conduct.catalogue import Choice, build_catalogue
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.ids import new_event_id
from evenhand.apps.tenancy.models import LessonOccurrence

HERE, CAME_LATE, AWAY = "here", "late", "away"


@dataclass(frozen=True)
class Line:
    """One pupil of a register: which of here, late and away is chosen, and with what.

    `seen` numbers the mark shown; `ranks` is the place in each order.
    """

    key: int
    name: str
    dir: str
    lang: str
    chosen: str
    code: str
    minutes: int
    reason: str
    seen: int
    note: str
    ranks: Mapping[str, int]


@dataclass(frozen=True)
class RegisterPage:
    """A register with everybody present until it is said otherwise."""

    title: str
    when: str
    slot: str
    session: str
    lines: tuple[Line, ...]
    absences: tuple[tuple[str, str], ...]
    saved: str
    minutes: int
    lesson: LessonOccurrence
    homework: bool
    orders: tuple[ordering.Order, ...]

    @property
    def away(self) -> int:
        """How many are marked away."""
        return sum(line.chosen == AWAY for line in self.lines)


@dataclass(frozen=True)
class Late:
    """One late arrival of the day as the list shows it."""

    key: int
    name: str
    dir: str
    lang: str
    form: str
    words: str
    at: str
    by: str
    may_undo: bool


@dataclass(frozen=True)
class Arriving:
    """The pupil who stands at the gate. `follows`: what a late mark would bring, where none stands yet."""

    pupil: Pupil
    minutes: int
    known: str
    praise: tuple[Choice, ...]
    token: str
    follows: Foretold | None


@dataclass(frozen=True)
class GatePage:
    """The gate at one moment."""

    q: str
    found: tuple[Pupil, ...]
    arriving: Arriving | None
    late: tuple[Late, ...]
    reminders: tuple[tuple[str, str], ...]
    place: str
    day: str


def slot_of(ground: Ground, lesson: LessonOccurrence) -> str:
    """What the register of a lesson marks: the session that is registered in it, else the lesson itself."""
    registers = ground.registers(lesson.day, lesson.group.year_group)
    return next((slot for slot, period in registers.items() if period.key == lesson.period), lesson.period)


def is_afternoon(ground: Ground, lesson: LessonOccurrence) -> bool:
    """Whether the lesson lies in the afternoon session."""
    start = local(ground.school, lesson.starts).time
    return ground.calendar.session_at(lesson.day, start, lesson.group.year_group) == PM


def register_page(actor: Actor, lesson: LessonOccurrence, by: str = ordering.FIRST) -> RegisterPage:
    """The register of a lesson as it stands, in one of the orders."""
    ground = ground_of(actor.school_id)
    pupils = conduct.members(lesson)
    slot = slot_of(ground, lesson)
    marks = marks_on(lesson.day, [pupil.pk for pupil in pupils])
    names = names_of({mark.recorded_by_id for mark in marks.values()})
    ranks = ordering.ranks(lesson, pupils)
    pupils.sort(key=lambda pupil: ranks[pupil.pk][by])
    lines = tuple(_line(ground, slot, pupil, marks, names, ranks[pupil.pk]) for pupil in pupils)
    held = [mark for (_, at), mark in marks.items() if at == slot and mark.source == "hand"]
    last = max((mark.recorded_at for mark in held), default=None)
    span = " to ".join(local(ground.school, at).time.strftime("%H:%M") for at in (lesson.starts, lesson.ends))
    return RegisterPage(
        lesson.group.name,
        f"{lesson.day:%A} {lesson.day.day} {lesson.day:%B}, {span}",
        slot,
        SESSION_NAMES.get(slot, "This lesson alone"),
        lines,
        _absences(ground),
        _time(ground, last),
        _minutes_now(ground, lesson.day, local(ground.school, lesson.starts).time),
        lesson,
        ground.knows_homework,
        ordering.choices(by),
    )


def gate_page(actor: Actor, q: str, pupil: Pupil | None) -> GatePage:
    """The gate: who is looked for, who stands there, who was late today."""
    ground = ground_of(actor.school_id)
    gate, clauses = ground.rules.pack.gate, ground.rules.pack.clauses
    return GatePage(
        q,
        tuple(conduct.find_pupils(q)) if q and pupil is None else (),
        _arriving(actor, ground, pupil) if pupil else None,
        _late_list(actor, ground),
        tuple((cite, clauses[cite].text) for cite in gate.cites) if gate else (),
        gate.place if gate else "",
        f"{ground.today:%A} {ground.today.day} {ground.today:%B}",
    )


def session_now(ground: Ground, pupil: Pupil) -> str:
    """The session that runs; before school the morning's."""
    if not ground.is_school_day(ground.today):
        return AM
    return ground.calendar.session_at(ground.today, ground.clock, pupil.year_group)


def _arriving(actor: Actor, ground: Ground, pupil: Pupil) -> Arriving:
    slot = session_now(ground, pupil)
    mark = marks_on(ground.today, [pupil.pk], slot).get((pupil.pk, slot))
    known = mark_words(ground.rules.pack.jurisdiction, mark) if mark else ""
    start = _session_start(ground, slot, pupil.year_group)
    usual = conduct.usual_codes(actor.user_id, ground.today)
    praise = build_catalogue(ground.rules, usual, OUTSIDE).first
    minutes = _minutes_now(ground, ground.today, start)
    follows = (
        foretold(actor, ground, pupil, minutes) if slot == AM and not (mark and mark.late_event) else None
    )
    return Arriving(pupil, minutes, known, praise, str(new_event_id()), follows)


def _late_list(actor: Actor, ground: Ground) -> tuple[Late, ...]:
    marks = late_today(ground.today)
    pupils = Pupil.objects.in_bulk({mark.pupil_id for mark in marks})
    names = names_of({mark.recorded_by_id for mark in marks})
    return tuple(_late(actor, ground, mark, pupils[mark.pupil_id], names) for mark in marks)


def _late(actor: Actor, ground: Ground, mark: Mark, pupil: Pupil, names: dict[int, str]) -> Late:
    own = mark.recorded_by_id is not None and mark.recorded_by_id == actor.user_id
    return Late(
        pupil.pk,
        pupil.display_name,
        "rtl" if pupil.direction == "rtl" else "",
        pupil.lang,
        pupil.form,
        mark_words(ground.rules.pack.jurisdiction, mark),
        local(ground.school, mark.recorded_at).time.strftime("%H:%M"),
        names.get(mark.recorded_by_id or 0, ""),
        own or actor.may(Capability.VOID_ANY, pupil.year_group),
    )


def _line(
    ground: Ground,
    slot: str,
    pupil: Pupil,
    marks: dict[tuple[int, str], Mark],
    names: dict[int, str],
    ranks: Mapping[str, int],
) -> Line:
    mark = marks.get((pupil.pk, slot))
    return Line(
        pupil.pk,
        pupil.display_name,
        "rtl" if pupil.direction == "rtl" else "",
        pupil.lang,
        _chosen(ground, mark),
        mark.code if mark else UNKNOWN,
        mark.minutes if mark else 0,
        mark.reason if mark else "",
        mark.number if mark else 0,
        _note(ground, slot, pupil, marks, names),
        ranks,
    )


def _chosen(ground: Ground, mark: Mark | None) -> str:
    """Nobody has said anything: the pupil is taken to be here."""
    if mark is None or mark.code in {HERE_AM, HERE_PM}:
        return HERE
    return CAME_LATE if mark.code == LATE else AWAY


def _note(
    ground: Ground, slot: str, pupil: Pupil, marks: dict[tuple[int, str], Mark], names: dict[int, str]
) -> str:
    """What somebody else has said of this pupil: the gate, the office, or the session's register."""
    jurisdiction, mark = ground.rules.pack.jurisdiction, marks.get((pupil.pk, slot))
    if mark is not None:
        by = names.get(mark.recorded_by_id or 0, mark.source)
        return f"{mark_words(jurisdiction, mark)}, {_time(ground, mark.recorded_at)}, {by}"
    if slot in SESSIONS:
        return ""
    session = PM if marks.get((pupil.pk, PM)) else AM
    mark = marks.get((pupil.pk, session))
    if mark is None or not is_absent(ground.codes.codes[mark.code]):
        return ""
    return f"{SESSION_NAMES[session]}: {mark_words(jurisdiction, mark).lower()}"


def _absences(ground: Ground) -> tuple[tuple[str, str], ...]:
    """Every code but those of a pupil who is here or came in time to be marked late."""
    usual = {HERE_AM, HERE_PM, LATE}
    first = [code for code in ground.codes.codes.values() if code.code == UNKNOWN]
    rest = [code for code in ground.codes.codes.values() if code.code not in {*usual, UNKNOWN}]
    return tuple((code.code, code.meaning) for code in (*first, *rest))


def _minutes_now(ground: Ground, day: date, start: time) -> int:
    """How many minutes late somebody is who comes now; nought before the start and on another day."""
    if day != ground.today:
        return 0
    late = ground.clock.hour * 60 + ground.clock.minute - start.hour * 60 - start.minute
    return max(late, 0)


def _session_start(ground: Ground, slot: str, year: int | None) -> time:
    if not ground.is_school_day(ground.today):
        return ground.clock
    return ground.session_start(ground.today, slot, year)


def _time(ground: Ground, at: datetime | None) -> str:
    return local(ground.school, at).time.strftime("%H:%M") if at else ""
