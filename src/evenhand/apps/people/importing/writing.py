"""Writes a plan, in bulk, inside the transaction of whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.apps import apps
from django.db import models

from evenhand.apps.people.importing.plan import Changes, Place, Plan
from evenhand.apps.people.importing.share import SOURCE
from evenhand.apps.people.models import Contact, Enrolment, Group, Pupil, Staff, Teaching, YearMembership
from evenhand.apps.tenancy import clock

BATCH = 500
PUPIL = (
    "upn",
    "given",
    "family",
    "preferred",
    "date_of_birth",
    "sex",
    "year_group",
    "form",
    "lang",
    "left_on",
)
STAFF = ("title", "given", "family", "email")
GROUP = ("name", "subject", "kind", "year_group")

Row = TypeVar("Row", bound=models.Model)
Held = TypeVar("Held", Enrolment, Teaching)


def write(plan: Plan) -> None:
    """Write everything that the plan says, people and groups before what joins them."""
    _save(plan.pupils, Pupil, PUPIL)
    _save(plan.staff, Staff, STAFF)
    _save(plan.groups, Group, GROUP)
    pupils = _ids(Pupil.objects.filter(school=plan.school, source=SOURCE))
    staff = _ids(Staff.objects.filter(school=plan.school))
    groups = _ids(Group.objects.filter(school=plan.school))
    _heads(plan, pupils)
    _standings(plan, pupils)
    _contacts(plan, pupils)
    _close(Enrolment, plan.enrolments)
    _create(
        Enrolment,
        (
            Enrolment(pupil_id=pupils[one.person], **_columns(plan, groups, one))
            for one in plan.enrolments.added
        ),
    )
    _close(Teaching, plan.teachings)
    _create(
        Teaching,
        (
            Teaching(staff_id=staff[one.person], primary=one.primary, **_columns(plan, groups, one))
            for one in plan.teachings.added
        ),
    )


def _columns(plan: Plan, groups: dict[str, int], one: Place) -> dict[str, Any]:
    return {
        "school": plan.school,
        "group_id": groups[one.group],
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
        "recorded_at": clock.now(),
    }


def _save(changes: Changes[Row, Row], model: type[Row], columns: tuple[str, ...]) -> None:
    _create(model, changes.added)
    if changes.changed:
        model._default_manager.bulk_update(changes.changed, columns, batch_size=BATCH)


def _close(model: type[Held], changes: Changes[Place, Held]) -> None:
    if changes.changed:
        model._default_manager.bulk_update(changes.changed, ["valid_to"], batch_size=BATCH)


def _create(model: type[Row], rows: Iterable[Row]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)


def _ids(rows: models.QuerySet[Any]) -> dict[str, int]:
    return dict(rows.values_list("source_id", "pk"))


def _heads(plan: Plan, pupils: dict[str, int]) -> None:
    """Each new pupil gets the row that is locked while something is decided; its model lives above."""
    heads = apps.get_model("conduct", "PupilHead")
    rows = [heads(school=plan.school, pupil_id=pupils[row.source_id]) for row in plan.pupils.added]
    heads._default_manager.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _standings(plan: Plan, pupils: dict[str, int]) -> None:
    if plan.standings.changed:
        YearMembership.objects.bulk_update(plan.standings.changed, ["valid_to"], batch_size=BATCH)
    _create(
        YearMembership,
        (
            YearMembership(
                school=plan.school,
                pupil_id=pupils[one.pupil],
                year_group=one.year_group,
                form=one.form,
                valid_from=one.valid_from,
            )
            for one in plan.standings.added
        ),
    )


def _contacts(plan: Plan, pupils: dict[str, int]) -> None:
    order: dict[str, int] = {}
    for one in plan.contacts.added:
        order[one.pupil] = order.get(one.pupil, 0) + 1
        one.row.pupil_id, one.row.order = pupils[one.pupil], order[one.pupil]
    _create(Contact, (one.row for one in plan.contacts.added))
    if plan.contacts.changed:
        Contact.objects.bulk_update(
            plan.contacts.changed, ["relation", "phone", "email", "lang"], batch_size=BATCH
        )
