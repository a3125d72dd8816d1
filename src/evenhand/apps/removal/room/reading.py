"""What the pages of the room's day read: a fixed number of queries, however many pupils are there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from uuid import UUID

from django.db.models import Q

from evenhand.apps.access.capabilities import ROLE_CAPABILITIES, Capability
from evenhand.apps.access.models import RoleGrant
from evenhand.apps.casework.alerting import staff_names
from evenhand.apps.casework.models import OnDuty, Task
from evenhand.apps.removal.facts import Ground
from evenhand.apps.removal.models import (
    MealNeed,
    Outing,
    RoomNote,
    Stay,
    StayDay,
    StayNote,
    StayPeriod,
    StayStation,
    SubjectWork,
)  # fmt: skip
from evenhand.apps.removal.room.ready import ready_work
from evenhand.apps.removal.room.services import SUPERVISE, VISIT
from evenhand.apps.removal.room.slots import ROOM, Slot, latest, slots_of
from evenhand.apps.removal.room.work import Missed, missed_lessons
from evenhand.apps.removal.services import PLAN
from evenhand.apps.removal.whereabouts import starts_later
from evenhand.apps.tenancy.clock import to_instant
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import Role

MOST = 60


@dataclass(frozen=True)
class RoomRows:
    """The stays of today in the room with everything that the day's pages say of them."""

    stays: tuple[Stay, ...]
    slots: tuple[Slot, ...]
    days: Mapping[UUID, StayDay]
    periods: Mapping[UUID, Sequence[StayPeriod]]
    stations: Mapping[UUID, frozenset[str]]
    notes: Mapping[UUID, Sequence[StayNote]]
    out: Sequence[Outing]
    duties: Sequence[OnDuty]
    meals: Mapping[int, MealNeed]
    room_notes: Sequence[RoomNote]
    missed: Missed
    ready: Mapping[str, SubjectWork]
    names: Mapping[int, str]
    plans: Mapping[UUID, bool] = field(default_factory=dict)
    assessments: Sequence[Task] = ()

    @property
    def here(self) -> tuple[Stay, ...]:
        """Those who are in the room."""
        return tuple(stay for stay in self.stays if stay.stage == "here")

    def name(self, user_id: int | None) -> str:
        """What an adult is called here."""
        return self.names.get(user_id or 0, "")

    def named(self, period: str, kind: str) -> list[OnDuty]:
        """Who is named for a period."""
        return [row for row in self.duties if row.period == period and row.kind == kind]


def room_rows(seen: Ground) -> RoomRows:
    """Today's stays in the room, those released today among them, by name."""
    day = seen.moment.day
    stays = _stays(seen)
    ids = [stay.pk for stay in stays]
    duties = list(OnDuty.objects.filter(day=day, kind__in=(SUPERVISE, VISIT)).order_by("pk"))
    room_notes = list(
        RoomNote.objects.filter(Q(day=day) | Q(seen_at__isnull=True)).order_by("-at", "-pk")[:20]
    )
    days = {row.stay_id: row for row in StayDay.objects.filter(day=day, stay_id__in=ids)}
    periods: dict[UUID, list[StayPeriod]] = {}
    for row in StayPeriod.objects.filter(day=day, stay_id__in=ids).select_related("task"):
        periods.setdefault(row.stay_id, []).append(row)
    stations: dict[UUID, set[str]] = {}
    for ident, station in StayStation.objects.filter(stay_id__in=ids).values_list("stay_id", "station"):
        stations.setdefault(ident, set()).add(station)
    notes: dict[UUID, list[StayNote]] = {}
    for note in StayNote.objects.filter(stay_id__in=ids).order_by("at", "pk"):
        notes.setdefault(note.stay_id, []).append(note)
    people: list[int | None] = [row.user_id for row in duties]
    people += [row.escort_id for row in days.values()] + [note.by_id for note in room_notes]
    pupils = [stay.pupil_id for stay in stays]
    return RoomRows(
        stays=tuple(stays),
        slots=slots_of(seen, None, latest(seen, stays)),
        days=days,
        periods=periods,
        stations={ident: frozenset(found) for ident, found in stations.items()},
        notes=notes,
        out=list(
            Outing.objects.filter(back_at__isnull=True).select_related("stay__pupil").order_by("at", "pk")
        ),
        duties=duties,
        meals={row.pupil_id: row for row in MealNeed.objects.filter(pupil_id__in=pupils)},
        room_notes=room_notes,
        missed=missed_lessons(day, pupils),
        ready=ready_work(),
        names=staff_names(people),
        plans=plans_asked(stays),
        assessments=assessments(seen.pack),
    )


def plans_asked(stays: Iterable[Stay]) -> dict[UUID, bool]:
    """The stays in which the policy asks whether the pupil's support plan changes, and whether that is decided."""
    about = {str(stay.pk): stay.pk for stay in stays}
    tasks = Task.objects.filter(kind=PLAN, about__in=about).exclude(status="void")
    return {about[ident]: status == "done" for ident, status in tasks.values_list("about", "status")}


def assessments(pack: Pack) -> list[Task]:
    """The assessments that repeated referrals opened and that are still to be made, the oldest first."""
    opened = {
        effect.path
        for trigger in pack.triggers.values()
        for effect in trigger.effects
        if effect.kind == "open"
    }
    kinds = [
        effect.id
        for path in pack.paths.values()
        if path.id in opened
        for effect in path.effects
        if effect.kind == "task" and effect.role == Role.SENCO
    ]
    rows = Task.objects.filter(kind__in=kinds, status="open").select_related("pupil")
    return list(rows.order_by("opened_at", "pupil_id", "pk")[:MOST])


def phone_is_held(notes: Sequence[StayNote]) -> bool:
    """Whether a phone was handed over and not yet given back."""
    kinds = [note.kind for note in notes]
    return kinds.count("phone_in") > kinds.count("phone_back")


def adults(seen: Ground) -> tuple[tuple[int, str], ...]:
    """Who can be named for the room today: those who look after pupils, by name."""
    day = seen.moment.day
    roles = [role for role, held in ROLE_CAPABILITIES.items() if Capability.CALL_HELP in held]
    grants = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), role__in=roles, valid_from__lte=day
    )
    names = staff_names(list(grants.values_list("membership__user_id", flat=True)))
    return tuple(sorted(names.items(), key=lambda pair: pair[1].rpartition(" ")[2]))


def _stays(seen: Ground) -> list[Stay]:
    midnight = to_instant(seen.school, seen.moment.day, time())
    shown = Q(stage__in=("expected", "here")) | Q(stage="released", released_at__gte=midnight)
    rows = Stay.objects.filter(shown).select_related("pupil")
    rooms = [ident for ident, one in seen.pack.placements.items() if one.kind == ROOM]
    found = rows.filter(placement__in=rooms).order_by("pupil__family", "pupil__given", "opened_at", "pk")
    return [stay for stay in found if not starts_later(seen.school, seen.pack, stay, seen.moment)]
