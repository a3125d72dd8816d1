"""Values of Ed-Fi elements: codes of descriptors in their several spellings, days and times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from evenhand.cli.importing.events.xml_tree import Node


def codes_of(node: Node) -> Iterator[str]:
    """The codes of a behaviour element: its own, or those of elements of the same name within it."""
    inner = node.all("Behavior")
    for one in inner or [node]:
        code = code_of(one)
        if code:
            yield code


def code_of(node: Node) -> str:
    """The word of a descriptor, written as a URI with #, as CodeValue, or as it stands."""
    value = node.find("CodeValue")
    return (value.text if value else node.text).rpartition("#")[2].strip()


def text_of(node: Node | None) -> str:
    """The text of an element, "" where there is none."""
    return node.text if node else ""


def date_of(text: str) -> date | None:
    """A day, with or without an offset; None for what is no day."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def time_of(text: str) -> time | None:
    """A time of day, to the second; None for what is none."""
    try:
        return time.fromisoformat(text[:8]).replace(tzinfo=None)
    except ValueError:
        return None
