"""What is handed over to a provider, and what it answers."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Protocol


class Verdict(StrEnum):
    """What became of a try: taken; refused for good; not taken, try later; or nobody knows."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"
    UNKNOWN = "unknown"


class Answer(NamedTuple):
    """A provider's answer: the verdict, its own reference where it gives one, and its words."""

    verdict: Verdict
    reference: str = ""
    words: str = ""


class Parcel(NamedTuple):
    """One message ready to go. `id` is the same at every try, so that a provider can tell a repeat."""

    id: str
    to: str
    subject: str
    body: str
    language: str
    sender: str


class Provider(Protocol):
    """A way out. It never raises for what a network or a server does: that is an answer."""

    name: str
    can_be_asked: bool

    def deliver(self, parcel: Parcel) -> Answer:
        """Hand one message over."""

    def find(self, ident: str, /) -> Answer:
        """What is known of an earlier try with that id; UNKNOWN where the provider cannot be asked."""

    def close(self) -> None:
        """Let go of the connection."""
