"""Words home: which messages there are, and their texts in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evenhand.engine.pack.schema.document import Figure

CHANNELS = ("email", "text", "print", "phone")
SUBJECTS = ("stay", "late_finish", "recognition")
VALUES = (
    "pupil", "pupil_full", "family", "school", "sender", "today", "day", "time", "until", "minutes", "place",
    "what", "why", "card", "award", "points", "number", "facts", "paragraphs",
)  # fmt: skip
"""The placeholders that a text may have. A line in which one has no value is left out of the message."""


@dataclass(frozen=True, slots=True)
class Sending:
    """When and how messages go. Without a figure there are no quiet hours, and each message goes by itself.

    quiet_from, quiet_to: local times between which none goes. days: `any_day` or `school_days`.
    together: minutes within which several for one family become one. contacts: `first` or `all` of a family are told.
    unknown: where nobody knows whether a message arrived, `ask` a person or `send_again`.
    """

    quiet_from: Figure = ""
    quiet_to: Figure = ""
    days: Figure = ""
    together: Figure = 0
    contacts: Figure = ""
    unknown: Figure = ""


@dataclass(frozen=True, slots=True)
class MessageForm:
    """A message of the school, known by the template that rules name.

    channels: tried in this order, as far as they are set up and the person can be reached by them.
    waits_for: kinds of task; while one of them is open for the pupil, the message is held.
    about: what a person who chooses this message writes home about, one of `SUBJECTS`; without it none chooses it.
    urgent: goes at once, also in quiet hours, and by itself. sensitive: an alert about it carries no content.
    """

    id: str
    label: str
    channels: tuple[str, ...]
    cites: tuple[str, ...]
    waits_for: tuple[str, ...] = ()
    urgent: bool = False
    sensitive: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class MessageText:
    """A message in one language: the subject, the whole text, and `short` for a text message (the whole text if empty)."""

    id: str
    subject: str
    body: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """The texts of one language, by message, and how it writes a date: its weekdays from Monday on and its months."""

    weekdays: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    texts: Mapping[str, MessageText] = field(default_factory=dict)
