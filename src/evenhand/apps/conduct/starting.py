"""The start page put together: the lesson of the timetable, today's others, and where else one may go."""

from __future__ import annotations

from dataclasses import replace

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.conduct.pages import LessonRow, NowPage, Way, lesson_row
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.selectors import lessons_around, school_of

WAYS = (
    (Capability.RECORD_ANYWHERE, Way("Find a pupil", "Corridor, duty, social time", "/find/", "search")),
    (Capability.SEE_BOARD, Way("Board", "Who is expected, who is here, who goes back when", "/board/", "door-open")),
    (Capability.RECORD_ANYWHERE, Way("Gate", "Late arrivals, and a good word at the gate", "/gate/", "log-in")),
    (Capability.RUN_DETENTION, Way("Detentions", "Who stays today, registers, rooms", "/detentions/", "alarm-clock")),
    (Capability.CONFIRM_STEP, Way("Requests", "What duty staff ask you to confirm", "/requests/", "circle-check")),
    (Capability.DO_TASKS, Way("Inbox", "What you owe, by when, and why", "/inbox/", "inbox")),
    (Capability.RECORD, Way("My balance", "Your recognitions beside your concerns, for you alone", "/me/", "scale")),
    (Capability.SEE_SETUP, Way("Set-up", "What the school still has to decide or bring", "/setup/", "sliders-horizontal")),
    (Capability.SEE_POLICY, Way("Policy", "Every paragraph, and what became of it", "/policy/", "book-open")),
)  # fmt: skip


def now_page(actor: Actor) -> NowPage:
    """The start of this person at this moment."""
    school = school_of(actor.school_id)
    moment = now()
    lessons = lessons_around(actor, moment)
    mine = [lesson for lesson in lessons if actor.staff_id and lesson.staff_id == actor.staff_id]
    rows = [replace(_row(school, lesson), who="") for lesson in mine]
    running = next(
        (row for row, held in zip(rows, mine, strict=True) if held.starts <= moment < held.ends), None
    )
    coming = next((row for row, held in zip(rows, mine, strict=True) if held.starts > moment), None)
    cover = Capability.COVER in actor.capabilities and Capability.RECORD in actor.capabilities
    others = [
        _row(school, held)
        for held in lessons
        if cover
        and (not actor.staff_id or held.staff_id != actor.staff_id)
        and held.starts <= moment < held.ends
        and actor.may(Capability.COVER, held.group.year_group)
    ]
    heading, words = _heading(running, coming, bool(mine))
    return NowPage(
        heading,
        words,
        running,
        coming,
        tuple(rows),
        tuple(sorted(others, key=lambda row: row.name)),
        tuple(way for capability, way in WAYS if capability in actor.capabilities),
        cover,
    )


def _row(school: School, lesson: LessonOccurrence) -> LessonRow:
    starts, ends = (f"{local(school, at).time:%H:%M}" for at in (lesson.starts, lesson.ends))
    return lesson_row(lesson, starts, ends, now())


def _heading(running: LessonRow | None, coming: LessonRow | None, teaches: bool) -> tuple[str, str]:
    if running is not None:
        return running.name, f"Now, {running.when}" + (f" · {running.room}" if running.room else "")
    if coming is not None:
        return f"Next: {coming.name}", coming.when + (f" · {coming.room}" if coming.room else "")
    if teaches:
        return "No more lessons today", "What was recorded today is safe. You can still find a pupil."
    return "Today", "You have no lessons in today’s timetable."
