"""What became of every clause of a document: what performs it, which figures and cases touch it, what is not built."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from evenhand.engine.explain import citing
from evenhand.engine.pack.case_file import Case
from evenhand.engine.pack.naming import words_for
from evenhand.engine.pack.schema import Clause, DatedValue, Pack, Param, Setting
from evenhand.engine.values import Fate


class Covered(NamedTuple):
    """One clause, with the names of what cites it."""

    clause: Clause
    rules: tuple[str, ...]
    figures: tuple[str, ...]
    settings: tuple[str, ...]
    cases: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether something is still to be built, or nothing can ever perform it."""
        return not self.clause.built or self.clause.fate is Fate.GAP


class Tally(NamedTuple):
    """How many clauses have a fate, how many of them are not built, and how many no case touches."""

    fate: Fate
    clauses: int
    not_built: int
    without_case: int


def coverage(pack: Pack, cases: Iterable[Case] = ()) -> tuple[Covered, ...]:
    """Every clause in the document's order."""
    found = citing(pack)
    touched: dict[str, dict[str, None]] = {}
    for case in cases:
        for expected in case.expectations:
            cites = expected.wanted.get("cites", ())
            for clause in cites if isinstance(cites, list | tuple) else ():
                touched.setdefault(str(clause), {})[case.name] = None
    return tuple(_covered(clause, found.get(clause.id, ()), touched) for clause in pack.clauses.values())


def tallies(covered: Iterable[Covered]) -> tuple[Tally, ...]:
    """The clauses by their fate, in the order of the fates."""
    every = tuple(covered)
    return tuple(
        Tally(
            fate,
            len(mine),
            sum(not one.clause.built for one in mine),
            sum(not one.cases for one in mine),
        )
        for fate in Fate
        if (mine := [one for one in every if one.clause.fate is fate])
    )


def _covered(clause: Clause, found: Iterable[object], touched: dict[str, dict[str, None]]) -> Covered:
    rules: dict[str, None] = {}
    figures: dict[str, None] = {}
    settings: dict[str, None] = {}
    for one in found:
        chain: tuple[object, ...] = getattr(one, "chain", ())
        if any(isinstance(part, Param | DatedValue) for part in chain):
            figures[next(part.key for part in chain if isinstance(part, Param))] = None
        elif any(isinstance(part, Setting) for part in chain):
            settings[next(part.key for part in chain if isinstance(part, Setting))] = None
        else:
            rules[words_for(chain)] = None
    return Covered(clause, tuple(rules), tuple(figures), tuple(settings), tuple(touched.get(clause.id, ())))
