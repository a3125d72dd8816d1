"""A stay in a placement from the way there to the way back, as the policy's stations and gates have it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from evenhand.apps.people.models import Pupil
from evenhand.cli.demo.history.diary import Diary
from evenhand.cli.demo.plan import words
from evenhand.cli.demo.staffing import Adult
from evenhand.engine.pack.schema import Placement, Station
from evenhand.engine.values import EventKind, ReleaseRule, Where

LAST_STATION = time(14, 50)
OVERRIDDEN = 0.05
NOTES = {"reflection": "reflection", "family": "family", "repair": "conversation"}


class Told(NamedTuple):
    """Whose stay is told, and who has to do with it."""

    placement: Placement
    pupil: Pupil
    stay_id: str
    author: Adult
    manager: Adult
    release: datetime


class Course(NamedTuple):
    """How far a stay has come: how many stations after the first (None: all), the conversation, the way back."""

    stations: int | None = None
    arrives: bool = True
    gate: bool = True
    gate_at: datetime | None = None
    released: bool = True


WHOLE = Course()


def stay(
    diary: Diary, placement: Placement, pupil: Pupil, stay_id: str, opened: datetime, author: Adult, course: Course = WHOLE
) -> None:  # fmt: skip
    """Tell a stay that this event opened: arrival, stations, conversation, release."""
    rng = diary.site.rng
    release = release_point(diary, placement, pupil, opened)
    diary.away[pupil.pk].append((opened - timedelta(minutes=15), release + timedelta(minutes=10)))
    if not course.arrives:
        return
    whole_day = placement.release == ReleaseRule.WHOLE_DAY
    arrived = _morning(release) if whole_day else opened + timedelta(minutes=rng.randint(2, 4))
    manager = rng.choice([diary.team.one("removal_manager"), *diary.team.with_role("removal_staff")])
    diary.tell(manager, EventKind.ARRIVAL, pupil, arrived, where=Where.PLACEMENT, about=stay_id)
    told = Told(placement, pupil, stay_id, author, manager, release)
    at = _stations(diary, told, arrived, course)
    gates = {item.station for item in placement.gates}
    override = bool(course == WHOLE and gates and rng.random() < OVERRIDDEN)
    for station in placement.stations:
        if station.id in gates and course.gate and not override:
            latest = max(release - timedelta(minutes=rng.randint(22, 34)), at + timedelta(minutes=3))
            _station(diary, told, station, course.gate_at or latest, author)
    if course.released:
        leaver = diary.team.one("removal_manager") if override else manager
        diary.tell(
            leaver, EventKind.RELEASE, pupil, release + timedelta(minutes=1), where=Where.PLACEMENT, about=stay_id,
            details={"reason": rng.choice(words("override"))} if override else {},
        )  # fmt: skip


def release_point(diary: Diary, placement: Placement, pupil: Pupil, opened: datetime) -> datetime:
    """When the stay will end: the end of the same period on the next school day, or the end of that day."""
    calendar = diary.site.calendar
    day = calendar.next_school_day(opened.date())
    if placement.release == ReleaseRule.WHOLE_DAY:
        return datetime.combine(day, calendar.closing_bell(day, pupil.year_group)) + _late_finish(
            diary, placement
        )
    period = calendar.period_at(opened.date(), opened.time(), pupil.year_group)
    held = calendar.period(day, period.key, pupil.year_group) if period else None
    return datetime.combine(day, held.end if held else calendar.closing_bell(day, pupil.year_group))


def _stations(diary: Diary, told: Told, arrived: datetime, course: Course) -> datetime:
    """The stations after the first that are no gate, one after the other; returns the time of the last."""
    gates = {item.station for item in told.placement.gates}
    open_to_staff = [station for station in told.placement.stations[1:] if station.id not in gates]
    at = arrived
    for number, station in enumerate(open_to_staff):
        at = _next_time(diary, at + timedelta(minutes=diary.site.rng.randint(17, 26)), told.release)
        if course.stations is None or number < course.stations:
            _station(diary, told, station, at, told.manager)
    return at


def _station(diary: Diary, told: Told, station: Station, at: datetime, by: Adult) -> None:
    effects = [
        effect for effect in told.placement.effects if effect.id == station.id and effect.kind == "task"
    ]
    role = str(effects[0].role) if effects else ""
    if role:
        by = told.author if role == "author" else diary.team.one(role)
    note = diary.site.rng.choice(words(NOTES[station.id])) if station.id in NOTES else ""
    diary.tell(
        by, EventKind.STATION, told.pupil, at, code=station.id, about=told.stay_id, where=Where.PLACEMENT,
        details={"note": note} if note else {},
    )  # fmt: skip


def _next_time(diary: Diary, at: datetime, release: datetime) -> datetime:
    """The time itself while the school is open, else the next morning; never as late as the release."""
    if at.time() > LAST_STATION or (at.date() != release.date() and at.hour >= 15):
        at = _morning(release) + timedelta(minutes=diary.site.rng.randint(2, 6))
    return min(at, release - timedelta(minutes=40)) if at.date() == release.date() else at


def _late_finish(diary: Diary, placement: Placement) -> timedelta:
    return timedelta(minutes=diary.policy.on(diary.site.demo.first_day).number(placement.late_finish_minutes))


def _morning(release: datetime) -> datetime:
    return datetime.combine(release.date(), time(8, 57))
