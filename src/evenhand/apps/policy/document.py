"""The policy as a document to be read: sections and paragraphs in order, each with what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.urls import reverse

from evenhand.apps.policy.words import FATES, FORCES, NO_SCREEN, NOT_YET
from evenhand.engine.explain import Found, citing
from evenhand.engine.pack.resolve import SETTING, Policy, Rules
from evenhand.engine.pack.schema import (
    Clause,
    FormalSanction,
    Letter,
    MessageForm,
    Pack,
    Param,
    ReportCard,
    Routine,
    SanctionStage,
    Setting,
)
from evenhand.engine.values import Fate, Force

OPEN_QUESTION = "Open question, default in force"
UNPERFORMED, QUESTIONS = "not-yet", "open"
FIGURES = (Param, Setting, MessageForm)
# What the engine decides and `evenhand replay` runs, while the application has no page to record it.
WITHOUT_SCREEN = (FormalSanction, SanctionStage, Letter, ReportCard, Routine)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: components/clause.html. `search` is what a search looks through, folded."""

    id: str
    title: str
    named: bool
    mark: str
    heading: str
    text: str
    note: str
    force: str
    fate: str
    fates: tuple[str, ...]
    gap: str
    question: str
    url: str
    search: str
    ethos: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its paragraphs; `first` is the first one's number, "" where they are named."""

    id: str
    title: str
    first: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, eq=False)
class Document:
    """A policy with a school's settings on one day; two are the same only if they are one object."""

    policy: Policy
    rules: Rules
    day: date
    parts: tuple[Part, ...]
    lines: Mapping[str, Line]
    found: Mapping[str, tuple[Found, ...]]
    params: Mapping[str, tuple[Param, ...]]
    settings: Mapping[str, tuple[Setting, ...]]

    @property
    def pack(self) -> Pack:
        """The pack behind it."""
        return self.policy.pack

    def part_of(self, clause_id: str) -> Part:
        """The section in which a paragraph stands."""
        return next(part for part in self.parts if part.id == self.pack.clauses[clause_id].section)


_documents: dict[tuple[str, str, date], Document] = {}
KEPT = 16


def document_of(policy: Policy, day: date) -> Document:
    """The document, built once in a process for each edition, set of settings and day."""
    key = (policy.digest, policy.settings_digest, day)
    found = _documents.get(key)
    if found is None:
        if len(_documents) >= KEPT:
            _documents.clear()
        found = _documents.setdefault(key, build_document(policy, day))
    return found


def build_document(policy: Policy, day: date) -> Document:
    """The document as the settings stand on that day."""
    rules = policy.on(day)
    pack, found = policy.pack, citing(policy.pack)
    params = _by_clause(found, Param)
    settings = _by_clause(found, Setting)
    lines = {
        clause.id: _line(
            rules, clause, bool(params.get(clause.id)), settings.get(clause.id, ()), found.get(clause.id, ())
        )
        for clause in pack.clauses.values()
    }
    parts = tuple(
        Part(section.id, section.title, _first(held), held)
        for section in pack.sections
        if (
            held := tuple(
                lines[clause.id] for clause in pack.clauses.values() if clause.section == section.id
            )
        )
    )
    return Document(policy, rules, day, parts, lines, found, params, settings)


def is_open(rules: Rules, setting: Setting) -> bool:
    """Whether the school could answer the question and has not."""
    used = rules.used(SETTING + setting.key)
    return not setting.fixed and (used is None or used.since is None)


def _by_clause(found: Mapping[str, tuple[Found, ...]], kind: type[T]) -> dict[str, tuple[T, ...]]:
    """The declarations of one kind by the paragraphs that they, or a dated value in them, cite; each once."""
    held: dict[str, tuple[T, ...]] = {}
    for clause, items in found.items():
        outermost = {id(one.chain[0]): one.chain[0] for one in items if isinstance(one.chain[0], kind)}
        if outermost:
            held[clause] = tuple(outermost.values())
    return held


def _first(lines: tuple[Line, ...]) -> str:
    return "" if lines[0].named else lines[0].id


def _gap(clause: Clause, found: tuple[Found, ...]) -> str:
    """What is missing of a paragraph, "" for nothing."""
    if not clause.built:
        return NOT_YET
    declared = [one.chain[0] for one in found if not isinstance(one.chain[0], FIGURES)]
    unseen = bool(declared) and all(isinstance(one, WITHOUT_SCREEN) for one in declared)
    return NO_SCREEN if unseen else ""


def _line(
    rules: Rules, clause: Clause, has_figure: bool, settings: tuple[Setting, ...], found: tuple[Found, ...]
) -> Line:
    fates = [FATES[clause.fate]]
    if has_figure and clause.fate is not Fate.PARAMETER:
        fates.append(FATES[Fate.PARAMETER])
    open_here = any(is_open(rules, setting) for setting in settings)
    return Line(
        id=clause.id,
        title=clause.title,
        named=clause.named,
        mark=rules.pack.mark,
        heading=clause.heading,
        text=clause.text,
        note=clause.note,
        force=FORCES[clause.force],
        fate=clause.fate.value,
        fates=tuple(fates),
        gap=_gap(clause, found),
        question=OPEN_QUESTION if open_here else "",
        url=reverse("policy:clause", args=[clause.id]),
        search=f"{clause.id} {clause.heading} {clause.text}".casefold(),
        ethos=clause.force is Force.ETHOS,
    )
