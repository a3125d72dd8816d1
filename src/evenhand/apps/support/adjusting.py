"""Reasonable adjustments that are agreed for a pupil: what changes in the steps, by how much, by whom, looked at when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today

LONGEST = 200
MOST = 600
# What makes two agreements of a kind and a day the same.
SAID = ("value", "words", "agreed_on", "review_on", "valid_to")


class BadAgreement(ValueError):
    """It cannot be agreed so; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An adjustment in force as the profile shows it."""

    pk: int
    label: str
    words: str
    by: str
    since: date
    review: date | None
    late: bool


def in_force(pupil: Pupil, day: date) -> list[Agreed]:
    """The pupil's adjustments on that day, the oldest agreement first."""
    kinds = policy_of(pupil.school_id).pack.adjustments
    found = []
    for row in _in_force(pupil, day).select_related("agreed_by").order_by("pk"):
        kind = kinds.get(row.kind)
        label = kind.label if kind else row.kind
        if kind and kind.unit and row.value:
            label = f"{label}: {row.value} {kind.unit.value if kind.unit.value != 'count' else 'times'}"
        by = row.agreed_by.name if row.agreed_by else ""
        late = bool(row.review_on and row.review_on < day)
        found.append(Agreed(row.pk, label, row.words, by, row.agreed_on, row.review_on, late))
    return found


@transaction.atomic
def agree(
    actor: Actor, *, pupil: Pupil, kind: str, value: str, words: str, review: date | None
) -> AgreedAdjustment:
    """Agree an adjustment from today. One of the same kind that is in force ends with yesterday; the same again stands.

    Raises BadAgreement.
    """
    declared = policy_of(actor.school_id).pack.adjustments.get(kind)
    day = today(school_of(actor.school_id))
    if declared is None:
        raise BadAgreement("Choose the adjustment from the list.")
    figure = typed.number(value) or 0
    if declared.unit is not None and not 0 < figure <= MOST:
        raise BadAgreement(f"{declared.label}: say the figure, from 1 to {MOST}.")
    if declared.unit is None and not words.strip():
        raise BadAgreement("Say in a sentence what adults do.")
    if review is None or review <= day:
        raise BadAgreement("Say by which day to come it is looked at again.")
    if problem := typed.too_long("The words have", words, LONGEST):
        raise BadAgreement(problem)
    Pupil.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    new = AgreedAdjustment(
        school_id=actor.school_id, pupil=pupil, kind=kind, value=figure if declared.unit else 0,
        words=words.strip(), agreed_by_id=actor.person, agreed_on=day, valid_from=day, review_on=review,
    )  # fmt: skip
    return _replaced(actor, new, day)


def _replaced(actor: Actor, made: AgreedAdjustment, day: date) -> AgreedAdjustment:
    """The new agreement in place of those of its kind; the one that says the same today already, where there is one."""
    held = list(_in_force(made.pupil, day).filter(kind=made.kind).order_by("pk"))
    for row in held:
        if all(getattr(row, name) == getattr(made, name) for name in SAID):
            return row
    for row in held:
        _end(row, day)
    made.save()
    append(
        actor,
        action="adjustment.agreed",
        subject=f"pupil:{made.pupil_id}",
        body={"kind": made.kind, "value": made.value},
    )
    return made


@transaction.atomic
def end(actor: Actor, *, pupil: Pupil, pk: int) -> None:
    """The adjustment no longer holds, from today. Raises BadAgreement where none of that key is in force."""
    day = today(school_of(actor.school_id))
    row = _in_force(pupil, day).filter(pk=pk).first()
    if row is None:
        raise BadAgreement("There is no such adjustment in force.")
    _end(row, day)
    append(actor, action="adjustment.ended", subject=f"pupil:{pupil.pk}", body={"kind": row.kind})


def _in_force(pupil: Pupil, day: date) -> QuerySet[AgreedAdjustment]:
    rows = AgreedAdjustment.objects.filter(pupil=pupil, valid_from__lte=day)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _end(row: AgreedAdjustment, day: date) -> None:
    row.valid_to = day - timedelta(days=1)
    row.save(update_fields=["valid_to"])
