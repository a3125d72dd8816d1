"""Who takes part in a session: known by "pupil-12" or "staff-5", so that no name stands in the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from evenhand.apps.conduct.models import Event, Involvement
from evenhand.apps.conduct.selectors import members
from evenhand.apps.people.models import Pupil, Staff

# What an incident calls a part, beside what a session calls it.
PARTS: Final = {
    "harmed": "Was harmed",
    "alleged": "Is said to have done it",
    "affected": "Was affected",
    "supporter": "Is there to help",
}
HARMED: Final = "harmed"


@dataclass(frozen=True, slots=True)
class Party:
    """One person who may take part. `part` is the one held so far, or suggested."""

    key: str
    name: str
    note: str
    part: str = ""
    consents: bool = False
    words: str = ""


def possible(event: Event) -> tuple[Party, ...]:
    """Those linked to the entry first, each with their part there, then the class and the adult who recorded it."""
    rows = Involvement.objects.filter(incident_id=event.incident_id).select_related("pupil", "staff")
    found: dict[str, Party] = {f"pupil-{event.pupil_id}": _pupil(event.pupil, "alleged")}
    for row in rows:
        part = row.role if row.role in PARTS else "affected"
        if row.pupil is not None:
            found.setdefault(f"pupil-{row.pupil_id}", _pupil(row.pupil, part))
        elif row.staff is not None:
            found.setdefault(f"staff-{row.staff_id}", _staff(row.staff, part))
    lesson = event.incident.lesson
    for pupil in members(lesson) if lesson is not None else ():
        found.setdefault(f"pupil-{pupil.pk}", _pupil(pupil, ""))
    if lesson is not None and lesson.staff is not None:
        found.setdefault(f"staff-{lesson.staff_id}", _staff(lesson.staff, ""))
    return tuple(found.values())


def taking_part(details: dict[str, Any], consents: Iterable[str] = ()) -> tuple[Party, ...]:
    """Those who were named when the session was opened, with their parts."""
    parts = dict(str(line).split("=", 1) for line in details.get("parts", ()))
    keys, agreed = [str(key) for key in details.get("parties", ())], set(consents)
    pupils = Pupil.objects.in_bulk([int(key[6:]) for key in keys if key.startswith("pupil-")])
    staff = Staff.objects.in_bulk([int(key[6:]) for key in keys if key.startswith("staff-")])
    found = []
    for key in keys:
        kind, _, number = key.partition("-")
        person = pupils.get(int(number)) if kind == "pupil" else staff.get(int(number))
        name = (
            "" if person is None else person.display_name if isinstance(person, Pupil) else person.short_name
        )
        note = person.form if isinstance(person, Pupil) else ""
        found.append(Party(key, name, note, parts.get(key, ""), key in agreed))
    return tuple(found)


def _pupil(pupil: Pupil, part: str) -> Party:
    return Party(f"pupil-{pupil.pk}", pupil.display_name, pupil.form, part)


def _staff(staff: Staff, part: str) -> Party:
    return Party(f"staff-{staff.pk}", staff.short_name, "", part)
