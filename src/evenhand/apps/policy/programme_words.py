"""Programmes of recognition in plain words: who is recognised, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from evenhand.apps.policy.words import title_of
from evenhand.engine.pack.resolve import Rules
from evenhand.engine.pack.schema import Programme
from evenhand.engine.values import ProgrammeForm

OWN_WORDS: Final = ("half_term", "term")
"""The periods for which each school has its own word; its word for a year means a year group."""


def programme_words(rules: Rules, chain: Sequence[Any]) -> tuple[str, str]:
    """The label of a programme and a sentence about it; a list whose members are decided says by whom."""
    programme: Programme = chain[-1]
    said = _FORMS[programme.form](rules, programme)
    if programme.decider:
        said += f"; decided by {title_of(rules.pack, programme.decider)}"
    return programme.label, said


def _period(rules: Rules, figure: str) -> str:
    word = rules.word(figure)
    return rules.pack.vocabulary.get(word, word) if word in OWN_WORDS else word


def _measure(rules: Rules, programme: Programme) -> str:
    name = rules.measure(programme)
    labels = {total.id: total.label for total in rules.pack.totals}
    labels |= {ledger.id: ledger.plural for ledger in rules.pack.ledgers.values()}
    return labels.get(name, name)


def _group(rules: Rules, programme: Programme) -> str:
    per = rules.word(programme.per)
    return "the school" if per == "school" else "each " + per.replace("_", " ")


def _threshold(rules: Rules, programme: Programme) -> str:
    every = rules.number(programme.every)
    return f"each time that {every} more {_measure(rules, programme)} are reached in a {_period(rules, programme.over)}"


def _rank(rules: Rules, programme: Programme) -> str:
    number, measure = rules.number(programme.number), _measure(rules, programme)
    return f"the {number} with most {measure} in {_group(rules, programme)}, by the {_period(rules, programme.over)}"


def _nomination(rules: Rules, programme: Programme) -> str:
    who = title_of(rules.pack, programme.nominator) or "any member of staff"
    quota = rules.number(programme.quota)
    unit = rules.word(programme.unit).replace("_", " ")
    return f"named by {who}" + (f", {quota} for each {unit.removeprefix('per ')}" if quota else "")


def _attendance(rules: Rules, programme: Programme) -> str:
    return f"{rules.number(programme.share)} percent of the sessions of a {_period(rules, programme.closes)}"


def _improvement(rules: Rules, programme: Programme) -> str:
    least, period = rules.number(programme.least), _period(rules, programme.closes)
    if least:
        return f"attendance at least {least} percentage points above the {period} before"
    return f"the largest rise in attendance on the {period} before, in {_group(rules, programme)}"


def _spotless(rules: Rules, programme: Programme) -> str:
    return f"never absent, never late and without an entry in a {_period(rules, programme.closes)}"


def _reminder(rules: Rules, programme: Programme) -> str:
    weeks = rules.number(programme.weeks)
    after = f", from {weeks} school weeks into the term" if weeks else ""
    return f"asked for at the end of the {_period(rules, programme.closes)} where it is lacking{after}"


def _levels(rules: Rules, programme: Programme) -> str:
    return "entered by the school; none is made up"


def _aim(rules: Rules, programme: Programme) -> str:
    return f"an aim of {rules.number(programme.number)}, each pupil counted once"


def _spread(rules: Rules, programme: Programme) -> str:
    return f"shown after {rules.number(programme.weeks)} weeks without an award"


_FORMS: Final[dict[ProgrammeForm, Callable[[Rules, Programme], str]]] = {
    ProgrammeForm.THRESHOLD: _threshold,
    ProgrammeForm.RANK: _rank,
    ProgrammeForm.NOMINATION: _nomination,
    ProgrammeForm.ATTENDANCE: _attendance,
    ProgrammeForm.IMPROVEMENT: _improvement,
    ProgrammeForm.SPOTLESS: _spotless,
    ProgrammeForm.REMINDER: _reminder,
    ProgrammeForm.LEVELS: _levels,
    ProgrammeForm.AIM: _aim,
    ProgrammeForm.SPREAD: _spread,
}
