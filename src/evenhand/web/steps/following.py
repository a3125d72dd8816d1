"""What a step brings about, in words, before it is recorded."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.engine.pack.schema import Due, Effect, LadderStep
from evenhand.engine.values import DueRule, Where
from evenhand.web.steps.reading import Reading


@dataclass(frozen=True, slots=True)
class Follows:
    """One duty that will follow: who owes what by when, and the paragraph. `consequence` limits it to that choice."""

    words: str
    who: str
    due: str
    cite: str
    consequence: str = ""


def follows(reading: Reading, step: LadderStep) -> tuple[Follows, ...]:
    """The tasks that the step always makes, and those that one chosen consequence makes; calls are prompted apart."""
    found: dict[str, Follows] = {}
    for effect in step.effects:
        details = set(effect.when.details)
        if effect.kind != "task" or effect.stamp or effect.when.tags or details - {"consequence"}:
            continue
        if _holds(reading, effect):
            found.setdefault(effect.id, _line(reading, effect))
    return tuple(found.values())


def proposals_of(reading: Reading, step: LadderStep) -> dict[str, tuple[str, ...]]:
    """By outcome, what that outcome only offers to somebody to decide: nothing is sent (INF-SS-23)."""
    found: dict[str, tuple[str, ...]] = {}
    for effect in step.effects:
        outcome = str(effect.when.details.get("outcome", ""))
        if effect.kind == "propose" and outcome and _holds(reading, effect):
            words = f"{effect.label}: offered to the {_title(reading, effect)}. Nobody has been called."
            found[outcome] = (*found.get(outcome, ()), words)
    return found


def _holds(reading: Reading, effect: Effect) -> bool:
    rules = reading.standing.rules
    return (not effect.when.where or Where.LESSON in effect.when.where) and all(
        rules.setting(key) == value for key, value in effect.when.settings.items()
    )


def _line(reading: Reading, effect: Effect) -> Follows:
    return Follows(
        words=effect.label,
        who=_title(reading, effect),
        due=_due(reading, effect.due),
        cite=effect.cites[0] if effect.cites else "",
        consequence=str(effect.when.details.get("consequence", "")),
    )


def _title(reading: Reading, effect: Effect) -> str:
    if effect.role is None:
        return ""
    if effect.role in ("author", "witness"):
        return "You"
    return reading.pack.roles.get(effect.role, (str(effect.role).replace("_", " "),))[0]


def _due(reading: Reading, due: Due | None) -> str:
    if due is None:
        return ""
    rules = reading.standing.rules
    match due.rule:
        case DueRule.AT_TIME:
            return f"by {rules.word(due.at)}"
        case DueRule.MINUTES:
            return f"within {rules.number(due.n)} minutes"
        case DueRule.SCHOOL_DAYS:
            return f"within {rules.number(due.n)} school days"
        case DueRule.NOW:
            return "now"
        case _:
            return "today"
