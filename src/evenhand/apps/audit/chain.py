"""What a link of the chain covers, and the digest of it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple

from evenhand.apps.tenancy.jsontext import canonical as plain_bytes
from evenhand.apps.tenancy.jsontext import canonical_text

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


class Ahead(NamedTuple):
    """A link's canonical text before and after its place in the chain, which only the lock makes known."""

    before: str
    after: str


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
    plain: Plain = {**link._asdict(), "at": _stamp(link.at)}
    return hashlib.sha256(canonical(plain)).hexdigest()


def ahead_of(
    *,
    at: datetime,
    actor_id: int | None,
    actor_name: str,
    action: str,
    subject: str,
    body: str,
    on_behalf_of: str,
) -> Ahead:
    """What is known of a link ahead; the body as canonical JSON."""
    first = canonical_text(
        {"action": action, "actor_id": actor_id, "actor_name": actor_name, "at": _stamp(at)}
    )
    behalf = canonical_text(on_behalf_of)
    return Ahead(
        f'{first[:-1]},"body":{body},"on_behalf_of":{behalf},"previous":"',
        f',"subject":{canonical_text(subject)}}}',
    )


def digest_at(ahead: Ahead, school: int, seq: int, previous: str) -> str:
    """The digest of a link at its place, as `digest_of` makes it; `previous` is a digest or nothing."""
    text = f'{ahead.before}{previous}","school":{school},"seq":{seq}{ahead.after}'
    return hashlib.sha256(text.encode()).hexdigest()


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
