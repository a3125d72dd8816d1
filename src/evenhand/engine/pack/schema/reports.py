"""Report cards and the catalogue of consequences."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.engine.pack.schema.document import Figure
from evenhand.engine.pack.schema.effects import Due, Effect
from evenhand.engine.values import Role


@dataclass(frozen=True, slots=True)
class ReportMark:
    """One mark that an adult may give for a lesson. `form` is positive, neutral or negative; `records` what it asks for."""

    value: str
    label: str
    form: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportCard:
    """A kind of report card: who decides on it, how long it runs, and how each lesson is marked.

    `review`: when it is reviewed, from the day on which it starts. `unseen` is the mark that stands for a lesson that
    nobody marked. `positive_only`: a form without a negative mark. `alone`: whether a second report beside one in force
    needs to say that it is known (`one_at_a_time` or `any`). `compare` are placements whose stays are counted before and
    during the report over as many school days, `compare_days` how far back the engine looks at most.
    `suggest_from`: the number of such stays in a half-term at which a report is suggested.
    Effects come at the moments suggested, start, day, unmarked, extend, review and end.
    """

    id: str
    label: str
    cites: tuple[str, ...]
    decider: Role
    review: Due
    marks: tuple[ReportMark, ...]
    decider_cites: tuple[str, ...] = ()
    asks: str = ""
    unseen: str = ""
    positive_only: bool = False
    alone: Figure = ""
    compare: tuple[str, ...] = ()
    compare_days: Figure = 0
    compare_cites: tuple[str, ...] = ()
    suggest_from: Figure = 0
    suggest_cites: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Consequence:
    """What may follow from a pupil's own act, who may set it, and who has to approve it.

    `private`: no more than the adult, the pupil and those who need to know see it. `sanction` is what the
    independent-school standards call one; `after` are steps of which one has to have been tried, else it needs a reason.
    `serious` puts it on the register of serious sanctions.
    """

    id: str
    label: str
    cites: tuple[str, ...]
    roles: tuple[Role, ...]
    approval: Role | None = None
    private: bool = True
    sanction: bool = False
    after: tuple[str, ...] = ()
    serious: bool = False
