"""What an import would do to a school, row by row, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from evenhand.apps.people.importing.span import Span
from evenhand.apps.people.models import Contact, Enrolment, Group, Pupil, Staff, Teaching, YearMembership
from evenhand.apps.people.roster.model import Fault, Question
from evenhand.apps.tenancy.models import School

T = TypeVar("T")
U = TypeVar("U")


@dataclass(slots=True)
class Changes(Generic[T, U]):
    """Of one noun: what is new, which rows change, how many stay, and which rows the file does not name."""

    added: list[T] = field(default_factory=list)
    changed: list[U] = field(default_factory=list)
    unchanged: int = 0
    absent: list[U] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """The four numbers."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "absent": len(self.absent),
        }


class Place(NamedTuple):
    """A person's place in a group, by their ids in the file."""

    group: str
    person: str
    valid_from: date
    valid_to: date | None
    primary: bool = False


class NewContact(NamedTuple):
    """A contact to come, and the id of its pupil in the file."""

    pupil: str
    row: Contact


class Standing(NamedTuple):
    """The year group and form that a pupil has from a day on."""

    pupil: str
    year_group: int | None
    form: str
    valid_from: date


@dataclass(slots=True)
class Plan:
    """Everything that one import does to one school; nothing is written yet.

    `sound` holds the ids of the pupils, teachers and groups that the school has or is about to have.
    """

    school: School
    span: Span
    pupils: Changes[Pupil, Pupil] = field(default_factory=Changes)
    staff: Changes[Staff, Staff] = field(default_factory=Changes)
    contacts: Changes[NewContact, Contact] = field(default_factory=Changes)
    groups: Changes[Group, Group] = field(default_factory=Changes)
    enrolments: Changes[Place, Enrolment] = field(default_factory=Changes)
    teachings: Changes[Place, Teaching] = field(default_factory=Changes)
    standings: Changes[Standing, YearMembership] = field(default_factory=Changes)
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    sound: dict[str, set[str]] = field(default_factory=dict)

    def nouns(self) -> Iterator[tuple[str, dict[str, int]]]:
        """What is counted, by the word it is shown under; places of pupils and of teachers count together."""
        yield "pupils", self.pupils.counts()
        yield "staff", self.staff.counts()
        yield "contacts", self.contacts.counts()
        yield "groups", self.groups.counts()
        yield "enrolments", dict(_sum(self.enrolments.counts(), self.teachings.counts()))

    def counts(self) -> dict[str, dict[str, int]]:
        """All the counts, for machines."""
        return dict(self.nouns())

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        parts = (self.pupils, self.staff, self.contacts, self.groups, self.enrolments, self.teachings)
        return not any(part.added or part.changed for part in (*parts, self.standings))


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    total = Counter(one)
    total.update(other)
    return {name: total[name] for name in one}
