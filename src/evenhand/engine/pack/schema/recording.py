"""What an entry of the log holds besides what is known of itself: its act, time, place, steps, people and tasks."""

from __future__ import annotations

from dataclasses import dataclass

from evenhand.engine.pack.schema.document import Choice


@dataclass(frozen=True, slots=True)
class EntryField:
    """Something that the author of an entry is asked. With `choices` one is chosen, else words are written.

    It must be answered where `required`, or where the act is of one of these groups or has one of these tags.
    `analysed` fields are counted at the end of a term.
    """

    id: str
    label: str
    cites: tuple[str, ...]
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    required: bool = False
    required_groups: tuple[str, ...] = ()
    required_tags: tuple[str, ...] = ()
    analysed: bool = False
