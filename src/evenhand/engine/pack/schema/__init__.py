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
from evenhand.engine.pack.schema.conversations import Chase, Conversation
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
from evenhand.engine.pack.schema.places import OwedSlot, Placement, Station, StayGate, TimeOwed
from evenhand.engine.pack.schema.programmes import Programme
from evenhand.engine.pack.schema.whole import Pack

__all__ = [
    "AdjustmentKind",
    "Chase",
    "Choice",
    "Clause",
    "Condition",
    "Conversation",
    "DatedValue",
    "Detail",
    "Due",
    "Effect",
    "Entry",
    "Figure",
    "Group",
    "Item",
    "Ladder",
    "LadderStep",
    "Ledger",
    "OwedSlot",
    "Pack",
    "Param",
    "Placement",
    "Programme",
    "Prompt",
    "Route",
    "Section",
    "Setting",
    "Shortcut",
    "Source",
    "Station",
    "StayGate",
    "Tag",
    "TimeOwed",
    "Total",
    "When",
]
