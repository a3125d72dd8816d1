"""The calendar as a document: plain values in one canonical order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any, TypeVar

from evenhand.engine.school_calendar.bells import BellRule, BellSet
from evenhand.engine.school_calendar.reading import FORMAT
from evenhand.engine.school_calendar.year import AcademicYear

T = TypeVar("T")


def calendar_document(years: Sequence[AcademicYear]) -> dict[str, Any]:
    """The document of these years: dates as YYYY-MM-DD, times as HH:MM, nothing for None."""
    return {"format": FORMAT, "years": [_year_document(year) for year in years]}


def digest_of(document: Mapping[str, Any]) -> str:
    """The SHA-256, in hexadecimal, of the document as JSON with sorted keys and without spaces, in UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _clock(value: time) -> str:
    return (
        value.isoformat("minutes") if value.replace(second=0, microsecond=0) == value else value.isoformat()
    )


def _year_document(year: AcademicYear) -> dict[str, Any]:
    return {
        "id": year.id,
        "first": year.first.isoformat(),
        "last": year.last.isoformat(),
        "terms": [{"id": term.id, "label": term.label} for term in year.terms],
        "blocks": [
            {
                "id": block.id,
                "label": block.label,
                "term_id": block.term_id,
                "first": block.first.isoformat(),
                "last": block.last.isoformat(),
            }
            for block in year.blocks
        ],
        "closures": [{"date": c.date.isoformat(), "kind": c.kind, "label": c.label} for c in year.closures],
        "bell_sets": [_bell_set_document(bell_set) for bell_set in year.bell_sets],
        "bell_rules": [_rule_document(rule) for rule in year.bell_rules],
        "cycle": {day.isoformat(): label for day, label in year.cycle},
        "double_lessons": [
            _without_none(
                periods=list(double.periods),
                cycle_days=_listed(double.cycle_days),
                year_groups=_listed(double.year_groups),
            )
            for double in year.double_lessons
        ],
    }


def _bell_set_document(bell_set: BellSet) -> dict[str, Any]:
    return {
        "id": bell_set.id,
        "closing": _clock(bell_set.closing),
        "midday": _clock(bell_set.midday),
        "periods": [
            {"key": p.key, "label": p.label, "start": _clock(p.start), "end": _clock(p.end), "kind": p.kind}
            for p in bell_set.periods
        ],
    }


def _rule_document(rule: BellRule) -> dict[str, Any]:
    return _without_none(
        bell_set_id=rule.bell_set_id,
        weekdays=_listed(rule.weekdays),
        dates=None if rule.dates is None else [day.isoformat() for day in rule.dates],
        year_groups=_listed(rule.year_groups),
    )


def _without_none(**values: object) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _listed(values: Sequence[T] | None) -> list[T] | None:
    return None if values is None else list(values)
