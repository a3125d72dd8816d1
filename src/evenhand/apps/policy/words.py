"""The words in which the policy pages speak: what became of a paragraph, how it binds, figures with their units."""

from __future__ import annotations

from datetime import date
from typing import Final

from evenhand.engine.decisions import Value
from evenhand.engine.pack.schema import Pack, Setting
from evenhand.engine.values import Fate, Force, Origin, Role, Unit

FATES: Final = {
    Fate.RULE: "Rule",
    Fate.PARAMETER: "Figure",
    Fate.SCREEN: "On a screen",
    Fate.LETTER: "In a letter",
    Fate.REFERENCE: "To be read",
    Fate.GAP: "Gap",
}
FATE_MEANS: Final = {
    Fate.RULE: "The system works this out by a rule.",
    Fate.PARAMETER: "The system uses a figure from here.",
    Fate.SCREEN: "A page asks for it, shows it or keeps it.",
    Fate.LETTER: "A letter or message says it.",
    Fate.REFERENCE: "People read it and act on it; nothing is worked out from it.",
    Fate.GAP: "Nothing in the system answers to this paragraph.",
}
FORCES: Final = {Force.MUST: "must", Force.SHOULD: "should", Force.MAY: "may", Force.ETHOS: "ethos"}
ORIGINS: Final = {
    Origin.POLICY: "the policy",
    Origin.DEFAULT: "a default, since the policy does not say",
    Origin.LAW: "the law",
}
NOT_YET: Final = "Not yet performed by the system"
NO_SCREEN: Final = "The rules decide it; no screen records it yet"
SILENT: Final = "The policy does not say. Default in force."
_SINGULAR: Final = {
    Unit.POINTS: "point",
    Unit.SECONDS: "second",
    Unit.MINUTES: "minute",
    Unit.HOURS: "hour",
    Unit.SESSIONS: "session",
    Unit.SCHOOL_DAYS: "school day",
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.WEEKS: "week",
    Unit.MONTHS: "month",
    Unit.PERCENTAGE_POINTS: "percentage point",
    Unit.PUPILS: "pupil",
}


def quantity(value: Value, unit: Unit | None) -> str:
    """A figure with its unit: "5 minutes", "1 school day", "97%", "yes"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if unit is Unit.PERCENT:
        return f"{value}%"
    noun = _SINGULAR.get(unit) if unit else None
    return f"{value} {noun}{'' if value == 1 else 's'}" if noun else str(value)


def answer_of(setting: Setting, value: Value) -> str:
    """The answer to an open question in words: the label of the choice, or the figure with its unit."""
    label = next((choice.label for choice in setting.choices if choice.value == value), "")
    return label or quantity(value, setting.unit)


def day_words(day: date) -> str:
    """A date in words: 1 September 2026."""
    return f"{day.day} {day:%B %Y}"


def title_of(pack: Pack, role: Role | str | None) -> str:
    """The title by which this school calls a role; our own word where it has none."""
    if not role:
        return ""
    known = pack.roles.get(Role(role)) if role in [*Role] else None
    return known[0] if known else str(role).replace("_", " ").capitalize()


def listed(words: list[str], join: str = "and") -> str:
    """Words in a sentence: "a, b and c"."""
    return f"{', '.join(words[:-1])} {join} {words[-1]}" if len(words) > 1 else "".join(words)


def sentence(text: str) -> str:
    """The text with a capital at its start and a full stop at its end."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?')) else '.'}" if text else ""
