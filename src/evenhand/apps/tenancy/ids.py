"""Ids of events that the server itself makes, in the form that devices use: in the order of time.

Rows are kept in the order of their ids. Ids by chance touch a page of the database each, so that the cost of writing
grows with the history; those in the order of time touch the last few.
"""

from __future__ import annotations

import secrets
import time
from uuid import UUID

VERSION, VARIANT = 7, 0b10


def new_event_id(moment: int | None = None) -> UUID:
    """A new id: milliseconds since 1970 in the first 48 bits, chance in the rest (RFC 9562, version 7).

    Args:
        moment: those milliseconds; the machine's clock where none are given.
    """
    if moment is None:
        moment = time.time_ns() // 1_000_000
    first, rest = secrets.randbits(12), secrets.randbits(62)
    return UUID(int=(moment << 80) | (VERSION << 76) | (first << 64) | (VARIANT << 62) | rest)
