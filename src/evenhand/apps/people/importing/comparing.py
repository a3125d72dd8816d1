"""Compares a share of a roster with the rows of its school and fills the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from evenhand.apps.people.importing.fitting import misfit
from evenhand.apps.people.importing.linking import (
    OWN_GROUPS,
    compare_contacts,
    compare_places,
    compare_standings,
)
from evenhand.apps.people.importing.plan import Changes, Plan
from evenhand.apps.people.importing.share import SOURCE, Share
from evenhand.apps.people.importing.span import span_for
from evenhand.apps.people.models import Group, Pupil, Staff
from evenhand.apps.people.roster.model import RosterGroup, RosterPupil, RosterStaff
from evenhand.apps.tenancy.models import School

NAMES = ("given", "family")
Row = TypeVar("Row", Pupil, Staff, Group)


def make_plan(school: School, share: Share, *, year: str = "") -> Plan:
    """Compare one school's share of a roster with its rows. Reads only. Raises UnknownYear.

    Runs in the scope of the school. People and groups come first, then what joins them.
    """
    span = span_for(school, share.terms, year)
    plan = Plan(school, span, questions=[span.asked] if span.asked else [])
    forms, years = _forms(share), _years(share)
    pupils = {one.source_id: pupil_values(one, forms) for one in share.pupils if one.status == "active"}
    staff = {one.source_id: staff_values(one) for one in share.staff if one.status == "active"}
    groups = {
        one.source_id: group_values(one, years.get(one.source_id))
        for one in share.groups
        if one.status == "active"
    }
    gone = {one.source_id for one in share.pupils if one.status != "active"}
    plan.sound["pupil"] = _rows(plan, plan.pupils, Pupil, pupils, _stand_ins(share.pupils))
    plan.sound["teacher"] = _rows(plan, plan.staff, Staff, staff, _stand_ins(share.staff))
    plan.sound["group"] = _rows(plan, plan.groups, Group, groups, frozenset())
    _part_with(plan, gone)
    if share.partial:
        _add_known(plan)
        plan.pupils.absent, plan.staff.absent, plan.groups.absent = [], [], []
    compare_standings(plan, pupils)
    compare_contacts(plan, share)
    compare_places(plan, share)
    return plan


def _add_known(plan: Plan) -> None:
    """What a file of changes does not name stands as it did, and may be referred to."""
    plan.sound["pupil"] |= {row.source_id for row in plan.pupils.absent}
    plan.sound["teacher"] |= {row.source_id for row in plan.staff.absent}
    plan.sound["group"] |= {row.source_id for row in plan.groups.absent}


def pupil_values(one: RosterPupil, forms: dict[str, str]) -> dict[str, Any]:
    """The columns of a pupil."""
    given, family = (one.given, one.family) if one.given else (one.family, "")
    return {
        "upn": one.upn,
        "given": given or one.username or one.source_id,
        "family": family,
        "preferred": one.preferred,
        "date_of_birth": one.date_of_birth,
        "sex": one.sex,
        "year_group": one.year_group,
        "form": one.form or forms.get(one.source_id, ""),
        "lang": one.language,
        "left_on": None,
    }


def staff_values(one: RosterStaff) -> dict[str, Any]:
    """The columns of a member of staff; a lone name is the family name."""
    given, family = (one.given, one.family) if one.family else ("", one.given)
    return {
        "title": one.title,
        "given": given,
        "family": family or one.username or one.source_id,
        "email": one.email,
    }


def group_values(one: RosterGroup, year_group: int | None) -> dict[str, Any]:
    """The columns of a group."""
    return {"name": one.name, "subject": one.subject, "kind": one.kind, "year_group": year_group}


def _rows(
    plan: Plan,
    changes: Changes[Row, Row],
    model: type[Row],
    wanted: dict[str, dict[str, Any]],
    stand_ins: frozenset[str],
) -> set[str]:
    """Compare the rows of one table; returns the ids of those wanted that there are or will be.

    `wanted` then holds the values as they will stand, with what the file left empty as it was.
    """
    known = _known(plan, model)
    sound: set[str] = set()
    for source_id, values in wanted.items():
        row = known.pop(source_id, None)
        fresh = row is None
        if row is None:
            row = _new(plan, model, source_id)
        else:
            values.update(_kept(row, values, names=source_id in stand_ins))
        before = [getattr(row, name) for name in values]
        for name, value in values.items():
            setattr(row, name, value)
        fault = misfit(row, source_id)
        if fault is None or not fresh:
            sound.add(source_id)
        if fault is not None:
            plan.faults.append(fault)
        elif fresh:
            changes.added.append(row)
        elif before != list(values.values()):
            changes.changed.append(row)
        else:
            changes.unchanged += 1
    changes.absent = [row for row in known.values() if _is_missed(row)]
    return sound


def _kept(row: models.Model, values: dict[str, Any], *, names: bool) -> dict[str, Any]:
    """What stays: a file without a column, or with an empty cell, says nothing about what is known."""
    silent = {name for name, value in values.items() if value in ("", None) and name != "left_on"}
    return {name: getattr(row, name) for name in values if name in silent or (names and name in NAMES)}


def _stand_ins(people: Iterable[RosterPupil | RosterStaff]) -> frozenset[str]:
    """The ids of those for whose names their usernames stand in."""
    return frozenset(
        one.source_id for one in people if one.username and (one.given, one.family) == (one.username, "")
    )


def _known(plan: Plan, model: type[Row]) -> dict[str, Row]:
    rows: models.QuerySet[Row] = model._default_manager.filter(school=plan.school)
    if model is Pupil:
        rows = rows.filter(source=SOURCE)
    return {row.source_id: row for row in rows}


def _new(plan: Plan, model: type[Row], source_id: str) -> Row:
    row = model(school=plan.school, source_id=source_id)
    if isinstance(row, Pupil):
        row.source = SOURCE
    return row


def _is_missed(row: models.Model) -> bool:
    """Pupils who have left and forms that the school made itself are in no file."""
    if isinstance(row, Pupil):
        return row.left_on is None
    return not (isinstance(row, Group) and row.source_id.startswith(OWN_GROUPS))


def _part_with(plan: Plan, gone: set[str]) -> None:
    """Pupils whom the file calls inactive have left; those it has never named before are passed over."""
    for row in [row for row in plan.pupils.absent if row.source_id in gone]:
        plan.pupils.absent.remove(row)
        row.left_on = plan.span.until
        plan.pupils.changed.append(row)


def _forms(share: Share) -> dict[str, str]:
    """The form of each pupil who is in a tutor group."""
    tutor = {one.source_id: one.name for one in share.groups if one.kind == "tutor"}
    return {
        one.person: tutor[one.group] for one in share.enrolments if one.role == "pupil" and one.group in tutor
    }


def _years(share: Share) -> dict[str, int]:
    """The year group of each group whose pupils are all of one year."""
    year_of = {one.source_id: one.year_group for one in share.pupils}
    seen: dict[str, Counter[int]] = {}
    for one in _pupil_places(share):
        year = year_of.get(one.person)
        if year is not None:
            seen.setdefault(one.group, Counter())[year] += 1
    return {group: next(iter(years)) for group, years in seen.items() if len(years) == 1}


def _pupil_places(share: Share) -> Iterable[Any]:
    return (one for one in share.enrolments if one.role == "pupil" and one.status == "active")
