"""Names that one declaration uses and another must have declared, and fields that take one of a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, Final

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.locate import KeyPath
from evenhand.engine.pack.schema import (
    AdjustmentKind,
    Category,
    Clause,
    Condition,
    Consequence,
    Counter,
    Detail,
    Effect,
    Entry,
    EntryField,
    Group,
    HandIn,
    Item,
    Ladder,
    LadderStep,
    Ledger,
    Letter,
    Measure,
    Need,
    PathAct,
    Placement,
    Programme,
    ReportCard,
    ReportMark,
    Route,
    Routine,
    SanctionStage,
    Setting,
    Shortcut,
    TimeOwed,
    Total,
    Trigger,
    When,
)
from evenhand.engine.rules.windows import WINDOWS
from evenhand.engine.values import Role

REFERENCES: Final[Mapping[tuple[type, str], str]] = {
    (Clause, "section"): "section",
    (Item, "group"): "group",
    (Item, "tags"): "tag",
    (Item, "value"): "tag",
    (Item, "details"): "detail",
    (Item, "points"): "ledger",
    (Item, "multiple_of"): "detail",
    (Shortcut, "item"): "item",
    (When, "tags"): "tag",
    (When, "not_tags"): "tag",
    (When, "groups"): "group",
    (When, "codes"): "item",
    (When, "settings"): "setting",
    (When, "details"): "detail",
    (Effect, "ledger"): "ledger",
    (Effect, "stage"): "stage",
    (Effect, "placement"): "placement",
    (Effect, "owed"): "time_owed",
    (Entry, "groups"): "group",
    (Entry, "tags"): "tag",
    (Entry, "settings"): "setting",
    (Ladder, "groups"): "group",
    (Ladder, "repeat_adjustment"): "adjustment",
    (Route, "group"): "group",
    (Route, "codes"): "item",
    (Total, "parts"): "ledger",
    (AdjustmentKind, "step"): "step",
    (Programme, "measure"): "measure",
    (Programme, "tie_break"): "measure",
    (Programme, "needs"): "detail",
    (Programme, "tag_list"): "tag list",
    (Programme, "awards"): "programme",
    (Programme, "item"): "item",
    (Counter, "placements"): "placement",
    (Counter, "ledger"): "ledger",
    (Trigger, "counter"): "counter",
    (Effect, "path"): "path",
    (Need, "one_of"): "detail",
    (Measure, "ledgers"): "ledger",
    (Measure, "codes"): "item",
    (Category, "placements"): "placement",
    (ReportCard, "compare"): "placement",
    (Consequence, "after"): "step",
    (SanctionStage, "of"): "sanction",
    (Letter, "of"): "sanction",
    (EntryField, "required_groups"): "group",
    (EntryField, "required_tags"): "tag",
    (HandIn, "kept"): "item",
    (HandIn, "found"): "item",
}
"""What a field's words (or a mapping's keys) refer to."""

WORDS: Final[Mapping[tuple[type, str], tuple[str, ...]]] = {
    (Ledger, "kind"): ("points", "count"),
    (Ledger, "repeats"): ("each", "once"),
    (Programme, "within"): ("", "last_half_term", "last_term"),
    (Programme, "closes"): ("", "day", "week", "half_term", "term", "year"),
    (Ledger, "reset"): ("year", "term", "half_term", "week", "day", "never"),
    (Group, "kind"): ("achievement", "concern", "event"),
    (Detail, "type"): ("integer", "boolean", "choice", "multiple", "text"),
    (Setting, "type"): ("choice", "integer", "boolean", "time", "text"),
    (Condition, "op"): ("at_least", "at_most", "equals"),
    (Placement, "starts"): ("", "return"),
    (TimeOwed, "form"): ("slot", "minutes"),
    (TimeOwed, "rota"): ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    (Trigger, "test"): ("at_least", "exactly", "at_most", "rise", "streak_with", "streak_without"),
    (Trigger, "window"): WINDOWS,
    (Trigger, "judge"): ("event", "close"),
    (Trigger, "per"): ("crossing", "period", "pupil", "case", "event"),
    (Routine, "every"): ("day", "week", "fortnight", "half_term", "term", "year"),
    (PathAct, "settles"): ("", "from_day", "after_day"),
    (ReportMark, "form"): ("positive", "neutral", "negative"),
    (Effect, "each"): ("", "excluded_day"),
    (AdjustmentKind, "overlays"): ("", "repeat_step", "take_up_seconds", "increment", "destination"),
}


def check_references(inspection: Inspection) -> None:
    """Unknown clauses, ledgers, groups, items, settings …, and roles that nobody holds."""
    for path, declaration in inspection.declarations:
        for field in fields(declaration):
            value = getattr(declaration, field.name)
            place = (*path, field.name)
            if isinstance(value, Role):
                inspection.held(place, value)
            for number, held in enumerate(value if isinstance(value, tuple) else ()):
                if isinstance(held, Role):
                    inspection.held((*place, number), held)
            if field.name in ("cite", "cites") or field.name.endswith("_cites"):
                _all_known(inspection, place, "clause", value)
            noun = REFERENCES.get((type(declaration), field.name))
            if noun:
                _all_known(inspection, place, noun, value)
            words = WORDS.get((type(declaration), field.name), ())
            for inner, word in _words_in(place, value) if words else ():
                inspection.one_of(inner, field.name, word, words)
    _check_own_parts(inspection)


def _all_known(inspection: Inspection, path: KeyPath, noun: str, value: Any) -> None:
    for place, name in _words_in(path, value):
        inspection.known(place, noun, name)


def _words_in(path: KeyPath, value: Any) -> Iterable[tuple[KeyPath, str]]:
    if isinstance(value, str):
        return [(path, value)]
    keys = value if isinstance(value, Mapping) else range(len(value))
    return [((*path, key), key if isinstance(key, str) else value[key]) for key in keys]


def _check_own_parts(inspection: Inspection) -> None:
    """Names that must be declared by the same ladder, placement or item."""
    for path, ladder in inspection.every(Ladder):
        steps = [step.id for step in ladder.steps]
        if ladder.confirm_step:
            inspection.one_of((*path, "confirm_step"), "step", ladder.confirm_step, steps)
        for number, entry in enumerate(ladder.entries):
            inspection.one_of((*path, "entries", number, "step"), "step", entry.step, steps)
    for path, placement in inspection.every(Placement):
        _check_gates(inspection, path, placement)
    for path, item in inspection.every(Item):
        for number, condition in enumerate(item.conditions):
            place = (*path, "conditions", number, "detail")
            inspection.one_of(place, "detail of this item", condition.detail, item.details)
    for path, step in inspection.every(LadderStep):
        if step.stage and inspection.pack.ledgers:
            inspection.known((*path, "stage"), "stage", step.stage)


def _check_gates(inspection: Inspection, path: KeyPath, placement: Placement) -> None:
    stations = [station.id for station in placement.stations]
    for number, gate in enumerate(placement.gates):
        place: KeyPath = (*path, "gates", number)
        inspection.one_of((*place, "station"), "station", gate.station, stations)
        inspection.held((*place, "owner"), gate.owner)
