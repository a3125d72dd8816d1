"""What is typed into forms and addresses: a number, a day or a time, or None for what is none that a school has."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Final

from django.http import HttpRequest, RawPostDataException

from evenhand.apps.tenancy.clock import to_instant
from evenhand.apps.tenancy.models import School

# As many digits as every column of keys holds.
DIGITS: Final = 18
# Between these a calendar can count on and back from every day.
FIRST_YEAR, LAST_YEAR = 1900, 2199


def number(text: str) -> int | None:
    """A whole number from 0 in the digits 0 to 9, of at most 18."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def day(text: str) -> date | None:
    """A day like 2026-11-17, of the years 1900 to 2199."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def clock_time(text: str) -> time | None:
    """A time like 11:05, without a zone of its own."""
    try:
        found = time.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is None else None


def instant(school: School, on: str, at: str) -> datetime | None:
    """The instant at which the school's clock shows that time on that day; None where either is none."""
    there, when = day(on), clock_time(at)
    return to_instant(school, there, when) if there is not None and when is not None else None


def body_of(request: HttpRequest) -> bytes:
    """What a script has sent; nothing where a form was sent in its place, which is read as a form."""
    try:
        return request.body
    except RawPostDataException:
        return b""


def too_long(what: str, text: str, most: int) -> str:
    """What is wrong with a text of more characters than that, under the name of its field; "" where nothing is."""
    many = len(text.strip())
    return f"{what} {many:,} characters; {most:,} is the most. Shorten it." if many > most else ""
