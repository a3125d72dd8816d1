"""What a link of the chain covers, and the digest of it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple

from evenhand.engine.wire import canonical as plain_bytes

# No float, and nothing that may hold one.
SURE = frozenset({str, int, bool, type(None)})

Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]


class Link(NamedTuple):
    """Everything that one entry's digest covers."""

    school: int
    seq: int
    at: datetime
    actor_id: int | None
    actor_name: str
    on_behalf_of: str
    action: str
    subject: str
    body: Plain
    previous: str


def canonical(plain: Plain) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8.

    Raises TypeError for a float: two databases do not hand back the same digits.
    """
    refuse_floats(plain)
    return plain_bytes(plain)


def refuse_floats(plain: object) -> None:
    """Raise TypeError where a float is anywhere in it."""
    if isinstance(plain, float):
        raise TypeError("the audit chain holds whole numbers, words and lists of them, no floats")
    parts = plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list | tuple) else ()
    for value in parts:
        if type(value) not in SURE:
            refuse_floats(value)


def digest_of(link: Link) -> str:
    """The SHA-256, in hexadecimal, of the link as canonical JSON."""
    plain: Plain = {**link._asdict(), "at": link.at.astimezone(UTC).isoformat(timespec="microseconds")}
    return hashlib.sha256(canonical(plain)).hexdigest()
