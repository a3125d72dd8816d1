"""Whether entries and sanctions fall on groups of pupils in step with their share of the roll.

A share far above is a reason to talk about it and no finding: small groups swing, and one pupil can make a group.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from evenhand.apps.conduct.models import Event
from evenhand.apps.insight.blocks import Span
from evenhand.apps.insight.counting import entries_in, roll
from evenhand.apps.insight.models import Belonging
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import today
from evenhand.engine.values import EventKind

SHARE: Final = "equality.share"
USUAL_SHARE: Final = 150
WHOLE: Final = 100
UNKNOWN: Final = "Not known"


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a scheme: how many on roll, and their entries and sanctions. `flags` names which stand far above."""

    label: str
    pupils: int
    entries: int
    sanctions: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """The groups by one view of the roll."""

    label: str
    groups: tuple[Group, ...]


def share_of(school: School) -> int:
    """From which per cent of a group's share of the roll it is flagged."""
    policy = policy_of(school.pk)
    return policy.on(today(school)).number("param:" + SHARE) if SHARE in policy.pack.params else USUAL_SHARE


def schemes(school: School, span: Span) -> list[Scheme]:
    """The views of the roll that the school has, each with its groups."""
    pupils = roll()
    entries = Counter(row.pupil_id for row in entries_in(school, span))
    sanctions = Counter(
        Event.objects.filter(
            day__range=(span.first, span.last), kind=EventKind.SANCTION, about=""
        ).values_list("pupil_id", flat=True)
    )
    most = share_of(school)
    return [
        Scheme(name, _groups(pupils, of, entries, sanctions, most)) for name, of in _views(pupils).items()
    ]


def _views(pupils: list[Pupil]) -> dict[str, dict[int, str]]:
    views = {
        "Sex": {one.pk: one.sex.capitalize() or UNKNOWN for one in pupils},
        "Year group": {one.pk: f"Year {one.year_group}" if one.year_group else UNKNOWN for one in pupils},
    }
    rows = Belonging.objects.order_by("scheme", "pk").values_list("scheme", "pupil_id", "value")
    for scheme, pupil_id, value in rows:
        views.setdefault(scheme, {one.pk: UNKNOWN for one in pupils})[pupil_id] = value
    return views


def _groups(
    pupils: list[Pupil], of: dict[int, str], entries: Counter[int], sanctions: Counter[int], most: int
) -> tuple[Group, ...]:
    known = {one.pk for one in pupils}
    sizes: Counter[str] = Counter(of[one.pk] for one in pupils)
    counts = []
    for count in (entries, sanctions):
        found: Counter[str] = Counter()
        for pupil_id, many in count.items():
            if pupil_id in known:
                found[of[pupil_id]] += many
        counts.append(found)
    return tuple(
        Group(
            label,
            size,
            counts[0][label],
            counts[1][label],
            tuple(
                name
                for name, found in zip(("entries", "sanctions"), counts, strict=True)
                if _above(found[label], found.total(), size, len(pupils), most)
            ),
        )
        for label, size in sorted(sizes.items())
    )


def _above(part: int, whole: int, size: int, everybody: int, most: int) -> bool:
    """Whether the group's share of these exceeds that per cent of its share of the roll, in whole numbers."""
    return part * everybody * WHOLE > most * whole * size
