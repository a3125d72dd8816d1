"""Marks and what followed from them, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from evenhand.apps.attendance.codes import codes_of
from evenhand.apps.attendance.models import AM, PM, Mark
from evenhand.apps.conduct.commands import Done
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.erasable import ERASED
from evenhand.apps.tenancy.models import School
from evenhand.engine.decisions import Owe, Post

SESSION_NAMES = {AM: "Morning session", PM: "Afternoon session"}


def mark_words(jurisdiction: str, mark: Mark) -> str:
    """A mark in words: Late, 12 minutes (Bus)."""
    meaning = codes_of(jurisdiction).codes[mark.code].meaning
    minutes = f", {mark.minutes} minutes" if mark.minutes else ""
    said = mark.said
    reason = "" if not said else f" {said}" if said == ERASED else f" ({said})"
    return f"{meaning}{minutes}{reason}"


def followed_words(school: School, today: date, followed: Iterable[Done]) -> tuple[str, ...]:
    """What the policy made of late arrivals: "Late detention today, 15:05 to 15:35", "2 behaviour points"."""
    return tuple(words for done in followed for words in outcome_words(school, today, done.decision.outcomes))


def outcome_words(school: School, today: date, outcomes: Iterable[object]) -> tuple[str, ...]:
    """The time owed and the points among the outcomes of one decision."""
    pack = policy_of(school.pk).pack
    words: list[str] = []
    for outcome in outcomes:
        if isinstance(outcome, Owe) and outcome.stage == "set":
            label = pack.time_owed[outcome.owed].label
            words.append(f"{label} {day_words(outcome.day, today)}, {span_words(outcome.start, outcome.end)}")
        elif isinstance(outcome, Post) and outcome.value:
            ledger = pack.ledgers[outcome.ledger]
            noun = ledger.singular if abs(outcome.value) == 1 else ledger.plural
            words.append(f"{outcome.value} {noun}")
    return tuple(words)


def day_words(day: date, today: date) -> str:
    """today, or the weekday with its date."""
    return "today" if day == today else f"on {day:%A} {day.day} {day:%B}"


def span_words(start: time | None, end: time | None) -> str:
    """15:05 to 15:35."""
    return f"{start:%H:%M} to {end:%H:%M}" if start and end else ""
