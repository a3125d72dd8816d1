"""What the rules of a close must know beyond the pupils' states, from what the school records here.

Only what is known is handed in. Where nothing is, the rule says itself that it was not told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q

from evenhand.apps.access.models import RoleGrant
from evenhand.apps.conduct.models import ClosedPeriod, Event
from evenhand.apps.people.models import Enrolment
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.engine.close import Period
from evenhand.engine.facts import Fact, PupilState
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.rules.programmes.attendance import sessions_in
from evenhand.engine.rules.report import running
from evenhand.engine.values import EventKind, ProgrammeForm

ATTENDANCE = "attendance"
LESSONS = "lessons"
Facts = Mapping[str, Fact]


def pupils_facts(rules: Rules, end: Period, states: Mapping[int, PupilState]) -> dict[int, dict[str, Fact]]:
    """The facts of those pupils of whom there are any: lessons of the day, or the share of sessions attended."""
    found: dict[int, dict[str, Fact]] = {}
    if end.kind == "day":
        carded = [pupil_id for pupil_id, state in states.items() if running(state.reports)]
        for pupil_id, lessons in _lessons(end.at.day, carded).items():
            found[pupil_id] = {LESSONS: lessons}
    if end.kind == "half_term" and _asks_attendance(rules):
        for pupil_id, state in states.items():
            percent = _percent(state, end.key)
            if percent:
                found[pupil_id] = {ATTENDANCE: percent}
    return found


def school_facts(rules: Rules, end: Period) -> dict[str, Fact]:
    """Who has named nobody, for each nomination that ends now and that somebody has made here in this period."""
    found: dict[str, Fact] = {}
    for programme in rules.programmes(ProgrammeForm.NOMINATION):
        if programme.closes == end.kind and programme.nominator:
            made = _nominators(programme.id, end)
            lacking = sorted(set(_holders(str(programme.nominator), end.at.day)) - made) if made else []
            if lacking:
                found[f"lacking:{programme.id}"] = tuple(map(str, lacking))
    return found


def _lessons(day: date, pupil_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The periods in which each pupil was taught that day; nothing where the day has no timetable here."""
    wanted = list(pupil_ids)
    held = LessonOccurrence.objects.filter(day=day)
    if not wanted or not held.exists():
        return {}
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = Enrolment.objects.filter(current, pupil_id__in=wanted, valid_from__lte=day)
    groups = list(rows.values_list("pupil_id", "group_id"))
    periods: dict[int, set[str]] = {}
    for group_id, period in held.filter(group_id__in={group for _, group in groups}).values_list(
        "group_id", "period"
    ):
        periods.setdefault(group_id, set()).add(period)
    found: dict[int, set[str]] = {pupil_id: set() for pupil_id in wanted}
    for pupil_id, group_id in groups:
        found[pupil_id] |= periods.get(group_id, set())
    return {pupil_id: tuple(sorted(lessons)) for pupil_id, lessons in found.items()}


def _asks_attendance(rules: Rules) -> bool:
    measures = (measure for register in rules.pack.registers.values() for measure in register.measures)
    return any(measure.fact == ATTENDANCE for measure in measures)


def _percent(state: PupilState, key: str) -> str:
    """Sessions attended of those possible in per cent with one decimal place; "" where no session was marked."""
    sessions = sessions_in(state.counts, key)
    if sessions.possible <= 0:
        return ""
    tenths = int(sessions.percent * 10)
    return f"{tenths // 10}.{tenths % 10}"


def _nominators(programme: str, end: Period) -> set[int]:
    """The users who have nominated somebody since the last close of that kind, and have not taken it back."""
    rows = Event.objects.filter(kind=EventKind.NOMINATION, code=programme, day__lte=end.at.day)
    since = _since(end)
    rows = rows.filter(day__gt=since) if since else rows
    voided = Event.objects.filter(kind=EventKind.VOID, day__gte=since or date.min).values_list(
        "about", flat=True
    )
    gone = set(voided)
    return {by for ident, by in rows.values_list("pk", "recorded_by_id") if by and str(ident) not in gone}


def _since(end: Period) -> date | None:
    """The day of the close of that kind before this one."""
    last = (
        ClosedPeriod.objects.filter(kind=end.kind).order_by("-at", "-pk").values_list("at", flat=True).first()
    )
    return last.date() if last else None


def _holders(role: str, day: date) -> list[int]:
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    rows = RoleGrant.objects.filter(current, role=role, valid_from__lte=day)
    return list(rows.values_list("membership__user_id", flat=True).distinct())
