"""The formal sanctions of one pupil: what is considered, proposed and decided, what is owed, and what may come next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.wording import day_words, due_words, when_words
from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.policy.words import title_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.engine.facts import Sanction
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.rules.formal_sanction.process import stages_of
from evenhand.engine.rules.formal_sanction.records import CONSIDERED, ISSUED, PROPOSED
from evenhand.engine.values import Act, EventKind
from evenhand.web.sanctions.acting import on_record
from evenhand.web.sanctions.asking import may

CAUSES, LATEST = 10, 20
BUTTONS = {
    Act.CONSIDER: "Consider",
    Act.PROPOSE: "Propose",
    Act.ISSUE: "Decide",
    Act.WITHDRAW: "Withdraw",
}
NEXT = {
    CONSIDERED: (Act.PROPOSE, Act.ISSUE, Act.WITHDRAW),
    PROPOSED: (Act.ISSUE, Act.WITHDRAW),
    ISSUED: (Act.WITHDRAW,),
}
STANDS = {
    "considered": "Considered",
    "proposed": "Proposed",
    "issued": "Decided",
    "ended": "Over",
    "withdrawn": "Withdrawn",
}


@dataclass(frozen=True, slots=True)
class Way:
    """A button that leads to the form of an act."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Owed:
    """A task that an act has brought, such as a letter: who owes it, by when, by which paragraph."""

    label: str
    who: str
    due: str
    done: bool
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """One act on record."""

    label: str
    when: str
    by: str
    url: str


@dataclass(frozen=True, slots=True)
class One:
    """One formal sanction: its kind, where it stands, its days, its acts, what is owed and what may come next."""

    label: str
    stands: str
    spans: str
    acts: tuple[Done, ...]
    owed: tuple[Owed, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class PupilSanctions:
    """The page; `deciders` names who decides each kind, `ways` what the actor may begin."""

    pupil: Pupil
    word: str
    sanctions: tuple[One, ...]
    ways: tuple[Way, ...]
    deciders: tuple[tuple[str, str], ...]


def pupil_sanctions(actor: Actor, pupil: Pupil) -> PupilSanctions:
    """What the actor sees and may do about a pupil's formal sanctions, the newest first."""
    school = school_of(actor.school_id)
    rules = policy_of(school.pk).on(today(school))
    kinds = rules.pack.sanctions.values()
    begun = tuple(
        Way(f"{BUTTONS[act]}: {kind.label}", _url(pupil, kind.id, act))
        for kind in kinds
        for act in (Act.CONSIDER, Act.PROPOSE, Act.ISSUE)
        if may(actor, rules, kind, act)
    )
    found = sorted(on_record(pupil), key=lambda one: (one.acts[-1].day, one.id), reverse=True)
    return PupilSanctions(
        pupil,
        rules.pack.vocabulary.get("sanction_formal", "sanction"),
        tuple(_one(actor, school, rules, pupil, one) for one in found if one.kind in rules.pack.sanctions),
        begun,
        tuple((kind.label, title_of(rules.pack, kind.decider)) for kind in kinds),
    )


def causes(pupil: Pupil) -> tuple[tuple[str, str], ...]:
    """The latest acts of the pupil that a sanction may be about, by id, in the policy's words."""
    pack = policy_of(pupil.school_id).pack
    rows = list(Event.objects.filter(pupil=pupil, kind=EventKind.CONCERN).order_by("-seq")[:LATEST])
    voids = Event.objects.filter(kind=EventKind.VOID, about__in=[str(row.pk) for row in rows])
    gone = set(voids.values_list("about", flat=True))
    stand = [row for row in rows if str(row.pk) not in gone and row.code in pack.items]
    return tuple(
        (str(row.pk), f"{pack.items[row.code].label}, {day_words(row.day)}") for row in stand[:CAUSES]
    )


def _one(actor: Actor, school: School, rules: Rules, pupil: Pupil, one: Sanction) -> One:
    ids = [UUID(done.event) for done in one.acts]
    rows = {str(row.pk): row for row in Event.objects.filter(pk__in=ids)}
    people = names_of({row.recorded_by_id for row in rows.values()})
    moment = now()
    acts = tuple(
        Done(
            _act_words(rules, one.kind, done.act),
            when_words(school, row.recorded_at, moment),
            people.get(row.recorded_by_id or 0, ""),
            reverse("pupil-why", args=[pupil.pk, row.pk]),
        )
        for done in one.acts
        if (row := rows.get(done.event))
    )
    declared = rules.pack.sanctions[one.kind]
    ways = tuple(
        Way(BUTTONS[act], f"{_url(pupil, one.kind, act)}?about={one.id}")
        for act in NEXT.get(one.stage, ())
        if may(actor, rules, declared, act)
    )
    return One(declared.label, STANDS[one.stage], _spans(one), acts, _owed(school, rules, ids, moment), ways)


def _owed(school: School, rules: Rules, ids: Sequence[UUID], moment: datetime) -> tuple[Owed, ...]:
    tasks = Task.objects.filter(event_id__in=ids).exclude(status="void").order_by("due_at", "pk")
    return tuple(
        Owed(
            task.label,
            title_of(rules.pack, task.role),
            due_words(school, task.due_at, moment) if task.due_at else "",
            task.status == "done",
            tuple(task.cites),
        )
        for task in tasks
    )


def _act_words(rules: Rules, kind: str, act: str) -> str:
    stages = stages_of(rules.pack, kind, Act(act))
    return stages[0].label if stages else act.capitalize()


def _url(pupil: Pupil, kind: str, act: Act) -> str:
    return reverse("sanction-act", args=[pupil.pk, kind, str(act)])


def _spans(one: Sanction) -> str:
    if one.start is None:
        return ""
    first = _day(one.start)
    return first if one.last in (None, one.start) else f"{first} to {_day(one.last)}"


def _day(day: date | None) -> str:
    return day_words(day) if day else ""
