"""A stay in a placement from the way there to the way back, as the policy's stations and gates have it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from evenhand.apps.people.models import Pupil
from evenhand.cli.demo.history.diary import Diary
from evenhand.cli.demo.plan import words
from evenhand.cli.demo.staffing import Adult
from evenhand.engine.pack.schema import Placement, Station
from evenhand.engine.values import EventKind, ReleaseRule, Where

LAST_STATION = time(14, 50)
OVERRIDDEN = 0.05
NOTES = {"reflection": "reflection", "family": "family", "repair": "conversation"}


def stay(
    diary: Diary, placement: Placement, pupil: Pupil, stay_id: str, opened: datetime, author: Adult, *,
    stations: int | None = None, arrives: bool = True, gate: bool = True, released: bool = True,
    gate_at: datetime | None = None,
) -> None:  # fmt: skip
    """Tell a stay that this event opened: arrival, stations, conversation, release.

    With `stations` only so many of them after the first are told; without `gate` the gate's station stays open.
    """
    rng = diary.site.rng
    release = release_point(diary, placement, pupil, opened)
    diary.away[pupil.pk].append((opened - timedelta(minutes=15), release + timedelta(minutes=10)))
    if not arrives:
        return
    whole_day = placement.release == ReleaseRule.WHOLE_DAY
    arrived = _morning(release) if whole_day else opened + timedelta(minutes=rng.randint(2, 4))
    manager = rng.choice([diary.team.one("removal_manager"), *diary.team.with_role("removal_staff")])
    place = {"where": Where.PLACEMENT, "about": stay_id}
    diary.tell(manager, EventKind.ARRIVAL, pupil, arrived, **place)
    gates = {item.station for item in placement.gates}
    at, told = arrived, 0
    for station in placement.stations[1:]:
        if station.id in gates:
            continue
        at = _next_time(diary, at + timedelta(minutes=rng.randint(17, 26)), release)
        if stations is None or told < stations:
            _station(diary, placement, station, pupil, at, author, manager, stay_id)
        told += 1
    override = bool(released and gates and gate_at is None and stations is None and rng.random() < OVERRIDDEN)
    for station in placement.stations:
        if station.id in gates and gate and not override:
            when = gate_at or max(release - timedelta(minutes=rng.randint(22, 34)), at + timedelta(minutes=3))
            _station(diary, placement, station, pupil, when, author, author, stay_id)
    if released:
        details = {"reason": rng.choice(words("override"))} if override else {}
        leaver = diary.team.one("removal_manager") if override else manager
        diary.tell(leaver, EventKind.RELEASE, pupil, release + timedelta(minutes=1), details=details, **place)


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


def _station(
    diary: Diary, placement: Placement, station: Station, pupil: Pupil, at: datetime, author: Adult, manager: Adult, stay_id: str
) -> None:  # fmt: skip
    role = next((str(e.role) for e in placement.effects if e.id == station.id and e.kind == "task"), "")
    by = author if role == "author" else diary.team.one(role) if role else manager
    note = diary.site.rng.choice(words(NOTES[station.id])) if station.id in NOTES else ""
    diary.tell(
        by, EventKind.STATION, pupil, at, code=station.id, about=stay_id, where=Where.PLACEMENT,
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
