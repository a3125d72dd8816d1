"""How a pupil likes praise: for all to hear or as a quiet word, and whether to be named where others read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.models import PraisePrompt
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.clock import now

QUIET: Final = "quiet"
UNNAMED: Final = "unnamed"
KINDS: Final = (QUIET, UNNAMED)


class Wishes(NamedTuple):
    """What one pupil wishes; without a word praise is for all to hear and names are named."""

    quiet: bool = False
    unnamed: bool = False


def wishes_of(pupil_ids: Iterable[int]) -> dict[int, Wishes]:
    """The wishes of these pupils; of who has none there is no row."""
    rows = PraisePrompt.objects.filter(pupil_id__in=list(pupil_ids), kind__in=KINDS, closed_at__isnull=True)
    return wishes_in(rows)


def wishes_in(rows: Iterable[PraisePrompt]) -> dict[int, Wishes]:
    """The wishes among open prompts."""
    found: dict[int, Wishes] = {}
    for row in rows:
        if row.kind in KINDS:
            found[row.pupil_id] = found.get(row.pupil_id, Wishes())._replace(**{row.kind: True})
    return found


@transaction.atomic
def set_wishes(actor: Actor, *, pupil: Pupil, wishes: Wishes) -> None:
    """Keep what the pupil wishes now, where that has changed; what no longer holds is closed and stays on record."""
    Pupil.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    before = wishes_of([pupil.pk]).get(pupil.pk, Wishes())
    if wishes == before:
        return
    for kind, wanted in wishes._asdict().items():
        if wanted and not getattr(before, kind):
            PraisePrompt.objects.create(school_id=actor.school_id, pupil=pupil, kind=kind, by_id=actor.person)
        elif not wanted:
            held = PraisePrompt.objects.filter(pupil=pupil, kind=kind, closed_at__isnull=True)
            held.update(closed_at=now(), closed_by_id=actor.person)
    append(actor, action="praise.wishes", subject=f"pupil:{pupil.pk}", body=wishes._asdict())
