"""How the kind of an event may be written in a file: the engine's own word, or a plain one for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from evenhand.engine.values import EventKind

ALIASES: Final[Mapping[str, EventKind]] = {
    "award": EventKind.ACHIEVEMENT,
    "praise": EventKind.ACHIEVEMENT,
    "recognition": EventKind.ACHIEVEMENT,
    "merit": EventKind.ACHIEVEMENT,
    "incident": EventKind.CONCERN,
    "behaviour": EventKind.CONCERN,
    "step": EventKind.LADDER_STEP,
    "confirmation": EventKind.CONFIRM,
    "refusal": EventKind.DECLINE,
    "arrived": EventKind.ARRIVAL,
    "released": EventKind.RELEASE,
    "late_mark": EventKind.LATE,
    "missed_homework": EventKind.HOMEWORK_MISSED,
    "detention_outcome": EventKind.OWED_OUTCOME,
    "time_owed_outcome": EventKind.OWED_OUTCOME,
    "correction": EventKind.VOID,
    "undo": EventKind.VOID,
    "withdrawal": EventKind.VOID,
    "facts": EventKind.CLOSE,
}
"""Plain words for kinds. Case does not matter, and a space or hyphen is an underscore."""

KINDS: Final[Mapping[str, EventKind]] = {
    **{word: kind for word, kind in ALIASES.items() if word not in list(EventKind)},
    **{kind.value: kind for kind in EventKind},
}


def kind_of(text: str) -> EventKind | None:
    """The kind that a word of a file means, None for an unknown one."""
    return KINDS.get(text) or KINDS.get("_".join(text.lower().replace("-", " ").replace("_", " ").split()))
