"""Dates of formal sanctions: the policy's and the law's beside it; the earlier one holds, and both are told (G-62)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Final, NamedTuple

from evenhand.engine.decisions import Deadline, Used, Value
from evenhand.engine.pack.schema import Due, Figure, FormalSanction
from evenhand.engine.rules.due import deadline
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import DueRule, LawFigure

COUNTING: Final = (
    DueRule.MINUTES,
    DueRule.SCHOOL_DAYS,
    DueRule.SCHOOL_DAYS_BEFORE,
    DueRule.NTH_SCHOOL_DAY,
    DueRule.HOURS_BEFORE,
)
"""Rules that need a figure: without one the policy says nothing."""

NOT_CONFIGURED: Final = (("timings", "not_configured"),)


class Dated(NamedTuple):
    """When a duty is due, what to tell of both dates, and the figures used."""

    due: Deadline | None
    values: tuple[tuple[str, Value], ...] = ()
    used: tuple[Used, ...] = ()


class Limit(NamedTuple):
    """The stricter of two figures, None where neither is set, and those used."""

    value: int | None
    used: tuple[Used, ...] = ()


def category(turn: Turn, declared: FormalSanction) -> str:
    """What kind of school this is in law; "" where the pack leaves no question."""
    return turn.rules.word(declared.jurisdiction) if declared.jurisdiction else ""


def stricter(turn: Turn, declared: FormalSanction, policy: Figure, law: LawFigure | None) -> Limit:
    """The lower of the policy's and the law's figure."""
    found = [
        used for used in (turn.rules.used(policy), turn.rules.lawful(law, category(turn, declared))) if used
    ]
    values = [used.value for used in found if isinstance(used.value, int)]
    return Limit(min(values, default=None), tuple(found))


def dated(turn: Turn, declared: FormalSanction, due: Due | None) -> Dated:
    """When a duty is due by the policy and by the law; the earlier holds. Nothing is made up where neither says."""
    if due is None:
        return Dated(None)
    policy = deadline(turn, due) if due.n or due.rule not in COUNTING else None
    used = tuple(found for figure in (due.n, due.at, due.count) if (found := turn.rules.used(figure)))
    legal = turn.rules.lawful(due.law, category(turn, declared))
    if legal is None:
        return Dated(policy, NOT_CONFIGURED if due.law and policy is None else (), used)
    lawful = deadline(turn, replace(due, n=legal.value, count=""))
    if policy is None or lawful is None:
        return Dated(lawful or policy, (("lawful_date", _told(lawful)),), (*used, legal))
    told: tuple[tuple[str, Value], ...] = (("policy_date", _told(policy)), ("lawful_date", _told(lawful)))
    if _order(policy) > _order(lawful):
        told = (*told, ("superseded", True))
    return Dated(min(policy, lawful, key=_order), told, (*used, legal))


def _order(due: Deadline) -> tuple[str, time]:
    return due.day.isoformat(), due.time or time.max


def _told(due: Deadline | None) -> str:
    return due.day.isoformat() if due else ""
