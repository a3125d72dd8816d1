"""What helps an adult in the room and decides nothing: cards, patterns of need, and how a pupil may seem on arrival."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.engine.pack.schema.document import Figure
from evenhand.engine.values import CardKind, Role


@dataclass(frozen=True, slots=True)
class Card:
    """One line that an adult looks up: an item of a checklist, a prompt, a technique, a gentle correction, or a support.

    `roles` are those who do it, empty for any adult. `screen`: the page that it leads to or stands on (`minutes`,
    `profile`, `adjustments`, `report`, `contact`, `agreed`).
    """

    id: str
    kind: CardKind
    label: str
    cites: tuple[str, ...]
    text: str = ""
    roles: tuple[Role, ...] = ()
    screen: str = ""


@dataclass(frozen=True, slots=True)
class NeedPattern:
    """A pattern of need that may be named on a pupil's profile; `other` asks for words of its own."""

    id: str
    label: str
    cites: tuple[str, ...]
    other: bool = False


@dataclass(frozen=True, slots=True)
class Mood:
    """How a pupil may seem on arrival; `low` shows a quiet cue to the adults of the day."""

    id: str
    label: str
    low: bool = False


@dataclass(frozen=True, slots=True)
class OutsideContact:
    """Somebody outside the school whom the acts in `of`, tasks or proposals by their ids, are done with.

    `who` says who that is and how they are reached; an empty figure says that the school has not set it yet.
    """

    id: str
    label: str
    of: tuple[str, ...]
    who: Figure
    cites: tuple[str, ...]
