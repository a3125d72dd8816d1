"""Who takes part in a session: known by "pupil-12" or "staff-5", so that no name stands in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.db.models import Q

from evenhand.apps.access.models import RoleGrant
from evenhand.apps.casework.alerting import holders
from evenhand.apps.conduct.models import Event, Involvement
from evenhand.apps.conduct.selectors import members
from evenhand.apps.people.models import Pupil, Staff
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.models import School
from evenhand.engine.pack.schema import Conversation

NOBODY: Final[Mapping[str, str]] = MappingProxyType({})

# What an incident calls a part, beside what a session calls it.
PARTS: Final = {
    "harmed": "Was harmed",
    "alleged": "Is said to have done it",
    "affected": "Was affected",
    "supporter": "Is there to help",
}
HARMED: Final = "harmed"
# What became of asking a pupil's family to come, which nobody has to do (INF-RJ-4).
REPLIES: Final = {
    "invited": "Invited, no answer yet",
    "coming": "Is coming",
    "declined": "Was invited and does not come",
}


@dataclass(frozen=True, slots=True)
class Party:
    """One person who may take part. `part` is the one held so far, or suggested; `family` what became of asking theirs."""

    key: str
    name: str
    note: str
    part: str = ""
    consents: bool = False
    words: str = ""
    year: int | None = None
    family: str = ""

    @property
    def is_pupil(self) -> bool:
        """Whether there is a family to ask."""
        return self.key.startswith("pupil-")

    @property
    def reply(self) -> str:
        """What became of asking the family, in words; "" where it was not asked."""
        return REPLIES.get(self.family, "")


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


def leads(school: School, talk: Conversation, people: Iterable[Party], day: date) -> dict[int, str]:
    """Who may lead a session of these people: those who hold the policy's role for the year group of one of them."""
    years = {one.year for one in people if one.year is not None}
    rows = RoleGrant.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), role=str(talk.suggest_role), valid_from__lte=day
    )
    held = rows.filter(Q(year_group__isnull=True) | Q(year_group__in=years)).select_related("membership")
    found: dict[int, set[int]] = {}
    for grant in held:
        found.setdefault(grant.membership.user_id, set()).update(
            () if grant.year_group is None else (grant.year_group,)
        )
    named = holders(school, str(talk.suggest_role), day)
    return {pk: _with_years(school, named[pk], found[pk]) for pk in sorted(found, key=lambda pk: named[pk])}


def _with_years(school: School, name: str, years: Iterable[int]) -> str:
    word = policy_of(school.pk).pack.vocabulary.get("year", "year").capitalize()
    return ", ".join([name, *(f"{word} {year}" for year in sorted(years))])


def replies(details: Mapping[str, Any]) -> dict[str, str]:
    """What became of asking each family, by the pupil's key, as it was last recorded."""
    found = {str(key): "invited" for key in details.get("families_invited", ())}
    for reply in ("coming", "declined"):
        found |= {str(key): reply for key in details.get(f"families_{reply}", ())}
    return found


def asked(said: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What became of asking, as it is recorded: every family that was invited, and of these who comes and who does not."""
    known = {key: reply for key, reply in said.items() if reply in REPLIES}
    told = {"families_invited": tuple(known)} if known else {}
    for reply in ("coming", "declined"):
        if keys := tuple(key for key, one in known.items() if one == reply):
            told[f"families_{reply}"] = keys
    return told


def taking_part(
    details: dict[str, Any], consents: Iterable[str] = (), families: Mapping[str, str] = NOBODY
) -> tuple[Party, ...]:
    """Those who were named when the session was opened, with their parts and what became of asking their families."""
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
        part, reply = parts.get(key, ""), families.get(key, "")
        found.append(Party(key, name, note, part, key in agreed, family=reply))
    return tuple(found)


def _pupil(pupil: Pupil, part: str) -> Party:
    return Party(f"pupil-{pupil.pk}", pupil.display_name, pupil.form, part, year=pupil.year_group)


def _staff(staff: Staff, part: str) -> Party:
    return Party(f"staff-{staff.pk}", staff.short_name, "", part)
