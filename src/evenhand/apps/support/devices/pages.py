"""The arrival screen and the list for giving back, built before the template sees them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.alerting import role_title
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.people.models import Pupil
from evenhand.apps.support.devices import standing
from evenhand.apps.support.devices.standing import EXEMPT, HANDED_IN, NONE, REFUSED, Held, Standing, Terms
from evenhand.apps.support.models import DeviceExemption, DeviceMark
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.engine.values import Role

LOOK_BACK = 400


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil on arrival. `asked` is False until the pupil was marked in; `exempt` is the device kept by agreement."""

    pupil: Pupil
    asked: bool
    words: str
    note: str
    waits: bool
    minutes: int
    exempt: str
    reason: str
    slot: str
    may_hand_in: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A device that the school holds, to give back by its slot."""

    pupil: Pupil
    device: str
    label: str
    slot: str
    since: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A device that was noted as found and lies in no slot yet."""

    key: str
    pupil: Pupil
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """The arrival screen. `forms` holds each form with how many are still to come in."""

    title: str
    place: str
    cites: tuple[str, ...]
    leader: str
    forms: tuple[tuple[str, int], ...]
    form: str
    waiting: tuple[Line, ...]
    coming: tuple[Line, ...]
    here: tuple[Line, ...]
    devices: tuple[tuple[str, str], ...]
    adults: tuple[tuple[int, str], ...]
    me: int


@dataclass(frozen=True, slots=True)
class LeavingPage:
    """What is to be given back, and what was given back today."""

    title: str
    held: tuple[Given, ...]
    found: tuple[Seen, ...]
    back: tuple[Given, ...]
    devices: tuple[tuple[str, str], ...]


def arrival_page(actor: Actor, terms: Terms, form: str = "") -> Page:
    """Who is still to come in of one form, who is in, and first of all who waits."""
    pupils = [one for one in _roll() if actor.may(Capability.MARK_ATTENDANCE, one.year_group)]
    day = today(school_of(actor.school_id))
    stands = standing.standings_on(day, [one.pk for one in pupils])
    forms = _forms(pupils, stands)
    names = [name for name, _ in forms]
    chosen = (
        form if form in names else next((name for name, left in forms if left), names[0] if names else "")
    )
    waiting = [one for one in pupils if stands.get(one.pk, standing.NOT_ASKED).waits]
    rest = [one for one in pupils if one.form == chosen and one not in waiting]
    lines = lines_of(actor, terms, [*waiting, *rest], stands)
    pack_leader = role_title(school_of(actor.school_id), str(Role.PRINCIPAL))
    return Page(
        terms.declared.label,
        terms.place,
        terms.declared.cites,
        pack_leader,
        forms,
        chosen,
        tuple(line for line in lines if line.waits),
        tuple(line for line in lines if not (line.waits or line.asked)),
        tuple(line for line in lines if line.asked and not line.waits),
        tuple((one.id, one.label) for one in terms.devices),
        tuple(colleagues(now())),
        actor.person,
    )


def lines_of(
    actor: Actor, terms: Terms, pupils: list[Pupil], stands: dict[int, Standing] | None = None
) -> list[Line]:
    """The pupils as the arrival screen and the door of a class show them."""
    school = school_of(actor.school_id)
    day, keys = today(school), [one.pk for one in pupils]
    stands = standing.standings_on(day, keys) if stands is None else stands
    exempt = standing.exemptions_on(day, keys)
    slots = _last_slots(keys)
    found = [stands.get(key, standing.NOT_ASKED) for key in keys]
    people = names_of(list({one for stood in found for one in (stood.by, stood.adult) if one}))
    moment = now()
    return [
        _line(school, terms, pupil, stood, exempt.get(pupil.pk), slots.get(pupil.pk, ""), people, moment)
        for pupil, stood in zip(pupils, found, strict=True)
    ]


