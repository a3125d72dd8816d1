"""Groups of pupils by scheme, from a list that the school pastes: one pupil a line."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.insight.models import Belonging
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.clock import now

LONGEST_SCHEME, LONGEST_VALUE = 40, 80
MOST_PROBLEMS = 10


class BadList(ValueError):
    """The list was not taken over; the text says which lines are wrong."""


@transaction.atomic
def take_over(actor: Actor, *, scheme: str, text: str) -> int:
    """Replace a scheme's groups by those of the list: the pupil's number of the roster or UPN, a comma, the group.

    Returns how many pupils belong to a group now; an empty list ends the scheme. Raises BadList, and takes over nothing.
    """
    name = scheme.strip()[:LONGEST_SCHEME]
    if not name:
        raise BadList("Name the scheme, for instance Looked after.")
    lines = list(_lines(text))
    numbers = [number for _, number, _ in lines]
    known: dict[str, int] = {}
    for pupil in Pupil.objects.filter(Q(source_id__in=numbers) | Q(upn__in=numbers)).order_by("pk"):
        known |= {pupil.source_id: pupil.pk} | ({pupil.upn: pupil.pk} if pupil.upn else {})
    wrong = [str(line) for line, number, value in lines if number not in known or not value]
    if wrong:
        raise BadList(
            f"Nothing was taken over. Look at line {', '.join(wrong[:MOST_PROBLEMS])}: a known pupil, a comma, a group."
        )
    Belonging.objects.filter(scheme=name).delete()
    rows = {known[number]: value for _, number, value in lines}
    Belonging.objects.bulk_create(
        Belonging(
            school_id=actor.school_id, pupil_id=pk, scheme=name, value=value, by_id=actor.person, at=now()
        )
        for pk, value in rows.items()
    )
    append(actor, action="groups.taken_over", subject=f"scheme:{name}", body={"pupils": len(rows)})
    return len(rows)


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    for number, row in enumerate(csv.reader(text.splitlines()), start=1):
        if any(cell.strip() for cell in row):
            yield number, row[0].strip(), (row[1] if len(row) > 1 else "").strip()[:LONGEST_VALUE]
