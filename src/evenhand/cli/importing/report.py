"""What an import found and did, as text for people and as JSON for machines."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.apps.people.roster.model import Fault, Question

FEW = 20


@dataclass
class SchoolReport:
    """One school of the file. `slug` is empty where none here is meant."""

    source_id: str
    name: str
    slug: str = ""
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()


@dataclass
class Report:
    """An import of one file. `applied`: it was written, not only compared."""

    file: str
    format: str = ""
    applied: bool = False
    schools: list[SchoolReport] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was left out and nothing has to be answered."""
        wrong = any(fault.severity == "error" for fault in self.faults)
        return not wrong and not self.questions and all(one.slug for one in self.schools)

    def as_json(self) -> str:
        """Everything, on one line."""
        return json.dumps(dataclasses.asdict(self), ensure_ascii=False, default=str)

    def as_text(self) -> str:
        """Everything that a person needs to go on."""
        lines = [f"{self.file}: {self.format or 'not recognised'}"]
        for school in self.schools:
            lines += _school(school)
        lines += [_fault(fault) for fault in self.faults]
        for question in self.questions:
            option = {"needs_year": "--year", "needs_date_order": "--date-order"}.get(question.name, "--map")
            lines.append(f"{question.text} Answer with {option} {'|'.join(question.choices)}.")
        lines += self.notes
        lines.append("Applied." if self.applied else "Nothing was changed; add --apply to apply it.")
        return "\n".join(lines)


def _school(school: SchoolReport) -> list[str]:
    title = f"{school.name or school.source_id} ({school.source_id})"
    if not school.slug:
        return [f"{title}: no school here. Add --map {school.source_id}=SLUG, or --create."]
    lines = [f"{title}: {school.slug}"]
    for noun, counts in school.counts.items():
        lines.append(
            f"  {noun:<11}"
            + ", ".join(f"{number} {word.replace('_', ' ')}" for word, number in counts.items())
        )
    if school.absent:
        more = f" and {len(school.absent) - FEW} more" if len(school.absent) > FEW else ""
        lines.append(f"  not in the file, kept: {', '.join(school.absent[:FEW])}{more}")
    return lines


def _fault(fault: Fault) -> str:
    place = f"{fault.file}:{fault.line}" if fault.line else fault.file
    value = f" {fault.value!r}" if fault.value else ""
    column = f" {fault.column}" if fault.column else ""
    return (
        f"{fault.severity}: {place}{column}{value}: expected {fault.expected}. {fault.how_to_mend}".rstrip()
    )
