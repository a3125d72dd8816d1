"""Photographs kept and removed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.services import append
from evenhand.apps.people.models import Photograph, Pupil
from evenhand.apps.people.photographs.drawing import NotAPicture, draw
from evenhand.apps.people.photographs.finding import FORMATS, Pictures
from evenhand.apps.people.photographs.matching import PhotographPlan, mark_of
from evenhand.apps.people.roster.model import Fault


def keep_photographs(actor: Actor, *, plan: PhotographPlan, file: str = "") -> int:
    """Draw and keep what is new or changed; returns how many. What turns out damaged becomes a fault of the plan.

    Drawn before anything is locked: a thousand pictures take seconds.
    """
    _demand(actor)
    drawn = dict(_drawn(plan)) if not plan.is_empty else {}
    if not drawn:
        return 0
    with transaction.atomic():
        pupils = {
            pupil.pk: pupil
            for pupil in Pupil.objects.select_for_update(no_key=True).filter(
                school_id=actor.school_id, pk__in=drawn
            )
        }
        Photograph.objects.filter(pupil_id__in=pupils).delete()
        Photograph.objects.bulk_create(
            [Photograph(school_id=actor.school_id, pupil_id=pk, image=drawn[pk][1]) for pk in sorted(pupils)],
            batch_size=100,
        )
        for pk, pupil in pupils.items():
            pupil.photograph = drawn[pk][0]
        Pupil.objects.bulk_update(pupils.values(), ["photograph"], batch_size=200)
        body = {"counts": plan.counts(), "kept": len(pupils), "faults": len(plan.faults)}
        append(actor, action="import_photographs", subject=f"photographs:{file[:80]}", body=body)
    return len(pupils)


@transaction.atomic
def remove_photograph(actor: Actor, *, pupil: Pupil) -> bool:
    """Remove a pupil's photograph for good; returns whether there was one."""
    _demand(actor)
    went = forget([pupil.pk])
    if went:
        append(actor, action="photograph.removed", subject=f"pupil:{pupil.pk}", body={})
    return bool(went)


def forget(pupil_ids: Iterable[int]) -> int:
    """Remove these pupils' photographs without a word in the log, for who writes one; returns how many."""
    ids = list(pupil_ids)
    went, _ = Photograph.objects.filter(pupil_id__in=ids).delete()
    Pupil.objects.filter(pk__in=ids).exclude(photograph="").update(photograph="")
    return went


def _drawn(plan: PhotographPlan) -> Iterator[tuple[int, tuple[str, bytes]]]:
    wanted = {plan.found[pk][0]: pk for pk in (*plan.added, *plan.changed)}
    for name, content in Pictures(plan.path):
        pk = wanted.get(name)
        if pk is None or mark_of(content) != plan.found[pk][1]:
            continue
        try:
            yield pk, (plan.found[pk][1], draw(content))
        except NotAPicture as found:
            plan.faults.append(Fault(name, 0, "", str(found), FORMATS, "Save it anew as JPEG."))


def _demand(actor: Actor) -> None:
    if Capability.IMPORT not in actor.capabilities:
        raise PermissionError("only those who import people keep photographs")
