"""Programmes of recognition: who is recognised, when, by what count, and what then has to be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.engine.pack.schema.document import Figure
from evenhand.engine.pack.schema.effects import Effect
from evenhand.engine.values import ProgrammeForm, Role


@dataclass(frozen=True, slots=True)
class Programme:
    """One award, certificate, pass, list or call. Which fields are used depends on `form`.

    `closes` is the period at whose end the programme runs, `over` the one that it counts in (day, week, half_term,
    term or year; `over` may be a setting). With `at_end` it runs only where both end together. `measure` is a ledger
    or total; where `basis` is a setting, `measures` names one for each of its values.

    threshold: one award for each multiple of `every`, as soon as it is reached, once in `over`.
    rank: the `number` with the highest measure above nought, in each group of `per` (school, year_group, or a kind of
    group). `ties`: all_tied, tie_break (by `tie_break`, which `breaks` uses always), random (a lot drawn from the
    period), decided (those who share the last place are proposed to `decider`). Of the lists of one `family` a pupil
    gets all, or where `nested` is false the shortest only. `next_week`: it holds in the next week with a school day.
    nomination: an adult with the role `nominator` names a pupil; `quota` for each `unit`; `needs` are the details that
    must be told; `tag_list` is the list of which one tag must be given as `value`; `within` (last_half_term,
    last_term) is when it is open.
    attendance: `share` percent of the sessions.
    improvement: the `number` with the largest rise against the period before (0: everybody who rose), by `least`
    percentage points, on roll for `share` percent of both. In these two, `rule` post gives at once what is proposed
    otherwise, and of one `family` a pupil gets all or, where `nested` is false, the first declared.
    spotless: full attendance, never late, nothing in `measure`; `rule` may let the lowest level of `register` count
    as well; `excuses`: agreed absences do not count.
    reminder: at the close, one effect for each name that the school's own row lacks; `weeks` school weeks into a term.
    levels: `rule` says whether the table of levels has been entered.
    aim: `number` of pupils, of the own `per`, by who has the role `nominator`, in a period of the kind `during`.
    spread: those without any of `awards` for `weeks`.

    With `decider`, what is found is proposed and becomes an award when that role approves; `item` is the catalogue's
    item that is posted with it. `presented`: it is handed over in the assembly of its period. Effects come at the
    moments awarded, nominated and lacking; {value} in a label is the award's value.
    """

    id: str
    label: str
    form: ProgrammeForm
    cites: tuple[str, ...]
    closes: str = ""
    over: str = ""
    at_end: bool = False
    measure: str = ""
    basis: Figure = ""
    measures: Mapping[str, str] = field(default_factory=dict)
    every: Figure = 0
    number: Figure = 0
    per: str = "school"
    ties: str = "all_tied"
    tie_break: str = ""
    breaks: bool = False
    family: str = ""
    nested: Figure = True
    next_week: bool = False
    nominator: Role | None = None
    quota: Figure = 0
    unit: str = ""
    during: str = ""
    needs: tuple[str, ...] = ()
    tag_list: str = ""
    within: str = ""
    share: Figure = 0
    least: Figure = 0
    excuses: bool = False
    rule: Figure = ""
    register: str = ""
    weeks: Figure = 0
    awards: tuple[str, ...] = ()
    decider: Role | None = None
    item: str = ""
    presented: bool = False
    effects: tuple[Effect, ...] = ()
