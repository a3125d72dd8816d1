"""A decision, and the declarations behind it, as keys and values for the layers above to put into words; never HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any, NamedTuple

from evenhand.engine.decisions import (
    Case,
    Deadline,
    Decision,
    Formal,
    Level,
    Outcome,
    Owe,
    Place,
    Post,
    Propose,
    Step,
    Task,
    Tell,
    Used,
    Value,
)
from evenhand.engine.pack.resolve import LAW, PARAM, SETTING, Policy
from evenhand.engine.pack.schema import Pack
from evenhand.engine.values import Origin, Unit


class FigureUsed(NamedTuple):
    """A figure that a rule used, as declared. `since` is None for a default that nobody at the school has answered.

    `shown` is the label of the choice where the value is one of several, else the value.
    """

    key: str
    label: str
    value: Value
    shown: Value
    unit: Unit | None
    since: date | None
    origin: Origin
    why: str


class Found(NamedTuple):
    """A declaration that cites a clause: from the outermost to the one that cites, and the field in which it does."""

    chain: tuple[Any, ...]
    field: str


Row = tuple[str, Value | date | time | Deadline | FigureUsed | None]

CITING = "cites"
NO_RULES = (
    "clauses",
    "sections",
    "source",
    "tags",
    "cards",
    "patterns",
    "moods",
    "hand_in",
    "devices",
    "duties",
    "entry_fields",
)


def why_rows(policy: Policy, decision: Decision, outcome: Outcome) -> list[Row]:
    """Why an outcome follows, as (key, value): what it is, its reason, the figures used, what would change it.

    Args:
        policy: the policy under which it was decided.
        decision: the whole answer; its digests say under which edition it was given.
        outcome: one of its outcomes.

    Returns:
        Rows in the order in which a person asks; a key may come more than once (`used`, `clause`, `gate`).
    """
    reason = outcome.reason
    rows: list[Row] = [("outcome", outcome.kind), *_what(policy.pack, outcome), ("because", reason.key)]
    rows += list(reason.values)
    rows += [("used", figure_used(policy, used)) for used in reason.used]
    rows += [("clause", clause) for clause in reason.cites]
    change = _change(outcome)
    rows += [("would_change", change)] if change else []
    current = decision.policy == policy.digest
    rows += [("edition", policy.pack.version if current else decision.policy)]
    rows += [("settings", decision.settings)]
    return rows


def figure_used(policy: Policy, used: Used) -> FigureUsed:
    """What the pack says about a figure that a decision used, with the value and date that the decision keeps."""
    if used.key.startswith(LAW):
        return _figure_of_law(policy, used)
    param = policy.pack.params.get(used.key)
    if param is not None:
        held = next((value for value in param.values if value.since == used.since), param.values[-1])
        return FigureUsed(
            used.key, param.label, used.value, used.value, param.unit, used.since, held.origin, held.why
        )
    setting = policy.pack.settings[used.key]
    shown = next((choice.label for choice in setting.choices if choice.value == used.value), used.value)
    return FigureUsed(
        used.key, setting.asks, used.value, shown, setting.unit, used.since, Origin.DEFAULT, setting.why
    )


def _figure_of_law(policy: Policy, used: Used) -> FigureUsed:
    """A figure of the law; its key stands for it where the law has been read anew without it."""
    entry = policy.law.figures.get(used.key.removeprefix(LAW)) if policy.law else None
    label, unit = (entry.label, entry.unit) if entry else (used.key, None)
    return FigureUsed(used.key, label, used.value, used.value, unit, used.since, Origin.LAW, "")


def citing(pack: Pack) -> Mapping[str, tuple[Found, ...]]:
    """Every declaration of the pack by the clauses that it cites, in the pack's order."""
    found: dict[str, list[Found]] = {}
    for field in fields(pack):
        if field.name not in NO_RULES:
            for clause, one in _walk(getattr(pack, field.name), ()):
                found.setdefault(clause, []).append(one)
    return {clause: tuple(items) for clause, items in found.items()}


def figures_in(declaration: Any) -> tuple[str, ...]:
    """The keys of the figures and settings that a declaration itself refers to, each once ("param:…", "setting:…")."""
    texts = (getattr(declaration, field.name) for field in fields(declaration))
    return tuple(
        dict.fromkeys(text for text in texts if isinstance(text, str) and text.startswith((PARAM, SETTING)))
    )


