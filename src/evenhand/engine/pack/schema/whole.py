"""A whole policy as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from evenhand.engine.pack.schema.catalogue import AdjustmentKind, Detail, Group, Item, Shortcut
from evenhand.engine.pack.schema.classroom import Card, Mood, NeedPattern, OutsideContact
from evenhand.engine.pack.schema.conversations import Booklet, Conversation
from evenhand.engine.pack.schema.document import Clause, Ledger, Param, Section, Setting, Source, Tag, Total
from evenhand.engine.pack.schema.effects import Route
from evenhand.engine.pack.schema.ladders import Ladder
from evenhand.engine.pack.schema.letters import Language, MessageForm, Sending
from evenhand.engine.pack.schema.paths import StagedPath
from evenhand.engine.pack.schema.places import Centre, Gate, Placement, TimeOwed
from evenhand.engine.pack.schema.programmes import Programme
from evenhand.engine.pack.schema.recording import EntryField
from evenhand.engine.pack.schema.registers import Register
from evenhand.engine.pack.schema.reports import Consequence, ReportCard
from evenhand.engine.pack.schema.sanctions import FormalSanction, Letter, SanctionStage
from evenhand.engine.pack.schema.school_day import Device, Duty, HandIn
from evenhand.engine.pack.schema.triggers import Counter, Routine, Trigger
from evenhand.engine.values import Role

YEAR_TEAM: Final = ("head_of_year", "pastoral_lead", "senior_leader")
ROOM: Final = ("removal_manager", "pastoral_lead", "senior_leader")
LEADERS: Final = ("pastoral_lead", "senior_leader")
ESCALATION: Final[Mapping[str, tuple[str, ...]]] = {
    "author": YEAR_TEAM,
    "witness": YEAR_TEAM,
    "teacher": YEAR_TEAM,
    "tutor": YEAR_TEAM,
    "teaching_assistant": LEADERS,
    "removal_staff": ROOM,
    "pastoral_admin": ROOM,
    "removal_manager": ("behaviour_lead", "senior_leader"),
    "head_of_year": LEADERS,
    "office": LEADERS,
    "duty_staff": ("duty_leader", "senior_leader"),
}
"""Who hears that a role's act is past its time, in a pack that does not say so of that role: the first held that day."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole policy as data, checked and frozen. `digest` is the SHA-256 of its files' canonical content."""

    id: str
    version: str
    title: str
    source: Source
    mark: str
    jurisdiction: str
    digest: str
    vocabulary: Mapping[str, str]
    roles: Mapping[Role, tuple[str, ...]]
    proper_names: tuple[str, ...] = ()
    forbidden_words: tuple[str, ...] = ()
    escalation: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    params: Mapping[str, Param] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    ledgers: Mapping[str, Ledger] = field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    tags: tuple[Tag, ...] = ()
    gate: Gate | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    shortcuts: tuple[Shortcut, ...] = ()
    ladders: Mapping[str, Ladder] = field(default_factory=dict)
    placements: Mapping[str, Placement] = field(default_factory=dict)
    time_owed: Mapping[str, TimeOwed] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    conversations: Mapping[str, Conversation] = field(default_factory=dict)
    booklets: Mapping[str, Booklet] = field(default_factory=dict)
    adjustments: Mapping[str, AdjustmentKind] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    counters: Mapping[str, Counter] = field(default_factory=dict)
    triggers: Mapping[str, Trigger] = field(default_factory=dict)
    routines: Mapping[str, Routine] = field(default_factory=dict)
    paths: Mapping[str, StagedPath] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    reports: Mapping[str, ReportCard] = field(default_factory=dict)
    consequences: Mapping[str, Consequence] = field(default_factory=dict)

    def cited(self, clause_id: str) -> str:
        """How a paragraph is cited to people: "¶ 80", or by its heading where the document has no numbers."""
        return f"{self.mark} {self.titled(clause_id)}"

    def titled(self, clause_id: str) -> str:
        """The paragraph's number or heading without the mark; what is no paragraph of this policy, as it is."""
        clause = self.clauses.get(clause_id)
        return clause.title if clause else clause_id

    def above(self, role: str) -> tuple[str, ...]:
        """The roles that hear, the first that somebody holds, when an act of this role is past its time."""
        own = {str(known): above for known, above in self.escalation.items()}
        found = own[role] if role in own else ESCALATION.get(role, ())
        held = {str(known) for known in self.roles}
        return tuple(above for above in found if above in held)

    def parts_of(self, measure: str) -> Mapping[str, int]:
        """The ledgers that a ledger or derived total is made of, with their factors."""
        return next(
            (total.parts for total in self.totals if total.id == measure), {measure: 1} if measure else {}
        )

    sanctions: Mapping[str, FormalSanction] = field(default_factory=dict)
    sanction_facts: Mapping[str, Detail] = field(default_factory=dict)
    sanction_stages: tuple[SanctionStage, ...] = ()
    letters: Mapping[str, Letter] = field(default_factory=dict)
    messages: Mapping[str, MessageForm] = field(default_factory=dict)
    languages: Mapping[str, Language] = field(default_factory=dict)
    sending: Sending = field(default_factory=Sending)
    centres: Mapping[str, Centre] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)
    patterns: Mapping[str, NeedPattern] = field(default_factory=dict)
    moods: Mapping[str, Mood] = field(default_factory=dict)
    contacts: Mapping[str, OutsideContact] = field(default_factory=dict)
    hand_in: HandIn | None = None
    devices: Mapping[str, Device] = field(default_factory=dict)
    duties: Mapping[str, Duty] = field(default_factory=dict)
    entry_fields: Mapping[str, EntryField] = field(default_factory=dict)
