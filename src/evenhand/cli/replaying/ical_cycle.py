"""The weeks of a timetable's cycle from the events `Week A` and `Week B` (or 1 and 2) of an iCalendar file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, Literal

from evenhand.cli.replaying.faults import Fault
from evenhand.engine.school_calendar.cycle import weekly_cycle

WEEK: Final = range(1, 6)
CLOSED_WEEKS: Final[tuple[Literal["skip", "use"], ...]] = ("skip", "use")
MARK: Final = re.compile(r"(?:TIMETABLE )?(?:WEEK ([A-D1-4])|([A-D]) WEEK)")


def week_of(summary: str) -> str:
    """The letter or number of a week of the cycle that a summary names, "" where none."""
    found = MARK.fullmatch(" ".join(summary.upper().split()))
    return (found[1] or found[2]) if found else ""


def monday_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def cycle(
    name: str, weeks: Mapping[date, tuple[str, int]], school_days: Iterable[date], faults: list[Fault]
) -> str:
    """The table `[cycle]`: A1 to A5, B1 to B5, from the first marked week on; "" where no school day is marked.

    It begins again in every week that is marked as its first, so that a holiday may change whose turn it is.

    Args:
        weeks: by their Monday, the letter of each marked week and the line that marks it.
    """
    first = min(weeks)
    days = [day for day in sorted(school_days) if day >= first]
    mondays = sorted({monday_of(day) for day in days})
    bare = next((monday for monday in mondays if monday not in weeks), None)
    if bare is not None:
        message = f"no event says which week of the cycle that of {bare} is"
        expected = "Week A or Week B for each week with school days"
        faults.append(Fault(name, weeks[max(weeks)][1], "SUMMARY", message, expected))
    if not days or bare is not None:
        return ""
    letters = sorted({weeks[monday][0] for monday in mondays})
    turn = letters.index(weeks[mondays[0]][0])
    labels = [[f"{letter}{number}" for number in WEEK] for letter in letters[turn:] + letters[:turn]]
    again = [monday for monday in mondays[1:] if weeks[monday][0] == letters[turn]]
    for closed in CLOSED_WEEKS:
        table = weekly_cycle(days, labels, restart_on=again, closed_weeks=closed)
        wrong = next((day for day, label in table if label[0] != weeks[monday_of(day)][0]), None)
        if wrong is None:
            return _table(labels, days[0], again, closed)
    letter, line = weeks[monday_of(wrong)] if wrong else ("", 0)
    message = f"week {letter} is out of turn in the week of {monday_of(wrong or first)}"
    faults.append(Fault(name, line, "SUMMARY", message, f"weeks in turn: {', '.join(letters)}"))
    return ""


def _table(labels: list[list[str]], start: date, again: list[date], closed: str) -> str:
    return "\n".join(
        (
            "\n[cycle]",
            f"labels = {json.dumps([label for week in labels for label in week])}",
            f"weeks = {len(labels)}",
            f"start = {start}",
            f"restart = [{', '.join(map(str, again))}]",
            f'closed_weeks = "{closed}"\n',
        )
    )
