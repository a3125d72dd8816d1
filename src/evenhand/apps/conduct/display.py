"""What a screen in a corridor shows: who did well this week, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.wishes import Wishes, wishes_of
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of
from evenhand.engine.values import EventKind

MOST: Final = 24
AT_ONCE: Final = 100
NOBODY: Final = Wishes()


@dataclass(frozen=True, slots=True)
class Named:
    """A pupil by first name, and what for, in the policy's words: no word that anybody typed."""

    name: str
    dir: str
    lang: str
    form: str
    label: str


@dataclass(frozen=True, slots=True)
class Display:
    """The latest of the week, each pupil once."""

    school: str
    heading: str
    names: tuple[Named, ...]


def display(school_id: int) -> Display:
    """What the screen shows now: no concern is read for it, no figure, and nobody who does not wish to be named."""
    school = school_of(school_id)
    pack = policy_of(school.pk).pack
    shown: dict[int, Named] = {}
    for rows in _recognised(school):
        wishes = wishes_of({row.pupil_id for row in rows})
        for row in rows:
            wish = wishes.get(row.pupil_id, NOBODY)
            item = pack.items.get(row.code)
            if item is None or wish.unnamed or wish.quiet or row.details.get("private") is True:
                continue
            shown.setdefault(row.pupil_id, _named(row.pupil, item.label))
        if len(shown) >= MOST:
            break
    word = pack.vocabulary.get("recognition", "recognition")
    return Display(school.name, f"This week’s {word}s", tuple(shown.values())[:MOST])


def _recognised(school: School) -> Iterator[list[Event]]:
    """The recognitions since Monday of those on roll, the latest first, none taken back; so many at a time."""
    day = local(school, now()).day
    week = Event.objects.filter(day__gte=day - timedelta(days=day.weekday()), day__lte=day)
    gone = set(week.filter(kind=EventKind.VOID).values_list("about", flat=True))
    praised = week.filter(kind=EventKind.ACHIEVEMENT, pupil__left_on=None).select_related("pupil")
    rows = praised.order_by("-happened_at", "-seq")
    start, found = 0, list(rows[:AT_ONCE])
    while found:
        yield [row for row in found if str(row.pk) not in gone]
        start += len(found)
        found = list(rows[start : start + AT_ONCE]) if len(found) == AT_ONCE else []


def _named(pupil: Pupil, label: str) -> Named:
    rtl = "rtl" if pupil.direction == "rtl" else ""
    return Named(pupil.first_name, rtl, pupil.lang, pupil.form, label)
