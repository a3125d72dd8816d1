"""One school's share of a roster, and which of our schools the schools of a file are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evenhand.apps.people.models import Pupil
from evenhand.apps.people.roster import Roster
from evenhand.apps.people.roster.model import (
    RosterContact,
    RosterEnrolment,
    RosterGroup,
    RosterPupil,
    RosterSchool,
    RosterStaff,
    RosterTerm,
)
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school

SOURCE = "roster"
MOST = 0.5


@dataclass(frozen=True, slots=True)
class Share:
    """What a roster says of one school.

    `partial`: it holds only changes, so absence means nothing. `faulty`: lines or files were left out.
    """

    school: RosterSchool
    terms: tuple[RosterTerm, ...]
    pupils: tuple[RosterPupil, ...]
    staff: tuple[RosterStaff, ...]
    contacts: tuple[RosterContact, ...]
    groups: tuple[RosterGroup, ...]
    enrolments: tuple[RosterEnrolment, ...]
    partial: bool = False
    faulty: bool = False

    @property
    def is_silent_on_the_rest(self) -> bool:
        """Whether what it does not name may be there all the same: lines are missing, or were left out."""
        return self.partial or self.faulty


def share_of(roster: Roster, source_id: str) -> Share:
    """The share of the school with that id in the file; without a school in the file, everything."""
    schools = roster.schools or (RosterSchool("", ""),)
    school = next(one for one in schools if one.source_id == source_id)
    whole = not roster.schools
    pupils = tuple(one for one in roster.pupils if whole or _belongs(one, source_id))
    staff = tuple(one for one in roster.staff if whole or _belongs(one, source_id))
    groups = tuple(one for one in roster.groups if whole or one.school_id == source_id)
    known = {"pupil": {one.source_id for one in pupils}, "teacher": {one.source_id for one in staff}}
    taught = {one.source_id for one in groups}
    if roster.partial:
        # Who and what is not in a file of changes is known from before, if it is this school's.
        elsewhere = {one.source_id for one in roster.groups} - taught
        named = {one.source_id for one in roster.pupils} | {one.source_id for one in roster.staff}
        others = named.difference(*known.values())
        enrolments = tuple(
            one for one in roster.enrolments if one.group not in elsewhere and one.person not in others
        )
    else:
        enrolments = tuple(
            one for one in roster.enrolments if one.group in taught and one.person in known[one.role]
        )
    return Share(
        school,
        roster.terms,
        pupils,
        staff,
        tuple(one for one in roster.contacts if one.pupil in known["pupil"]),
        groups,
        enrolments,
        roster.partial,
        bool(roster.errors),
    )


def _belongs(person: RosterPupil | RosterStaff, source_id: str) -> bool:
    return source_id == person.school_id or source_id in person.other_school_ids


def match_schools(roster: Roster, ours: Iterable[School]) -> dict[str, School]:
    """Our school for each school of the file that can be told for certain: by number, name, or its pupils."""
    schools = list(ours)
    found: dict[str, School] = {}
    for theirs in roster.schools:
        match = (
            _by_number(theirs, schools) or _by_name(theirs, schools) or _by_pupils(roster, theirs, schools)
        )
        if match is not None:
            found[theirs.source_id] = match
    return found


def _by_number(theirs: RosterSchool, schools: list[School]) -> School | None:
    numbers = dict(theirs.identifiers)
    named = [one for one in schools if one.identifiers.get(SOURCE) == theirs.source_id]
    same = [one for one in schools if _shares(one.identifiers, numbers)]
    matches = same or named
    return matches[0] if len(matches) == 1 else None


def _shares(ours: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    return any(ours.get(kind) == value for kind, value in theirs.items() if kind != "number")


def _by_name(theirs: RosterSchool, schools: list[School]) -> School | None:
    name = theirs.name.casefold()
    same = [one for one in schools if name and name in {one.name.casefold(), one.short_name.casefold()}]
    return same[0] if len(same) == 1 else None


def _by_pupils(roster: Roster, theirs: RosterSchool, schools: list[School]) -> School | None:
    """The one school that already has most of these pupils from an earlier import."""
    ids = {one.source_id for one in roster.pupils if one.school_id == theirs.source_id}
    if not ids:
        return None
    for school in schools:
        with in_school(school):
            rows = Pupil.objects.filter(school=school, source=SOURCE).values_list("source_id", flat=True)
            if len(ids.intersection(rows)) > MOST * len(ids):
                return school
    return None