def _walk(value: object, chain: tuple[Any, ...]) -> Iterator[tuple[str, Found]]:
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name in ("cites", "cite") or field.name.endswith("_cites"):
                for clause in inner:
                    yield clause, Found((*chain, value), "cites" if field.name == "cite" else field.name)
            else:
                yield from _walk(inner, (*chain, value))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _walk(inner, chain)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _walk(inner, chain)


def _what(pack: Pack, outcome: Outcome) -> list[Row]:
    rows: list[Row] = []
    match outcome:
        case Post(ledger, value, stage):
            rows = [("ledger", pack.ledgers[ledger].label), ("value", value), ("stage", stage)]
        case Step():
            rows = _of_step(pack, outcome)
        case Place():
            rows = _of_place(pack, outcome)
        case Owe():
            rows = _of_owed(pack, outcome)
        case Task():
            rows = [("task", outcome.label), ("role", outcome.role), *_dated("due", outcome.due)]
        case Tell():
            told: list[Row] = [("audience", outcome.audience), ("channel", outcome.channel)]
            rows = told + _dated("due", outcome.due)
        case Level():
            rows = _of_level(pack, outcome)
        case Propose():
            rows = [("proposal", outcome.label), ("decider", outcome.decider)]
        case Case() | Formal():
            rows = _of_file(pack, outcome)
    return rows


def _of_step(pack: Pack, step: Step) -> list[Row]:
    ladder = pack.ladders[step.ladder]
    label = next((one.label for one in ladder.steps if one.id == step.step), step.step)
    rows: list[Row] = [("ladder", ladder.label), ("step", label)]
    return [*rows, ("request", True)] if step.request else rows


def _of_place(pack: Pack, place: Place) -> list[Row]:
    rows: list[Row] = [("placement", pack.placements[place.placement].label), ("stage", place.stage)]
    rows += _dated("arrive_by", place.arrive_by)
    rows += _dated("release", place.release)
    rows += _dated("leave_today", place.leave_today)
    return rows + [("gate", gate.needs) for gate in place.gates]


def _of_file(pack: Pack, formal: Case | Formal) -> list[Row]:
    """A case by its path and stage, a formal sanction also by its days."""
    if isinstance(formal, Case):
        return [("case", pack.paths[formal.path].label), ("stage", formal.stage), ("act", formal.act)]
    rows: list[Row] = [("sanction", pack.sanctions[formal.sanction].label), ("stage", formal.stage)]
    days = (("first", formal.first), ("last", formal.last), ("returns", formal.returns))
    return rows + [(key, day) for key, day in days if day]


def _of_owed(pack: Pack, owe: Owe) -> list[Row]:
    rows: list[Row] = [("owed", pack.time_owed[owe.owed].label), ("stage", owe.stage), ("day", owe.day)]
    rows += [("start", owe.start)] if owe.start else []
    rows += [("minutes", owe.minutes)] if owe.minutes else []
    rows += [("leader", owe.leader)] if owe.leader else []
    return rows + _dated("register_by", owe.register_by)


def _of_level(pack: Pack, level: Level) -> list[Row]:
    rows: list[Row] = [("register", pack.registers[level.register].label)]
    parts = (("level", level.level), ("amount", level.amount), ("by_amount", level.by_amount))
    rows += [(key, value) for key, value in (*parts, ("by_events", level.by_events)) if value is not None]
    rows += [("since", level.since)] if level.since else []
    return [*rows, ("confirm", level.confirm)] if level.confirm else rows


def _dated(key: str, due: Deadline | None) -> list[Row]:
    return [(key, due)] if due else []


def _change(outcome: Outcome) -> str:
    """The key of what would have changed it; "" where nothing but a correction of the record would."""
    match outcome:
        case Step():
            if outcome.request:
                return "leader_declines"
            counted = outcome.reason.key == "counted" and outcome.ordinal > 1
            return "earlier_act_taken_back" if counted else "act_taken_back"
        case Place():
            return "released_with_reason" if outcome.stage != "released" else ""
        case Propose() | Level():
            return "decider_decides"
        case Post() | Owe() | Case():
            return "act_taken_back"
    return ""
