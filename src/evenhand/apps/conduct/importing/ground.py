"""What an import needs of the school, read once: people, policy, calendar, and who sits in which lesson."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from evenhand.apps.conduct.importing.told import Involved, PupilKey
from evenhand.apps.people.models import Enrolment, Pupil, Staff
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.selectors import calendar_of
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.school_calendar import SchoolCalendar

Names = dict[tuple[str, ...], set[int]]


@dataclass(slots=True)
class Ground:
    """One school as an import sees it. Needs the school's scope while it is used."""

    school: School
    policy: Policy
    calendar: SchoolCalendar
    now: datetime
    pupils: dict[int, Pupil]
    by_key: dict[str, Names] = field(default_factory=dict)
    staff: Names = field(default_factory=dict)
    held: dict[date, dict[str, list[LessonOccurrence]]] = field(default_factory=dict)
    groups: dict[int, list[Enrolment]] = field(default_factory=dict)

    def pupils_named(self, key: PupilKey) -> set[int]:
        """The pupils that a key may mean: one, none, or several of the same name."""
        if key.kind == "name_and_form":
            return self.by_key["name"].get((plain(key.given), plain(key.family), plain(key.form)), set())
        wanted = (plain(key.value),)
        if key.kind != "id":
            return self.by_key[key.kind].get(wanted, set())
        return self.by_key["source_id"].get(wanted) or self.by_key["upn"].get(wanted, set())

    def staff_named(self, ident: str) -> int | None:
        """The one member of staff of that id."""
        found = self.staff.get((plain(ident),), set())
        return next(iter(found)) if len(found) == 1 else None

    def pupil_involved(self, one: Involved) -> int | None:
        """The pupil that is meant, None where nobody or more than one could be."""
        found = self.pupils_named(PupilKey("id", one.id))
        return next(iter(found)) if len(found) == 1 else None

    def lesson(self, pupil_id: int, day: date, period: str, key: str) -> LessonOccurrence | None:
        """The lesson the pupil was in: the one of that key, else the only one of the period."""
        if day not in self.held:
            rows: dict[str, list[LessonOccurrence]] = defaultdict(list)
            for row in LessonOccurrence.objects.filter(day=day).select_related("group").order_by("pk"):
                rows[row.period].append(row)
            self.held[day] = dict(rows)
        groups = self._groups(pupil_id, day)
        mine = [row for rows in self.held[day].values() for row in rows if row.group_id in groups]
        if key:
            names = {key, f"{day.isoformat()}/{key}"}
            named = [row for row in mine if names & {row.scope_key, row.group.source_id, row.group.name}]
            mine = named or mine
        found = [row for row in mine if row.period == period]
        return found[0] if len(found) == 1 else None

    def _groups(self, pupil_id: int, day: date) -> frozenset[int]:
        """The groups that the pupil belonged to on that day."""
        return frozenset(
            row.group_id
            for row in self.groups.get(pupil_id, ())
            if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
        )


def ground_of(school: School) -> Ground:
    """Read the school. Needs its scope. Raises NoCalendar or NoPolicy where it is not set up yet."""
    pupils = Pupil.objects.in_bulk()
    ground = Ground(school, policy_of(school.pk), calendar_of(school), now(), pupils)
    ground.by_key = {
        "source_id": _index((pk, (one.source_id,)) for pk, one in pupils.items()),
        "upn": _index((pk, (one.upn,)) for pk, one in pupils.items() if one.upn),
        "name": _index(
            (pk, (given, one.family, one.form))
            for pk, one in pupils.items()
            for given in {one.given, one.preferred}
            if given
        ),
    }
    ground.staff = _index(
        (one.pk, (name,)) for one in Staff.objects.all() for name in {one.source_id, one.email} if name
    )
    for row in Enrolment.objects.order_by("pk"):
        ground.groups.setdefault(row.pupil_id, []).append(row)
    return ground


def plain(text: str) -> str:
    """A name or id without what people write differently: case, width and space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _index(pairs: Iterable[tuple[int, tuple[str, ...]]]) -> Names:
    found: Names = defaultdict(set)
    for pk, names in pairs:
        found[tuple(plain(name) for name in names)].add(pk)
    return dict(found)