def leaving_page(actor: Actor, terms: Terms) -> LeavingPage:
    """Everything that the school holds, in the order of the slots."""
    school = school_of(actor.school_id)
    day = today(school)
    pupils = {one.pk: one for one in _roll()}
    held = [
        (pupils[key], one) for key, stood in standing.standings_on(day).items() for one in stood.held if key in pupils
    ]  # fmt: skip
    held.sort(key=lambda pair: (_natural(pair[1].slot), pair[0].pk))
    noted = standing.found_on(day, terms.declared.found)
    people = names_of(list({row.recorded_by_id for row in noted}))
    return LeavingPage(
        terms.declared.label,
        tuple(_given(school, terms, *pair) for pair in held if pair[1].returned is None),
        tuple(
            Seen(
                str(row.pk),
                row.pupil,
                f"Found {_time(school, row.happened_at)}, {people.get(row.recorded_by_id or 0, '')}"
                + (f", {row.place}" if row.place else ""),
            )
            for row in noted
        ),
        tuple(_given(school, terms, *pair) for pair in held if pair[1].returned is not None),
        tuple((one.id, one.label) for one in terms.devices),
    )


def _roll() -> list[Pupil]:
    return list(Pupil.objects.filter(left_on__isnull=True).order_by("form", "family", "given", "pk"))


def _forms(pupils: Iterable[Pupil], stands: dict[int, Standing]) -> tuple[tuple[str, int], ...]:
    left: dict[str, int] = {}
    for one in pupils:
        left[one.form] = left.get(one.form, 0) + (one.pk not in stands or not stands[one.pk].answer)
    return tuple(left.items())


def _last_slots(keys: list[int]) -> dict[int, str]:
    rows = DeviceMark.objects.filter(pupil_id__in=keys, mark=HANDED_IN).order_by("-pk")
    found: dict[int, str] = {}
    for pupil_id, slot in rows.values_list("pupil_id", "slot")[:LOOK_BACK]:
        found.setdefault(pupil_id, slot)
    return found


def _line(
    school: School,
    terms: Terms,
    pupil: Pupil,
    stood: Standing,
    agreed: DeviceExemption | None,
    slot: str,
    people: dict[int, str],
    moment: datetime,
) -> Line:
    minutes = int((moment - stood.refused).total_seconds() // 60) if stood.waits and stood.refused else 0
    return Line(
        pupil,
        bool(stood.answer),
        " · ".join(_words(school, terms, stood, people)),
        f"Waited {stood.waited} minutes" if stood.waited is not None else "",
        stood.waits,
        minutes,
        terms.label(agreed.device) if agreed else "",
        agreed.reason if agreed else "",
        slot,
        stood.answer in (NONE, EXEMPT),
    )


def _words(school: School, terms: Terms, stood: Standing, people: dict[int, str]) -> Iterator[str]:
    if stood.at is None:
        return
    at = _time(school, stood.at)
    if stood.answer == REFUSED:
        yield f"Kept at {_time(school, stood.refused or stood.at)}"
        yield f"on site, {people.get(stood.adult, '')} stays there"
    elif stood.answer == NONE:
        yield f"None today, {at}"
    elif stood.answer == EXEMPT:
        yield f"Kept by agreement, {at}"
    for one in stood.held:
        back = f", given back {_time(school, one.returned)}" if one.returned else ""
        yield f"{terms.label(one.device)} in slot {one.slot}, {_time(school, one.since)}{back}"
    if stood.answer != REFUSED:
        yield people.get(stood.by, "")


def _given(school: School, terms: Terms, pupil: Pupil, one: Held) -> Given:
    return Given(
        pupil, one.device, terms.label(one.device), one.slot, _time(school, one.returned or one.since)
    )


def _natural(slot: str) -> tuple[int, str]:
    digits = "".join(chain(sign for sign in slot if sign.isdecimal()))
    return (int(digits) if digits else 0, slot)


def _time(school: School, at: datetime) -> str:
    return f"{local(school, at).time:%H:%M}"
