"""The policy's figures about a kind of formal sanction beside the law's; of two the stricter holds."""

from __future__ import annotations

from typing import NamedTuple

from evenhand.apps.policy.words import quantity
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Figure, FormalSanction
from evenhand.engine.values import LawFigure, Unit

SETS_NONE = "none"


class Beside(NamedTuple):
    """One figure as the policy has it and as the law has it, with the paragraphs."""

    label: str
    policy: str
    law: str
    cites: tuple[str, ...]


def figures_of(rules: Rules, declared: FormalSanction) -> tuple[Beside, ...]:
    """Every figure that the policy or the law sets for this kind, both as of the day of the rules."""
    of, reviewed = declared, declared.review_cites
    rows: tuple[tuple[str, Figure, LawFigure | None, tuple[str, ...]], ...] = (
        ("At most at once", declared.single_cap, None, declared.single_cap_cites),
        ("At most in a school year", declared.year_cap, declared.year_cap_law, declared.year_cap_cites),
        ("A reason is written above", declared.reason_above, None, declared.reason_cites),
        ("Governors consider above, in a term", of.represent_above, of.represent_law, reviewed),
        ("Governors review above, in a term", of.review_above, of.review_law, reviewed),
        ("Other education is provided above", of.provision_above, of.provision_above_law, of.provision_cites),
        ("Kept away from public places for the first", declared.public_days, declared.public_days_law, declared.cites),
        ("The school sets work for the first", declared.work_days, declared.work_days_law, declared.cites),
    )  # fmt: skip
    found = (
        Beside(label, _policy(rules, figure), _law(rules, declared, law), cites or declared.cites)
        for label, figure, law, cites in rows
    )
    return tuple(one for one in found if (one.policy, one.law) != (SETS_NONE, SETS_NONE))


def _policy(rules: Rules, figure: Figure) -> str:
    used = rules.used(figure)
    return _days(used.value) if used else SETS_NONE


def _law(rules: Rules, declared: FormalSanction, key: LawFigure | None) -> str:
    category = rules.word(declared.jurisdiction) if declared.jurisdiction else ""
    used = rules.lawful(key, category)
    return _days(used.value) if used else SETS_NONE


def _days(value: object) -> str:
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return SETS_NONE
    return quantity(value, Unit.SCHOOL_DAYS)
