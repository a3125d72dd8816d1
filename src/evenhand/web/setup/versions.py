"""Forms of the set-up that two adults have open at once: what stands in words, whose it is, and since when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from evenhand.apps.audit.overtaking import Asked, Standing
from evenhand.apps.tenancy.bell_rows import KIND_WORDS, WEEKDAYS, BellRows, bell_rows_of
from evenhand.apps.tenancy.models import CalendarVersion
from evenhand.apps.tenancy.year_rows import CLOSURE_WORDS, YearRows, rows_of, weeks_of
from evenhand.engine.school_calendar import AcademicYear, SchoolCalendar

YEAR: Final = {
    "days": Asked("The year"),
    "terms": Asked("Terms and half-terms"),
    "closed": Asked("Days without pupils"),
}
SCHOOL: Final = {
    "name": Asked("Name", short=True),
    "short_name": Asked("Short name", short=True),
    "trust": Asked("Trust", short=True),
    "urn": Asked("URN", short=True),
    "dfe": Asked("DfE number", short=True),
}
KIND, CYCLE = "kind-", "cycle"
# So far back is looked for who changed something last.
MOST_VERSIONS: Final = 50

Words = Mapping[str, str]


def words_of_year(rows: YearRows) -> Words:
    """A school year, a line for each term and closure."""
    return {
        "days": f"{rows.id}: {rows.first} to {rows.last}",
        "terms": "\n".join(f"{one.label}, {one.term}: {one.first} to {one.last}" for one in rows.blocks),
        "closed": "\n".join(
            f"{one.date}: {one.label}, {CLOSURE_WORDS.get(one.kind, one.kind).lower()}"
            for one in rows.closures
        ),
    }


def words_of_bells(year: AcademicYear) -> Words:
    """The bells of a year, a line for each period, and the weeks of its timetable."""
    kinds = {f"{KIND}{rows.id}": _kind(rows) for rows in bell_rows_of(year)}
    return {**kinds, CYCLE: "\n".join(", ".join(week) for week in weeks_of(year.cycle))}


def asked_of_bells(*versions: Words) -> dict[str, Asked]:
    """The parts of these versions under the names that the page of the bells gives them."""
    names = dict.fromkeys(name for words in versions for name in words if name != CYCLE)
    kinds = {name: Asked(f"Kind of day: {name.removeprefix(KIND)}") for name in names}
    return {**kinds, CYCLE: Asked("The timetable’s cycle")}


def last_changed(school_id: int, words_of: Callable[[SchoolCalendar], Words]) -> Standing:
    """What stands in the newest calendar, with who made it so: later versions that left it alone do not count."""
    rows = CalendarVersion.objects.filter(school_id=school_id).order_by("-id")[:MOST_VERSIONS]
    found = Standing({})
    for number, row in enumerate(rows):
        words = words_of(SchoolCalendar.from_document(row.document))
        if number and words != found.words:
            break
        found = Standing(words, row.recorded_by_id, row.recorded_at)
    return found


def year_words_in(year_id: str) -> Callable[[SchoolCalendar], Words]:
    """The terms and closures of that year in a calendar; none where the calendar has no such year."""
    return lambda known: next((words_of_year(rows_of(one)) for one in known.years if one.id == year_id), {})


def bell_words_in(year_id: str) -> Callable[[SchoolCalendar], Words]:
    """The bells of that year in a calendar; none where the calendar has no such year."""
    return lambda known: next((words_of_bells(one) for one in known.years if one.id == year_id), {})


def _kind(rows: BellRows) -> str:
    days = ", ".join(WEEKDAYS[number] for number in rows.weekdays) or "Every day that no other kind names"
    times = f"Afternoon from {rows.midday}, closing bell {rows.closing}"
    years = f"Years {rows.years}" if rows.years else "All years"
    periods = (
        f"{one.key} {one.label}, {one.start} to {one.end}, {KIND_WORDS.get(one.kind, one.kind).lower()}"
        for one in rows.periods
    )
    return "\n".join((f"{days}. {years}. {times}", *periods))
