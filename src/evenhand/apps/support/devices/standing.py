"""Where each pupil's devices are today, read from the marks of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import DeviceExemption, DeviceMark
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.engine.pack.schema import Device, HandIn
from evenhand.engine.values import EventKind

HANDED_IN: Final = "handed_in"
NONE: Final = "none"
REFUSED: Final = "refused"
EXEMPT: Final = "exempt"
FOUND: Final = "found"
RETURNED: Final = "returned"
ARRIVING: Final = (HANDED_IN, NONE, REFUSED, EXEMPT)


@dataclass(frozen=True, slots=True)
class Held:
    """A device that the school holds, or held today."""

    device: str
    slot: str
    since: datetime
    returned: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One pupil's day. `answer` is "" until the pupil was marked in; `refused` and `ended` bound the wait, if any."""

    answer: str = ""
    at: datetime | None = None
    by: int = 0
    adult: int = 0
    held: tuple[Held, ...] = field(default=())
    refused: datetime | None = None
    ended: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether the device is kept and the pupil is not let into the building."""
        return self.answer == REFUSED

    @property
    def waited(self) -> int | None:
        """How many whole minutes the pupil waited; None where there was no wait or it goes on."""
        if self.refused is None or self.ended is None:
            return None
        return int((self.ended - self.refused).total_seconds() // 60)


NOT_ASKED: Final = Standing()


@dataclass(frozen=True, slots=True)
class Terms:
    """What the policy says of handing in, with today's figures. `place` is in the policy's words."""

    declared: HandIn
    devices: tuple[Device, ...]
    place: str
    alert_minutes: int

    def label(self, device: str) -> str:
        """The policy's word for a device."""
        return next((one.label for one in self.devices if one.id == device), device)


def terms_of(school_id: int) -> Terms | None:
    """What is handed in at this school today; None where nothing is."""
    policy = policy_of(school_id)
    declared = policy.pack.hand_in
    if declared is None:
        return None
    rules = policy.on(today(school_of(school_id)))
    if not rules.value(declared.on):
        return None
    others = bool(rules.value(declared.others))
    devices = tuple(one for one in policy.pack.devices.values() if others or not one.other)
    place = rules.word(declared.place)
    key = str(declared.place).partition(":")[2]
    choices = policy.pack.settings[key].choices if key in policy.pack.settings else ()
    words = next((choice.label for choice in choices if choice.value == place), place)
    return Terms(declared, devices, words, rules.number(declared.alert))


def standings_on(
    day: date, pupil_ids: Sequence[int] | None = None, until: datetime | None = None
) -> dict[int, Standing]:
    """How the pupils' devices stand on a day, by pupil; of all pupils where none are named, at its end or at `until`."""
    rows = DeviceMark.objects.filter(day=day)
    if until is not None:
        rows = rows.filter(at__lte=until)
    if pupil_ids is not None:
        rows = rows.filter(pupil_id__in=pupil_ids)
    found: dict[int, Standing] = {}
    for row in rows.order_by("pk"):
        found[row.pupil_id] = _after(found.get(row.pupil_id, NOT_ASKED), row)
    return found


def waiting_at(
    school: School, day: date, at: datetime, pupil_ids: Iterable[int] | None = None
) -> tuple[str, dict[int, datetime]]:
    """Where pupils wait with an adult since a device is kept, and since when each does at that instant, by pupil."""
    terms = terms_of(school.pk)
    if terms is None:
        return "", {}
    found = standings_on(day, None if pupil_ids is None else list(pupil_ids), at)
    since = {key: one.refused for key, one in found.items() if one.waits and one.refused is not None}
    return terms.place, since


def exemptions_on(day: date, pupil_ids: Iterable[int]) -> dict[int, DeviceExemption]:
    """The agreement in force on that day, by pupil: the newest, where there are several."""
    rows = DeviceExemption.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), pupil_id__in=list(pupil_ids), valid_from__lte=day
    )
    return {row.pupil_id: row for row in rows.order_by("pk")}


def found_on(day: date, code: str) -> list[Event]:
    """What was noted as found today, by any road, and is not in the register yet; the oldest first."""
    known = DeviceMark.objects.filter(day=day, event__isnull=False).values("event_id")
    rows = Event.objects.filter(day=day, kind=EventKind.CONCERN, code=code).exclude(pk__in=known)
    gone = set(Event.objects.filter(day=day, kind=EventKind.VOID).values_list("about", flat=True))
    return [row for row in rows.select_related("pupil").order_by("seq") if str(row.pk) not in gone]


def _after(before: Standing, row: DeviceMark) -> Standing:
    if row.mark == RETURNED:
        held = tuple(
            replace(one, returned=row.at) if (one.device, one.returned) == (row.device, None) else one
            for one in before.held
        )
        return replace(before, held=held)
    held = before.held
    if row.mark in (HANDED_IN, FOUND):
        held = (*held, Held(row.device, row.slot, row.at))
    if row.mark == FOUND:
        return replace(before, held=held)
    ended = row.at if before.waits and row.mark != REFUSED else before.ended
    refused = row.at if row.mark == REFUSED and not before.waits else before.refused
    return Standing(row.mark, row.at, row.by_id, row.adult_id or 0, held, refused, ended)
