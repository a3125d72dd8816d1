"""The cases of a pack as written: what happens to one pupil or several, and what the policy must make of it.

Events and closes run in the order in which the file has them. A case of several pupils names them with
`[[case.pupil]]`, its events say `pupil`, and a `[[case.close]]` ends a period for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Final

from evenhand.engine.close import KINDS
from evenhand.engine.pack.convert import Converter, Draft, Spot
from evenhand.engine.pack.errors import PackErrors, listed
from evenhand.engine.pack.expectations import Expectation, ExpectationReader, are_tables
from evenhand.engine.pack.load import read_document
from evenhand.engine.pack.locate import KeyPath, Position, locate
from evenhand.engine.pack.schema import Figure
from evenhand.engine.pack.wording import told
from evenhand.engine.values import EventKind, Where

THE_PUPIL: Final = "pupil"
"""The name of the pupil of a case that names none."""

Told = Figure | tuple[str, ...]
"""A detail or fact: a figure, or a list of words."""


@dataclass(frozen=True, slots=True)
class CaseAdjustment:
    """An agreed adjustment that the pupil of the case has."""

    id: str
    kind: str
    value: int = 0


@dataclass(frozen=True, slots=True)
class CasePupil:
    """One of several pupils. `facts` is what is known of the pupil at every close."""

    id: str
    year_group: int | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Told] = field(default_factory=dict)
    adjustments: tuple[CaseAdjustment, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseAnswer:
    """What the adult said of one adjustment."""

    adjustment: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One thing that happened; `at` is local time. `pupil` may be left out where the case has only one."""

    id: str
    kind: EventKind
    at: datetime
    code: str = ""
    where: Where = Where.LESSON
    scope: str = ""
    period: str = ""
    place: str = ""
    by: str = "teacher-1"
    roles: tuple[str, ...] = ("teacher",)
    witness: str = ""
    about: str = ""
    details: Mapping[str, Told] = field(default_factory=dict)
    answers: tuple[CaseAnswer, ...] = ()
    pupil: str = ""


@dataclass(frozen=True, slots=True)
class CaseClose:
    """The end of a period for all pupils of the case.

    `facts` adds to what is known of each, by the pupil's name; `school` is what the school's own row tells.
    """

    id: str
    period: str
    at: datetime
    facts: Mapping[str, Mapping[str, Told]] = field(default_factory=dict)
    school: Mapping[str, Told] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """What a case says happened.

    `covers` names the requirements whose check it asserts, `settles` the open questions and date formulas that it shows.
    """

    name: str
    calendar: str
    events: tuple[CaseEvent, ...] = ()
    closes: tuple[CaseClose, ...] = ()
    pupils: tuple[CasePupil, ...] = ()
    covers: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    year_group: int | None = None
    settings: Mapping[str, Figure] = field(default_factory=dict)
    adjustments: tuple[CaseAdjustment, ...] = ()


@dataclass(frozen=True, slots=True)
class Case(Story):
    """A case as written. `order` has the ids of events and closes in the order of the file."""

    order: tuple[str, ...] = ()
    expectations: tuple[Expectation, ...] = ()

    def cast(self) -> tuple[CasePupil, ...]:
        """The pupils of the case, always at least one."""
        return self.pupils or (CasePupil(THE_PUPIL),)

    def pupil_of(self, event: CaseEvent) -> str:
        """To whom an event happened."""
        return event.pupil or self.cast()[0].id


@dataclass(frozen=True, slots=True)
class _CaseFile:
    cases: tuple[Story, ...]


def parse_cases(name: str, text: str) -> tuple[Case, ...]:
    """The cases of one file's text. Raises `PackErrors` with every fault."""
    draft = Draft()
    document = read_document(name, text, draft) or {}
    converter = Converter(name, locate(text), draft)
    tables = document.get("case", [])
    expects = [table.pop("expect", []) for table in tables] if are_tables(tables) else []
    written = converter.fields(_CaseFile, document, Spot((), ()), ["cases"]) if document else {"cases": ()}
    cases = []
    for number, (story, expected) in enumerate(zip(written["cases"], expects, strict=False)):
        told_so_far = {entry.name: getattr(story, entry.name) for entry in fields(Story)}
        case = Case(**told_so_far, order=_order(converter, story, number))
        _check(converter, case, Spot(("case", number), ("case", number)))
        names = tuple(pupil.id for pupil in case.cast())
        reader = ExpectationReader(converter, ("case", number, "expect"), case.name, case.order, names)
        cases.append(Case(**told_so_far, order=case.order, expectations=reader.read(expected)))
    if draft.errors:
        raise PackErrors(draft.errors)
    return tuple(cases)


def _order(converter: Converter, story: Story, number: int) -> tuple[str, ...]:
    """The ids of events and closes by the lines on which they stand."""
    placed = []
    names = {"event": [one.id for one in story.events], "close": [one.id for one in story.closes]}
    for key, idents in names.items():
        for place, ident in enumerate(idents):
            path: KeyPath = ("case", number, key, place)
            placed.append((converter.positions.get(path, Position(1, 1)), ident))
    return tuple(ident for _, ident in sorted(placed, key=lambda pair: pair[0]))


def _check(converter: Converter, case: Case, spot: Spot) -> None:
    """Report what a case says of pupils that it has not, of ids twice over, and of periods that do not end."""
    if not case.order:
        converter.fault(spot, f'in "{case.name}" nothing happens', "[[case.event]] or [[case.close]]")
    names = [pupil.id for pupil in case.cast()]
    for number, event in enumerate(case.events):
        at = spot.down("event").down(number)
        if event.pupil and event.pupil not in names:
            known = f"one of {listed(names)}"
            converter.fault(at.down("pupil"), f"{told(event.pupil)} is no pupil of this case", known)
        elif not event.pupil and len(names) > 1:
            expected = f"pupil, one of {listed(names)}"
            converter.fault(at, f'"{event.id}" does not say to whom it happened', expected)
    taken = {event.id for event in case.events}
    for number, ending in enumerate(case.closes):
        at = spot.down("close").down(number)
        if ending.id in taken:
            converter.fault(at.down("id"), f'"{ending.id}" is there twice', "each one once", "another name")
        if ending.period not in KINDS:
            expected = f"one of {', '.join(KINDS)}"
            converter.fault(at.down("period"), f"{told(ending.period)} is no period", expected)
        for name in ending.facts:
            if name not in names:
                message, known = f"{told(name)} is no pupil of this case", f"one of {listed(names)}"
                converter.fault(at.down("facts").down(name), message, known)
