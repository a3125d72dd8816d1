"""The typed declarations that a policy pack consists of.

The keys of the TOML files are the field names below. A *figure* is a literal, or a reference `param:<key>` or
`setting:<key>` that the compiled policy resolves for the day of the event, so that a figure always carries its
paragraph (or is declared a default) and the date from which it holds.
"""

from evenhand.engine.pack.schema.catalogue import (
    AdjustmentKind,
    Condition,
    Detail,
    Group,
    Item,
    Shortcut,
)
from evenhand.engine.pack.schema.classroom import Card, Mood, NeedPattern, OutsideContact
from evenhand.engine.pack.schema.conversations import Booklet, Chase, Conversation
from evenhand.engine.pack.schema.document import (
    Choice,
    Clause,
    DatedValue,
    Figure,
    Ledger,
    Param,
    Section,
    Setting,
    Source,
    Tag,
    Total,
)
from evenhand.engine.pack.schema.effects import Due, Effect, Route, When
from evenhand.engine.pack.schema.ladders import Entry, Ladder, LadderStep, Prompt
from evenhand.engine.pack.schema.letters import Language, MessageForm, MessageText, Sending
from evenhand.engine.pack.schema.paths import Need, PathAct, PathStage, StagedPath
from evenhand.engine.pack.schema.places import Centre, Gate, OwedSlot, Placement, Station, StayGate, TimeOwed
from evenhand.engine.pack.schema.programmes import Programme
from evenhand.engine.pack.schema.recording import EntryField
from evenhand.engine.pack.schema.registers import Category, Measure, Register, RegisterLevel
from evenhand.engine.pack.schema.reports import Consequence, ReportCard, ReportMark
from evenhand.engine.pack.schema.sanctions import (
    Acting,
    FormalSanction,
    GateItem,
    Letter,
    LetterPart,
    SanctionGate,
    SanctionStage,
)
from evenhand.engine.pack.schema.school_day import Device, Duty, HandIn
from evenhand.engine.pack.schema.triggers import Counter, Routine, Trigger
from evenhand.engine.pack.schema.whole import Pack

__all__ = [
    "Acting",
    "AdjustmentKind",
    "Booklet",
    "Card",
    "Category",
    "Centre",
    "Chase",
    "Choice",
    "Clause",
    "Condition",
    "Consequence",
    "Conversation",
    "Counter",
    "DatedValue",
    "Detail",
    "Device",
    "Due",
    "Duty",
    "Effect",
    "Entry",
    "EntryField",
    "Figure",
    "FormalSanction",
    "Gate",
    "GateItem",
    "Group",
    "HandIn",
    "Item",
    "Ladder",
    "LadderStep",
    "Language",
    "Ledger",
    "Letter",
    "LetterPart",
    "Measure",
    "MessageForm",
    "MessageText",
    "Mood",
    "Need",
    "NeedPattern",
    "OutsideContact",
    "OwedSlot",
    "Pack",
    "Param",
    "PathAct",
    "PathStage",
    "Placement",
    "Programme",
    "Prompt",
    "Register",
    "RegisterLevel",
    "ReportCard",
    "ReportMark",
    "Route",
    "Routine",
    "SanctionGate",
    "SanctionStage",
    "Section",
    "Sending",
    "Setting",
    "Shortcut",
    "Source",
    "StagedPath",
    "Station",
    "StayGate",
    "Tag",
    "TimeOwed",
    "Total",
    "Trigger",
    "When",
]
