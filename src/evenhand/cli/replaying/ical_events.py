"""The VEVENTs of an iCalendar text (RFC 5545): lines unfolded, components within each other told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from evenhand.cli.replaying.faults import Fault

LARGEST: Final = 4_000_000
EVENT: Final = "VEVENT"
SEVERAL: Final = ("CATEGORIES", "RDATE", "EXDATE")
"""What may stand several times in one event: the values are joined."""


class Property(NamedTuple):
    """One unfolded content line."""

    line: int
    name: str
    parameters: str
    value: str


Event = dict[str, Property]
"""The properties of one VEVENT by name, the first of each; BEGIN is its first line."""


def events(name: str, text: str, faults: list[Fault]) -> Iterator[Event]:
    """The events in order, save cancelled ones; what is wrong is added to `faults`."""
    if len(text) > LARGEST or "BEGIN:VCALENDAR" not in text[:1000].upper():
        faults.append(Fault(name, 1, "", "this is no iCalendar file", "BEGIN:VCALENDAR, and at most 4 MB"))
        return
    inside: Event | None = None
    within: list[str] = []
    for item in properties(text):
        what = item.value.upper()
        if item.name == "BEGIN" and what == EVENT:
            if inside is not None:
                faults.append(Fault(name, item.line, "BEGIN", "a VEVENT inside another", "END:VEVENT first"))
            inside, within = {"BEGIN": item}, []
        elif item.name == "END" and what == EVENT:
            if inside is None:
                faults.append(Fault(name, item.line, "END", "no VEVENT is open", "BEGIN:VEVENT first"))
            elif not _is_cancelled(inside):
                yield inside
            inside = None
        elif inside is not None:
            _take(inside, within, item)
    if inside is not None:
        faults.append(Fault(name, inside["BEGIN"].line, "BEGIN", "this VEVENT does not end", "END:VEVENT"))


def _take(inside: Event, within: list[str], item: Property) -> None:
    """Keep a property of the event itself; those of an alarm within it are not its own."""
    if item.name == "BEGIN":
        within.append(item.value.upper())
    elif item.name == "END":
        del within[-1:]
    elif not within:
        before = inside.setdefault(item.name, item)
        if item.name in SEVERAL and before is not item:
            inside[item.name] = before._replace(value=f"{before.value},{item.value}")


def _is_cancelled(event: Event) -> bool:
    return "STATUS" in event and event["STATUS"].value.upper() == "CANCELLED"


def properties(text: str) -> Iterator[Property]:
    """The content lines, unfolded: a line that begins with a space or tab goes on with the one before."""
    held, start = "", 1
    for number, line in enumerate((*re.split(r"\r\n|\n|\r", text), ""), 1):
        if line[:1] in (" ", "\t"):
            held += line[1:]
            continue
        head, colon, value = held.partition(":")
        if colon:
            found, _, parameters = head.partition(";")
            yield Property(start, found.strip().upper(), parameters.upper(), value.strip())
        held, start = line, number
