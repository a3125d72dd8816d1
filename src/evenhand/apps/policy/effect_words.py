"""What an effect brings about, in a sentence, from its declaration and the figures in force."""

from __future__ import annotations

from typing import Final

from evenhand.apps.policy.words import answer_of, listed, quantity, title_of
from evenhand.engine.pack.resolve import SETTING, Rules
from evenhand.engine.pack.schema import Due, Effect, Figure, When
from evenhand.engine.values import DueRule, Unit, Where

PLACES: Final = {
    Where.LESSON: "in a lesson",
    Where.OUT_OF_CLASS: "out of class",
    Where.PLACEMENT: "during a stay",
    Where.OFF_SITE: "off site",
}
DECIDERS: Final = {"author": "the adult who records it", "confirmer": "whoever confirms it"}
DUE: Final = {
    DueRule.SAME_DAY: "the same day",
    DueRule.BEFORE_BELL: "before the closing bell",
    DueRule.RELEASE: "before the pupil goes back",
    DueRule.START: "before it starts",
    DueRule.NOW: "at once",
    DueRule.WEEK_END: "by the last school day of the week",
    DueRule.HALF_TERM_END: "by the last day of the half-term",
    DueRule.NEXT_HALF_DAY: "by the end of the next half-day",
    DueRule.TOLD: "by the date that is given",
    DueRule.END_OF_TERM: "by the last school day of the term",
    DueRule.IMMEDIATE: "on the day of the decision",
}
# Days that procedures count from, by the name of the detail or of the fact that the engine works out.
ANCHORS: Final = {
    "returns": "the day of return",
    "first": "its first day",
    "last": "its last day",
    "sixth_day": "the sixth school day",
    "received_on": "the governors' notice",
    "meeting_on": "the meeting",
    "hearing_on": "the hearing",
    "applied_on": "the application",
    "outcome_received_on": "the family's notice of the outcome",
    "panel_notice_on": "the panel's notice",
    "provision_on": "the start of provision",
    "exam_on": "the exam",
}
BY_RULE: Final = {
    DueRule.MINUTES: (", within {0}", Unit.MINUTES),
    DueRule.SCHOOL_DAYS: (", within {0}", Unit.SCHOOL_DAYS),
    DueRule.WEEKS: (", within {0}", Unit.WEEKS),
    DueRule.SCHOOL_DAYS_BEFORE: (", at least {0} before", Unit.SCHOOL_DAYS),
    DueRule.NTH_SCHOOL_DAY: (", on school day {0}", None),
    DueRule.HOURS_BEFORE: (", at least {0} before", Unit.HOURS),
}


def figure_words(rules: Rules, figure: Figure, unit: Unit | None = None) -> str:
    """The figure as it stands on the day, with its unit or the words of the choice."""
    value = rules.value(figure)
    if isinstance(figure, str) and figure.startswith(SETTING):
        return answer_of(rules.pack.settings[figure.removeprefix(SETTING)], value)
    return quantity(value, unit)


def in_force(rules: Rules, when: When) -> bool:
    """Whether the school's settings let the effect pass at all."""
    return all(rules.setting(key) == value for key, value in when.settings.items())


def effect_words(rules: Rules, effect: Effect) -> str:
    """What the effect brings about, without when: "5 points are posted to …"."""
    pack = rules.pack
    match effect.kind:
        case "post":
            ledger = pack.ledgers[effect.ledger].label.lower()
            what = f"the figure for “{effect.stage}”" if effect.stage else figure_words(rules, effect.value)
            words = f"{what} is posted to {ledger}"
        case "place":
            by = DECIDERS.get(effect.decider, effect.decider)
            words = f"the pupil is expected in {pack.placements[effect.placement].label}, decided by {by}"
        case "owe":
            words = f"{pack.time_owed[effect.owed].label.lower()} is owed"
        case "task":
            label = effect.label.replace("{value}", "\N{HORIZONTAL ELLIPSIS}")
            words = f"{label} ({title_of(pack, effect.role)}{due_words(rules, effect.due)})"
        case "tell":
            channel, audience = effect.channel.replace("_", " "), title_of(pack, effect.audience)
            words = f"told by {channel}: {audience}{due_words(rules, effect.due)}"
        case "propose":
            words = f"put to {title_of(pack, effect.role)}: {effect.label}"
        case "open":
            words = f"a case is opened: {pack.paths[effect.path].label}"
        case "review":
            words = f"looked at by {title_of(pack, effect.role)}"
        case _:
            words = effect.label or effect.kind
    return words + when_words(rules, effect.when)


def due_words(rules: Rules, due: Due | None) -> str:
    """When a duty is due, after a comma; nothing where the pack says nothing."""
    if due is None:
        return ""
    if due.rule is DueRule.AT_TIME:
        return f", by {figure_words(rules, due.at)}"
    anchor = ANCHORS.get(due.anchor, due.anchor.replace("_", " "))
    if due.rule is DueRule.ON_DAY:
        return f", on {anchor}"
    if due.rule not in BY_RULE:
        return f", {DUE[due.rule]}"
    return _counted(rules, due, anchor) + _lawful(rules, due)


def _counted(rules: Rules, due: Due, anchor: str) -> str:
    """The figure with the day that it counts from; without a figure the law alone says when."""
    words, unit = BY_RULE[due.rule]
    if not due.n:
        return f", as the law says, from {anchor}" if anchor else ", as the law says"
    before = due.rule in (DueRule.SCHOOL_DAYS_BEFORE, DueRule.HOURS_BEFORE)
    said = words.format(figure_words(rules, due.n, unit))
    return f"{said} {anchor}" if before else f"{said} of {anchor}" if anchor else said


def _lawful(rules: Rules, due: Due) -> str:
    """The law's figure where it is another than the policy's: the earlier day holds."""
    legal = rules.lawful(due.law, "") if due.n else None
    if legal is None or legal.value == rules.value(due.n):
        return ""
    unit = BY_RULE[due.rule][1]
    return f"; the law says {quantity(legal.value, unit)}, and the earlier day holds"


def when_words(rules: Rules, when: When) -> str:
    """For what an effect holds and what it leaves out, as sentences of their own; nothing where all passes."""
    tags = {tag.id: tag.label for tag in rules.pack.tags}
    parts = [named(rules, when), listed([PLACES[where] for where in when.where], "or")]
    parts += [
        f"{detail_label(rules, key)} {quantity(value, None)}".replace("_", " ")
        for key, value in when.details.items()
    ]
    said = "; ".join(part for part in parts if part)
    left_out = listed([tags.get(tag, tag) for tag in when.not_tags], "or")
    return (f". For: {said}" if said else "") + (f". Except: {left_out}" if left_out else "")


def named(rules: Rules, when: When) -> str:
    """The groups, items and tags that a filter asks for."""
    pack = rules.pack
    tags = {tag.id: tag.label for tag in pack.tags}
    words = [pack.groups[group].label for group in when.groups]
    words += [pack.items[code].label for code in when.codes]
    words += [tags.get(tag, tag) for tag in when.tags]
    return listed(words, "or")


def detail_label(rules: Rules, key: str) -> str:
    """The label of a detail that the catalogue asks for, or of one that only a step records."""
    known = rules.pack.details.get(key)
    return known.label if known else key.replace("_", " ")
