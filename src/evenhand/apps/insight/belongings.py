"""Groups of pupils by scheme, from a list that the school pastes: one pupil a line."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.insight.models import Belonging
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School

LONGEST_SCHEME, LONGEST_VALUE = 40, 80
MOST_PROBLEMS = 10
# By these the roll is looked at anyhow.
OWN = frozenset({"sex", "year group"})


class BadList(ValueError):
    """The list was not taken over; the text says which lines are wrong."""


@transaction.atomic
def take_over(actor: Actor, *, scheme: str, text: str) -> int:
    """Replace a scheme's groups by those of the list: the pupil's number of the roster or UPN, a comma, the group.

    Returns how many pupils belong to a group now; an empty list ends the scheme. Raises BadList, and takes over nothing.
    """
    name = scheme.strip()
    if not name:
        raise BadList("Name the scheme, for instance Looked after.")
    if problem := typed.too_long("The scheme has", name, LONGEST_SCHEME):
        raise BadList(problem)
    if name.casefold() in OWN:
        raise BadList(f"{name} is known from the roster. Give the scheme another name.")
    rows = _rows(text)
    School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    Belonging.objects.filter(scheme=name).delete()
    Belonging.objects.bulk_create(
        Belonging(
            school_id=actor.school_id, pupil_id=pk, scheme=name, value=value, by_id=actor.person, at=now()
        )
        for pk, value in rows.items()
    )
    append(actor, action="groups.taken_over", subject=f"scheme:{name}", body={"pupils": len(rows)})
    return len(rows)


def _rows(text: str) -> dict[int, str]:
    """The group of each pupil of the list. Raises BadList with the lines that name no pupil, no group, or one anew."""
    known = _numbers()
    rows: dict[int, str] = {}
    wrong = []
    for line, number, value in _lines(text):
        pupil = known.get(number)
        if pupil is None or not value or rows.setdefault(pupil, value) != value:
            wrong.append(str(line))
        elif problem := typed.too_long(
            f"Nothing was taken over. The group of line {line} has", value, LONGEST_VALUE
        ):
            raise BadList(problem)
    if wrong:
        raise BadList(
            f"Nothing was taken over. Look at line {', '.join(wrong[:MOST_PROBLEMS])}: "
            "a known pupil, a comma, a group, each pupil once."
        )
    return rows


def _numbers() -> dict[str, int]:
    """Every pupil by the number of the roster and by UPN."""
    known: dict[str, int] = {}
    for pk, number, upn in Pupil.objects.order_by("pk").values_list("pk", "source_id", "upn"):
        known |= {key: pk for key in (number, upn) if key}
    return known


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    rows = csv.reader(text.splitlines())
    try:
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                yield number, row[0].strip(), (row[1] if len(row) > 1 else "").strip()
    except csv.Error as error:
        raise BadList(f"Nothing was taken over. Line {rows.line_num} cannot be read.") from error
