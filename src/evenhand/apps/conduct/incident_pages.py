"""The pages of an incident: the form with what will follow, everybody's words, and one pupil's copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.conduct import incidents, rooms, selectors
from evenhand.apps.conduct.catalogue import ChoiceGroup, build_catalogue, known_details
from evenhand.apps.conduct.foreseeing import foresee
from evenhand.apps.conduct.incident_form import Form
from evenhand.apps.conduct.models import Incident, Involvement
from evenhand.apps.conduct.pages import FollowLine, lesson_name
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.performers import agreed_on
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.engine.values import Where

RECENT = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil of the form with what is chosen and typed."""

    pupil: Pupil
    role: str
    words: str
    code: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form. `follow` is empty until it was checked."""

    form: Form
    lines: tuple[Line, ...]
    roles: tuple[tuple[str, str], ...]
    groups: tuple[ChoiceGroup, ...]
    found: tuple[Pupil, ...]
    places: tuple[str, ...]
    recent: tuple[tuple[Incident, str], ...]
    words: str
    place: str
    time: str
    query: str
    classmates: tuple[Pupil, ...] = ()
    follow: tuple[FollowLine, ...] = ()
    details: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One of those involved: the part, what was done, and everything said, each with who wrote it down and when."""

    row: Involvement
    name: str
    part: str
    act: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """One incident, for those who work on it."""

    incident: Incident
    when: str
    where: str
    told_by: str
    lines: tuple[Said, ...]
    whole: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyPage:
    """What one pupil's family may have: nothing that another said, nobody else's name."""

    pupil: Pupil
    when: str
    where: str
    part: str
    act: str
    words: tuple[str, ...]
    others: tuple[tuple[str, str], ...]


def new_page(actor: Actor, form: Form) -> NewPage:
    """The form as it stands."""
    school = school_of(actor.school_id)
    day = today(school)
    where = Where.LESSON if form.lesson else Where.OUT_OF_CLASS
    rules = policy_of(school.pk).on(day)
    catalogue = build_catalogue(rules, selectors.usual_codes(actor.user_id, day), where)
    lines = tuple(
        Line(pupil, form.role(pupil), form.text(f"words-{pupil.pk}"), form.text(f"act-{pupil.pk}"))
        for pupil in form.pupils
    )
    query = form.text("q")[:80] if form.doing == "find" else ""
    chosen = {pupil.pk for pupil in form.pupils}
    return NewPage(
        form,
        lines,
        tuple(incidents.ROLES.items()),
        catalogue.concerns,
        tuple(
            pupil
            for pupil in selectors.find_pupils(query)
            if pupil.pk not in chosen and actor.may(Capability.RECORD_ANYWHERE, pupil.year_group)
        ),
        tuple(selectors.recent_places(day)),
        tuple(_recent(actor, school)) if not lines else (),
        form.text("words"),
        form.text("place") or (form.lesson.room if form.lesson else ""),
        form.text("time"),
        query,
        tuple(pupil for pupil in selectors.members(form.lesson) if pupil.pk not in chosen)
        if form.lesson
        else (),
    )


def checked(actor: Actor, form: Form, page: NewPage) -> NewPage:
    """The form with what will follow for each who took part, and the details that the policy demands."""
    codes = form.codes()
    pupils = [pupil for pupil in form.pupils if pupil.pk in codes]
    ground = rooms.ground_of(actor, form.lesson)
    day = today(ground.school)
    agreed = agreed_on(day, list(codes))
    foresight = foresee(ground, pupils, selectors.states(codes), agreed)
    follow = tuple(
        line
        for pupil in pupils
        for line in rooms.follow_lines(ground, [pupil], codes[pupil.pk], agreed, foresight)
    )
    items = ground.policy.pack.items
    wanted = {name for code in codes.values() for name in items[code].details}
    details = tuple(
        {**detail, "typed": form.sent.getlist(f"detail-{detail['id']}")}
        for detail in known_details(ground.policy.on(day))
        if detail["id"] in wanted
    )
    return replace(page, follow=follow, details=details)


def incident_page(actor: Actor, incident: Incident) -> IncidentPage:
    """One incident with everybody's words."""
    school = school_of(actor.school_id)
    items = policy_of(school.pk).pack.items
    evidence = incidents.evidence_of(incident)
    lines, whole = [], []
    for row in incidents.accounts_of(incident):
        said = [
            (one.words or "(words erased)", f"{one.by.name}, {_when(school, one)}")
            for one in row.accounts.all()
        ]
        if row.pupil is None:
            whole += [words for words, _ in said]
            continue
        event = evidence.get(row.pupil.pk) if row.role == incidents.ALLEGED else None
        if event is not None and hasattr(event, "payload") and event.payload.text:
            said.insert(0, (event.payload.text, incident.reporter.name if incident.reporter else ""))
        lines.append(
            Said(
                row,
                row.pupil.display_name,
                incidents.ROLES.get(row.role, row.role.capitalize()),
                items[event.code].label if event is not None and event.code in items else "",
                tuple(said),
            )
        )
    return IncidentPage(
        incident,
        _at(school, incident),
        _where(incident),
        incident.reporter.name if incident.reporter else "",
        tuple(lines),
        tuple(whole),
    )


def copy_page(actor: Actor, incident: Incident, pupil: Pupil) -> CopyPage:
    """One pupil's part of an incident, fit to leave the school."""
    school = school_of(actor.school_id)
    items = policy_of(school.pk).pack.items
    rows = incidents.accounts_of(incident)
    labels = incidents.labels_for(incident, pupil)
    others = {
        row.pupil: labels[row.pupil.pk] for row in rows if row.pupil is not None and row.pupil.pk in labels
    }
    own = next(row for row in rows if row.pupil_id == pupil.pk)
    event = incidents.evidence_of(incident).get(pupil.pk) if own.role == incidents.ALLEGED else None
    said = [one.words for one in own.accounts.all() if one.words]
    if event is not None and hasattr(event, "payload") and event.payload.text:
        said.insert(0, event.payload.text)
    parts = {row.pupil_id: incidents.ROLES.get(row.role, row.role) for row in rows}
    return CopyPage(
        pupil,
        _at(school, incident),
        _where(incident),
        incidents.ROLES.get(own.role, own.role),
        items[event.code].label if event is not None and event.code in items else "",
        tuple(incidents.masked(words, others) for words in said),
        tuple((label, parts[pk].lower()) for pk, label in labels.items()),
    )


def _recent(actor: Actor, school: School) -> list[tuple[Incident, str]]:
    """What the actor lately told of with several pupils."""
    rows = (
        Incident.objects.filter(
            reporter_id=actor.user_id, involvements__role=incidents.REPORTER, involvements__pupil=None
        )
        .select_related("lesson__group")
        .order_by("-happened_at", "-pk")[:RECENT]
    )
    return [(row, _at(school, row)) for row in rows]


def _at(school: School, incident: Incident) -> str:
    at = local(school, incident.happened_at)
    return f"{at.day:%A} {at.day.day} {at.day:%B}, {at.time:%H:%M}"


def _when(school: School, account: Any) -> str:
    at = local(school, account.at)
    return f"{at.day.day} {at.day:%b}, {at.time:%H:%M}"


def _where(incident: Incident) -> str:
    lesson = lesson_name(incident.lesson) if incident.lesson else ""
    return ", ".join(part for part in (lesson, incident.place) if part)
