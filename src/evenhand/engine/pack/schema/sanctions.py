"""Formal sanctions: the kinds with their figures, what people do about one step by step, and the letters owed.

The engine proposes and checks; it issues nothing. A sanction is issued only by an event that its decider records.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from evenhand.engine.pack.schema.document import Figure
from evenhand.engine.pack.schema.effects import Due, Effect, When
from evenhand.engine.values import Act, GateForm, LawFigure, LetterForm, Role, SanctionForm


@dataclass(frozen=True, slots=True)
class Acting:
    """Who may decide in the decider's absence. `needs` are the details that put the absence on record."""

    title: str
    role: Role
    needs: tuple[str, ...]
    cites: tuple[str, ...]
    when: When = field(default_factory=When)


@dataclass(frozen=True, slots=True)
class FormalSanction:
    """A kind of formal sanction with its figures, all in school days; an empty figure sets no limit.

    `jurisdiction` is the setting that says under which law the school stands, empty where the pack itself says so.
    `year_cap` and `year_cap_law` limit the days of a school year, `school_cap` is a school's own and stricter limit (0:
    none), `single_cap` limits one sanction, `reason_above` asks for a reason. `represent_above` and `review_above` are the
    days of a term above which governors consider and review, with `boundary` for the exact edge. `provision_above` days,
    other provision is owed. `half_days`: whether halves may be used; `totals`, `across_terms`, `half_return`,
    `sixth_start`, `terms`, `count_window` and `further` choose between readings. `flag_at` marks the n-th of a term.
    """

    id: str
    label: str
    form: SanctionForm
    decider: Role
    cites: tuple[str, ...]
    decider_cites: tuple[str, ...] = ()
    acting: tuple[Acting, ...] = ()
    jurisdiction: Figure = ""
    year_cap: Figure = ""
    year_cap_law: LawFigure | None = None
    year_cap_cites: tuple[str, ...] = ()
    school_cap: Figure = ""
    single_cap: Figure = ""
    single_cap_cites: tuple[str, ...] = ()
    reason_above: Figure = ""
    reason_cites: tuple[str, ...] = ()
    half_days: Figure = ""
    represent_above: Figure = ""
    represent_law: LawFigure | None = None
    review_above: Figure = ""
    review_law: LawFigure | None = None
    boundary: Figure = ""
    review_cites: tuple[str, ...] = ()
    provision_above: Figure = ""
    provision_above_law: LawFigure | None = None
    provision_cites: tuple[str, ...] = ()
    public_days: Figure = ""
    public_days_law: LawFigure | None = None
    work_days: Figure = ""
    work_days_law: LawFigure | None = None
    totals: Figure = ""
    across_terms: Figure = ""
    half_return: Figure = ""
    sixth_start: Figure = ""
    terms: Figure = ""
    count_window: Figure = ""
    further: Figure = ""
    further_cites: tuple[str, ...] = ()
    flag_at: Figure = ""


@dataclass(frozen=True, slots=True)
class GateItem:
    """One line of a gate. `highlight` names the detail that makes it stand out; `when` limits it."""

    id: str
    label: str
    highlight: str = ""
    when: When = field(default_factory=When)


@dataclass(frozen=True, slots=True)
class SanctionGate:
    """What an act needs before it counts. It looks at `detail`, else at the detail named as the gate.

    form `ticks`: the detail lists every item. `reasons`: a text for each item, in `<detail>.<item>`, or for the gate
    itself where it has none. `given`: the detail is there. `excused`: it is, or a reason in `<id>_reason`. `required`,
    `recorded`: the `act` was recorded before; for `recorded` a reason will do. `barred`: the detail is none of the items,
    save where `unless` holds and `<id>_reason` is given. `one_of`: it is one of them. `notified`: each item has been told
    of the matter `id`. `panel`: the members are of the items' kinds, the first exactly once, the others in equal number,
    `size` in all. `by`: the day in the detail is not after `due`. `codes`: one to three of the law's reasons.
    A gate that only warns (`warn`, the role that must look) lets the act pass and raises a review.
    """

    id: str
    label: str
    form: GateForm
    cites: tuple[str, ...]
    detail: str = ""
    act: Act | None = None
    items: tuple[GateItem, ...] = ()
    when: When = field(default_factory=When)
    unless: When | None = None
    due: Due | None = None
    size: Figure = ""
    warn: Role | None = None


@dataclass(frozen=True, slots=True)
class SanctionStage:
    """One act about sanctions of the kinds in `of` (empty: all): who may record it, after what, through which gates."""

    act: Act
    label: str
    cites: tuple[str, ...]
    of: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    after: tuple[Act, ...] = ()
    before: tuple[Act, ...] = ()
    needs: tuple[str, ...] = ()
    when: When = field(default_factory=When)
    gates: tuple[SanctionGate, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterPart:
    """Something that a letter must say: a detail (`given`, `list`), what is `worked_out`, or what is always the same."""

    id: str
    label: str
    form: LetterForm
    cites: tuple[str, ...]
    when: When = field(default_factory=When)
    due: Due | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter owed about sanctions of the kinds in `of`, after the acts in `after`; it is refused while a part is empty."""

    id: str
    label: str
    audience: str
    channel: str
    template: str
    cites: tuple[str, ...]
    of: tuple[str, ...] = ()
    after: tuple[Act, ...] = ()
    due: Due | None = None
    gates: tuple[SanctionGate, ...] = ()
    parts: tuple[LetterPart, ...] = ()
