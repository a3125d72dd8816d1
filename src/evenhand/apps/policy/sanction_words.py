"""The rules about formal sanctions in plain words: a head, and what holds there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evenhand.apps.policy.effect_words import figure_words
from evenhand.apps.policy.words import listed, title_of
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import FormalSanction, Letter, LetterPart, SanctionGate, SanctionStage
from evenhand.engine.values import Unit


def kind_words(rules: Rules, chain: Sequence[Any]) -> tuple[str, str]:
    """Who decides."""
    declared: FormalSanction = chain[-1]
    return declared.label, f"decided by: {title_of(rules.pack, declared.decider)}, never by the system"


def year_cap(rules: Rules, declared: FormalSanction) -> tuple[str, str]:
    """The most days in a school year."""
    days = (
        figure_words(rules, declared.year_cap, Unit.SCHOOL_DAYS) if declared.year_cap else "as the law says"
    )
    return declared.label, f"at most {days} in a school year"


def further(_: Rules, declared: FormalSanction) -> tuple[str, str]:
    """Why it never grows."""
    return declared.label, "never lengthened or changed to another kind; a further one needs new evidence"


def single_cap(rules: Rules, declared: FormalSanction) -> tuple[str, str]:
    """The most days of one."""
    return declared.label, f"at most {figure_words(rules, declared.single_cap, Unit.SCHOOL_DAYS)} each"


def long_ones(rules: Rules, declared: FormalSanction) -> tuple[str, str]:
    """From when a reason is asked."""
    days = figure_words(rules, declared.reason_above, Unit.SCHOOL_DAYS)
    return declared.label, f"a reason is written for more than {days}"


def bands(rules: Rules, declared: FormalSanction) -> tuple[str, str]:
    """When governors look at it."""
    if not declared.review_above:
        return "", ""
    low, high = (
        figure_words(rules, figure, Unit.SCHOOL_DAYS)
        for figure in (declared.represent_above, declared.review_above)
    )
    return (
        declared.label,
        f"more than {low} in a term are considered with representations, more than {high} reviewed",
    )


def provision(rules: Rules, declared: FormalSanction) -> tuple[str, str]:
    """From when other education is owed."""
    if not declared.provision_above:
        return "", ""
    days = figure_words(rules, declared.provision_above, Unit.SCHOOL_DAYS)
    return declared.label, f"other education is provided when it is longer than {days}"


def stage_words(rules: Rules, chain: Sequence[Any]) -> tuple[str, str]:
    """Who puts an act on record."""
    stage: SanctionStage = chain[-1]
    kinds = [rules.pack.sanctions[kind].label.lower() for kind in stage.of]
    who = listed([title_of(rules.pack, role) for role in stage.roles], "or")
    head = f"{stage.label} ({listed(kinds, 'or')})" if kinds else stage.label
    return head, f"recorded by: {who}" if who else "put on record"


def gate_words(_: Rules, chain: Sequence[Any]) -> tuple[str, str]:
    """What must be there first."""
    gate: SanctionGate = chain[-1]
    lines = listed([item.label.lower() for item in gate.items])
    what = f"{gate.label}: {lines}" if lines else gate.label
    return chain[-2].label, f"{what}{'; a warning, not a bar' if gate.warn else ''}"


def letter_words(_: Rules, chain: Sequence[Any]) -> tuple[str, str]:
    """When a letter is refused."""
    letter: Letter = chain[-1]
    return letter.label, f"refused while any of its {len(letter.parts)} parts is empty"


def part_words(_: Rules, chain: Sequence[Any]) -> tuple[str, str]:
    """What a letter says."""
    part: LetterPart = chain[-1]
    return chain[0].label, f"it says: {part.label[0].lower()}{part.label[1:]}"
