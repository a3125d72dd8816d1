"""Near whom an adult of the class stays at moments that matter, in the words of what was agreed and is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.facts import agreed_on, agreed_words
from evenhand.apps.support.models import Joining, ProfileEntry, Strategy
from evenhand.apps.tenancy.scoping import school_of_scope

# What on a profile says that an adult is needed nearby.
MARKING: Final = ("risk", "plan", "need", "trigger")
MOST_LINES = 2


def near_on(day: date, pupil_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """What to do with each of these pupils who has an agreement or a need on record, in two lines at most.

    First what was agreed, then what has worked most often, else how the need shows; never the name of a need, and nothing
    of somebody new of whom staff have not been told.
    """
    waiting = set(
        Joining.objects.filter(pupil_id__in=pupil_ids, released_at=None).values_list("pupil_id", flat=True)
    )
    known = [pk for pk in pupil_ids if pk not in waiting]
    lines = _agreed(day, known)
    seen = _entries(known)
    for pk, words in (
        Strategy.objects.filter(pupil_id__in={*lines, *seen}, ended_at=None)
        .order_by("-worked", "pk")
        .values_list("pupil_id", "words")
    ):
        lines.setdefault(pk, []).append(words)
    for pk, entries in seen.items():
        lines.setdefault(pk, entries)
    return {pk: tuple(dict.fromkeys(said))[:MOST_LINES] for pk, said in lines.items()}


def _agreed(day: date, pupil_ids: Sequence[int]) -> dict[int, list[str]]:
    found = agreed_on(day, pupil_ids)
    if not found:
        return {}
    pack = policy_of(school_of_scope()).pack
    return {
        pk: [agreed_words(pack, row.kind, words) for row, words in agreed] for pk, agreed in found.items()
    }


def _entries(pupil_ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = ProfileEntry.objects.filter(pupil_id__in=pupil_ids, ended_at=None, kind__in=MARKING)
    for pk, words in rows.order_by("pk").values_list("pupil_id", "words"):
        found.setdefault(pk, []).append(words)
    return found
