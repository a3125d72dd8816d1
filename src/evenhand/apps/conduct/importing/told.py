"""What every format is read into: one pupil's part in something that happened, as the source tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final, Literal
from uuid import UUID, uuid5

from evenhand.apps.people.roster.model import Fault
from evenhand.engine.facts import NOTHING, Answer, Fact
from evenhand.engine.values import EventKind, Where

__all__ = ["Fault", "Involved", "PupilKey", "Reading", "Told", "event_id"]

NAMESPACE: Final = UUID("6b3c1f0e-7d0b-5f0c-9f5e-2f6f1f6f9a51")
KeyKind = Literal["id", "source_id", "upn", "name_and_form"]


@dataclass(frozen=True, slots=True)
class PupilKey:
    """How the source names a pupil: by an id, or by first name, family name and form."""

    kind: KeyKind
    value: str
    given: str = ""
    family: str = ""
    form: str = ""

    @property
    def shown(self) -> str:
        """The key as it stood in the file."""
        return self.value or f"{self.given} {self.family}, {self.form}"


@dataclass(frozen=True, slots=True)
class Involved:
    """Somebody else in the incident. `role` is harmed, witness, reporter or a word of the source."""

    role: str
    id: str
    adult: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One part as it was told.

    `day`, `clock` and `fold` are the school's local time; `clock` None where the source names no time. `label` is the
    source's word for the act; `keep_label`: before the calendar it may stand alone, since nothing is decided from it.
    `about` is the source's id of an earlier event. `columns` gives the source's names of our fields, for faults.
    """

    file: str
    line: int
    source: str
    source_id: str
    pupil: PupilKey
    day: date
    clock: time | None
    fold: int = 0
    school: str = ""
    kind: EventKind | None = None
    code: str = ""
    label: str = ""
    keep_label: bool = False
    where: Where | None = None
    lesson: str = ""
    place: str = ""
    about: str = ""
    reporter: str = ""
    text: str = ""
    details: Mapping[str, Fact] = field(default_factory=lambda: NOTHING)
    answers: tuple[Answer, ...] = ()
    involved: tuple[Involved, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    def fault(self, name: str, value: str, expected: str, mend: str, *, flag: bool = False) -> Fault:
        """What is wrong with one of our fields, by the source's own name for it; a flag leaves the event in."""
        column = self.columns.get(name, name)
        severity: Literal["warning", "error"] = "warning" if flag else "error"
        return Fault(self.file, self.line, column, value[:80], expected, mend, severity)


@dataclass(slots=True)
class Reading:
    """A file as it was read. `refused` counts the rows that could not be; `in_order`: keep the file's own order."""

    format: str
    told: list[Told] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: int = 0
    in_order: bool = False

    def refuse(self, fault: Fault) -> None:
        """Leave a row out, with the reason."""
        self.faults.append(fault)
        self.refused += 1


def event_id(school_id: int, source: str, source_school: str, source_id: str) -> UUID:
    """The id of an imported event: the same source and source id give the same, so a second import adds nothing."""
    parts = (str(school_id), source, source_school, source_id)
    return uuid5(NAMESPACE, "\x1f".join(part.replace("\x1f", " ") for part in parts))
