"""The register of serious sanctions of one school year, each line from the act by which it was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.wording import when_words
from evenhand.apps.conduct.models import Event
from evenhand.apps.letters.models import Message, Status
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of, today
from evenhand.engine.decisions import Formal
from evenhand.engine.pack.schema import Pack
from evenhand.engine.school_calendar import AcademicYear, SchoolCalendar
from evenhand.engine.values import Act, EventKind, SanctionForm
from evenhand.engine.wire import decision_from_plain

CHOSEN = (EventKind.LADDER_STEP, EventKind.CONCERN)
REACHED = (Status.SENT, Status.DELIVERED, Status.GIVEN)
NOT_TOLD = "Not yet"
NOT_SAID = "Not said"


@dataclass(frozen=True, slots=True)
class Line:
    """One sanction. `told` says when the family heard of it; `withdrawn` that it was taken back by a decision."""

    day: date
    pupil: Pupil
    url: str
    behaviour: str
    sanction: str
    spans: str
    decided_by: str
    told: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A school year's register under the policy's own word for these; `only` says of which year groups, "" of all."""

    word: str
    year: str
    lines: tuple[Line, ...]
    years: tuple[tuple[str, str, bool], ...]
    only: str = ""


def sanctions_page(actor: Actor, year_id: str = "") -> Page:
    """The register of that year, this one where there is none of that name; the latest first.

    Who leads some year groups only sees the pupils of those.
    """
    school = school_of(actor.school_id)
    pack, calendar = policy_of(school.pk).pack, calendar_of(school)
    years = {year.id: year for year in calendar.years}
    chosen = years.get(year_id) or _this_year(calendar, today(school))
    bound = actor.bound.get(Capability.SEE_SANCTIONS)
    return Page(
        pack.vocabulary.get("sanction_formal", "sanction"),
        chosen.id,
        tuple(_lines(school, pack, _decided(pack, chosen, bound))),
        tuple((year.id, f"?year={year.id}", year.id == chosen.id) for year in reversed(calendar.years)),
        _only(pack, bound),
    )


def _only(pack: Pack, bound: Iterable[int] | None) -> str:
    year = pack.vocabulary.get("year", "Year").capitalize()
    return ", ".join(f"{year} {one}" for one in sorted(bound)) if bound is not None else ""


def _this_year(calendar: SchoolCalendar, day: date) -> AcademicYear:
    return calendar.year_of(min(max(day, calendar.known_from), calendar.known_until))


def _decided(pack: Pack, year: AcademicYear, bound: Iterable[int] | None) -> list[Event]:
    """The acts by which something on the register was decided, none taken back."""
    serious = [one.id for one in pack.consequences.values() if one.serious]
    issued = Q(kind=EventKind.SANCTION, details__stage=str(Act.ISSUE))
    chosen = Q(kind__in=CHOSEN, details__consequence__in=serious)
    rows = Event.objects.filter(
        issued | chosen if serious else issued, day__gte=year.first, day__lte=year.last
    )
    if bound is not None:
        rows = rows.filter(pupil__year_group__in=list(bound))
    found = list(rows.select_related("pupil", "payload").order_by("-day", "-seq"))
    voids = Event.objects.filter(kind=EventKind.VOID, about__in=[str(row.pk) for row in found])
    gone = set(voids.values_list("about", flat=True))
    return [row for row in found if str(row.pk) not in gone]


def _lines(school: School, pack: Pack, rows: Sequence[Event]) -> Iterator[Line]:
    formal = _formal(rows)
    taken_back = _withdrawn({one.item for one in formal.values()})
    causes = _causes(rows)
    told = _told(rows)
    people = names_of({row.recorded_by_id for row in rows})
    moment = now()
    for row in rows:
        one = formal.get(row.pk)
        declared = pack.sanctions.get(one.sanction) if one else None
        if declared is not None and declared.form == SanctionForm.RECORD:
            continue
        chosen = pack.consequences.get(str(row.details.get("consequence", "")))
        yield Line(
            row.day,
            row.pupil,
            reverse("pupil", args=[row.pupil_id]),
            _behaviour(pack, causes.get(row.about, row)),
            declared.label if declared else chosen.label if chosen else row.code,
            _span(one),
            people.get(row.recorded_by_id or 0, ""),
            when_words(school, told[row.pk], moment) if row.pk in told else NOT_TOLD,
            bool(one and one.item in taken_back),
        )


def _formal(rows: Iterable[Event]) -> dict[UUID, Formal]:
    """What was put on record with each decision, with its days."""
    ids = [row.pk for row in rows if row.kind == EventKind.SANCTION]
    stored = StoredDecision.objects.filter(event__in=ids).values_list("event", "outcomes")
    found: dict[UUID, Formal] = {}
    for ident, outcomes in stored:
        for outcome in decision_from_plain(outcomes).outcomes:
            if isinstance(outcome, Formal):
                found[ident] = outcome
    return found


def _withdrawn(items: Iterable[str]) -> set[str]:
    rows = Event.objects.filter(
        kind=EventKind.SANCTION, details__stage=str(Act.WITHDRAW), about__in=list(items)
    )
    return set(rows.values_list("about", flat=True))


def _causes(rows: Iterable[Event]) -> Mapping[str, Event]:
    """The acts that these sanctions are about, where they name one."""
    ids = [ident for row in rows if (ident := _uuid(row.about))]
    found = {str(row.pk): row for row in Event.objects.filter(pk__in=ids).select_related("payload")}
    # A decision is about the proposal before it, and that is about the act.
    opened = [row for row in found.values() if row.kind == EventKind.SANCTION and row.about]
    acts = _causes(opened) if opened else {}
    return {ident: acts.get(row.about, row) for ident, row in found.items()}


def _behaviour(pack: Pack, cause: Event) -> str:
    if cause.code in pack.items:
        return pack.items[cause.code].label
    told: Mapping[str, Any] = cause.told()
    return str(told.get("reason") or told.get("evidence") or NOT_SAID)


def _span(one: Formal | None) -> str:
    """The days of a period: 16 November, or 16 to 17 November."""
    if one is None or one.first is None:
        return ""
    first = f"{one.first.day} {one.first:%B}"
    return first if one.last in (None, one.first) else f"{first} to {one.last.day} {one.last:%B}"


def _told(rows: Iterable[Event]) -> dict[UUID, datetime]:
    """When the family first heard of each: a task of telling them that is done, or a message that reached them."""
    ids = [row.pk for row in rows]
    tasks = Task.objects.filter(event_id__in=ids, kind__startswith="family", status="done")
    messages = Message.objects.filter(event_id__in=ids, audience="family", status__in=REACHED)
    heard = [(task.event_id, task.closed_at) for task in tasks]
    heard += [(message.event_id, message.made_at) for message in messages]
    known = [(ident, at) for ident, at in heard if ident is not None and at is not None]
    # Of several the earliest stands, for it comes last.
    return dict(sorted(known, key=lambda one: one[1], reverse=True))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
