"""On which days an event of an iCalendar file begins: its first day, what RRULE and RDATE add, what EXDATE takes away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final

from dateutil.rrule import rrulestr

from evenhand.cli.replaying.faults import Fault
from evenhand.cli.replaying.ical_events import Event

MOST: Final = 1_000
"""An event that begins on more days than this is no date of a school's calendar."""
FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
AHEAD: Final = timedelta(days=3 * 366)
"""So far a repeat without an end is followed."""
EXPECTED: Final = "a rule such as FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270721, or one VEVENT for each"


def starts(name: str, event: Event, first: date, faults: list[Fault]) -> tuple[date, ...]:
    """The days on which it begins, in order, the first of them `first`; what cannot be read is added to `faults`."""
    if "RECURRENCE-ID" in event:
        faults.append(
            Fault(
                name,
                event["RECURRENCE-ID"].line,
                "RECURRENCE-ID",
                "one of a row of repeats that differs is not read",
                "an EXDATE in the row, and a VEVENT of its own",
            )
        )
    found = {first, *_by_rule(name, event, first, faults), *_listed(name, event, "RDATE", faults)}
    return tuple(sorted(found - set(_listed(name, event, "EXDATE", faults))))


def _by_rule(name: str, event: Event, first: date, faults: list[Fault]) -> list[date]:
    if "RRULE" not in event:
        return []
    line, text = event["RRULE"].line, event["RRULE"].value.upper()
    try:
        rule, count = _rule(text, first)
    except (ValueError, TypeError, AttributeError, OverflowError):
        faults.append(Fault(name, line, "RRULE", f"{text[:60]!r} is not read", EXPECTED))
        return []
    days = [moment.date() for moment in islice(rule, count)]
    if len(days) > MOST:
        faults.append(Fault(name, line, "RRULE", f"it repeats more than {MOST:,} times", EXPECTED))
        return []
    return days


def _rule(text: str, first: date) -> tuple[Iterable[datetime], int]:
    """The rule as one with an end, which is a day: the time of day says nothing here; and how many it gives at most.

    Raises:
        ValueError: it is none of days.
    """
    parts = dict(part.split("=", 1) for part in text.split(";") if part)
    within_a_day = {"BYHOUR", "BYMINUTE", "BYSECOND"} & parts.keys()
    if parts.get("FREQ") not in FREQUENCIES or within_a_day or int(parts.get("INTERVAL", "1")) < 1:
        raise ValueError(text)
    count = int(parts.pop("COUNT", MOST + 1))
    last = first + AHEAD
    if "UNTIL" in parts:
        last = min(last, date.fromisoformat(parts["UNTIL"][:8]))
    parts["UNTIL"] = f"{last:%Y%m%d}"
    written = ";".join(f"{key}={value}" for key, value in parts.items())
    rule: Iterable[datetime] = rrulestr(written, dtstart=datetime.combine(first, time.min))
    return rule, min(max(count, 0), MOST + 1)


def _listed(name: str, event: Event, word: str, faults: list[Fault]) -> list[date]:
    """The days that RDATE or EXDATE lists."""
    if word not in event:
        return []
    days = []
    for text in event[word].value.split(","):
        try:
            days.append(date.fromisoformat(text.strip()[:8]))
        except ValueError:
            expected = "days such as 20260902,20260909"
            faults.append(Fault(name, event[word].line, word, f"{text[:40]!r} is no date", expected))
    return days
