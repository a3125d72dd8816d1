"""Compares what joins people: contacts, year groups and forms, places in groups. Old spans close, none goes."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Q

from evenhand.apps.people.importing.fitting import misfit
from evenhand.apps.people.importing.plan import Changes, NewContact, Place, Plan, Standing
from evenhand.apps.people.importing.share import SOURCE, Share
from evenhand.apps.people.models import Contact, Enrolment, Teaching, YearMembership
from evenhand.apps.people.roster.model import Fault, RosterContact, RosterEnrolment

Held = TypeVar("Held", Enrolment, Teaching)
OWN_GROUPS = "form:"


def compare_standings(plan: Plan, pupils: dict[str, dict[str, Any]]) -> None:
    """A pupil's year group and form: a row from the day it changes, and the row before closed."""
    current: dict[str, YearMembership] = {}
    rows = YearMembership.objects.filter(_open(plan), school=plan.school, pupil__source=SOURCE)
    for row in rows.select_related("pupil").order_by("valid_from", "id"):
        current[row.pupil.source_id] = row
    for source_id, values in pupils.items():
        if source_id not in plan.sound["pupil"]:
            continue
        standing = Standing(source_id, values["year_group"], values["form"], plan.span.since)
        held = current.get(source_id)
        if held is None:
            plan.standings.added.append(standing)
        elif (held.year_group, held.form) != (standing.year_group, standing.form):
            held.valid_to = plan.span.until
            plan.standings.changed.append(held)
            plan.standings.added.append(standing)
        else:
            plan.standings.unchanged += 1


def compare_contacts(plan: Plan, share: Share) -> None:
    """Contacts by pupil and name; several ways to reach one person are told apart by their order."""
    known: dict[tuple[str, str, int], Contact] = {}
    rows = Contact.objects.filter(school=plan.school, pupil__source=SOURCE).select_related("pupil")
    for row in rows.order_by("order", "id"):
        known[_nth(known, row.pupil.source_id, row.name)] = row
    seen: dict[tuple[str, str, int], RosterContact] = {}
    for one in share.contacts:
        if one.pupil in plan.sound["pupil"]:
            seen[_nth(seen, one.pupil, one.name)] = one
    for key, one in seen.items():
        _contact(plan, known.pop(key, None), one)
    if not share.partial:
        named = {one.source_id for one in share.pupils}
        plan.contacts.absent = [row for key, row in known.items() if key[0] in named]


def _contact(plan: Plan, row: Contact | None, one: RosterContact) -> None:
    values = {"relation": one.relation, "phone": one.phone, "email": one.email}
    fresh = row is None
    if row is None:
        row = Contact(school=plan.school, name=one.name)
    if one.language:
        values["lang"] = one.language
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    fault = misfit(row, f"a contact of {one.pupil}")
    if fault is not None:
        plan.faults.append(fault)
    elif fresh:
        plan.contacts.added.append(NewContact(one.pupil, row))
    elif before != values:
        plan.contacts.changed.append(row)
    else:
        plan.contacts.unchanged += 1


def _nth(known: dict[tuple[str, str, int], Any], pupil: str, name: str) -> tuple[str, str, int]:
    number = 0
    while (pupil, name, number) in known:
        number += 1
    return pupil, name, number


def compare_places(plan: Plan, share: Share) -> None:
    """Pupils' and teachers' places. Of those who are in the file, a place that it does not name closes.

    Not so where lines were left out for their faults: the place may have stood on one of them.
    """
    pupils = Enrolment.objects.filter(_open(plan), school=plan.school, pupil__source=SOURCE)
    held = {
        (row.group.source_id, row.pupil.source_id): row for row in pupils.select_related("group", "pupil")
    }
    _places(plan, plan.enrolments, held, share, "pupil")
    staff = Teaching.objects.filter(_open(plan), school=plan.school).select_related("group", "staff")
    taught = {(row.group.source_id, row.staff.source_id): row for row in staff}
    _places(plan, plan.teachings, taught, share, "teacher")


def _places(
    plan: Plan, changes: Changes[Place, Held], held: dict[tuple[str, str], Held], share: Share, role: str
) -> None:
    people = {one.source_id for one in (share.pupils if role == "pupil" else share.staff)}
    groups = {one.source_id for one in share.groups}
    for one in share.enrolments:
        if one.role != role:
            continue
        if one.status != "active":
            _close(plan, changes, held.pop((one.group, one.person), None))
        elif one.person in plan.sound[role] and one.group in plan.sound["group"]:
            _place(plan, changes, held.pop((one.group, one.person), None), one)
        elif share.partial:
            plan.faults.append(_stranger(plan, one))
    if share.partial:
        return
    for (group, person), row in held.items():
        named = person in people if role == "pupil" else group in groups
        if named and not share.is_silent_on_the_rest and not group.startswith(OWN_GROUPS):
            _close(plan, changes, row)
        else:
            changes.absent.append(row)


def _close(plan: Plan, changes: Changes[Place, Held], row: Held | None) -> None:
    if row is not None:
        row.valid_to = plan.span.until
        changes.changed.append(row)


def _stranger(plan: Plan, one: RosterEnrolment) -> Fault:
    """A place in a file of changes that names somebody or something nobody here has heard of."""
    column, value = ("person", one.person) if one.group in plan.sound["group"] else ("group", one.group)
    mend = "Import a whole export first, then the changes."
    return Fault("enrolment", 0, column, value[:40], "an id of this file, or of an earlier one", mend)


def _place(plan: Plan, changes: Changes[Place, Held], row: Held | None, one: RosterEnrolment) -> None:
    asked_elsewhere = plan.span.asked is not None
    begin = plan.span.begin(None if asked_elsewhere else one.begin)
    end = plan.span.end(one.end)
    if row is None:
        changes.added.append(Place(one.group, one.person, begin, end, one.primary))
    elif end is not None and row.valid_to != end:
        row.valid_to = end
        changes.changed.append(row)
    else:
        changes.unchanged += 1


def _open(plan: Plan) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=plan.span.since)
