"""The school year: terms, closures and training days, from an example or typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Overtaken, both_versions, demand_current, version_of
from evenhand.apps.tenancy.bell_rows import example_bells
from evenhand.apps.tenancy.calendars import NoCalendar, calendar_of, forget
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.patterns import term_patterns
from evenhand.apps.tenancy.selectors import today
from evenhand.apps.tenancy.services import save_calendar
from evenhand.apps.tenancy.year_rows import (
    CLOSURE_WORDS,
    BlockRow,
    ClosureRow,
    YearRows,
    bells_of,
    pasted_blocks,
    pasted_closures,
    read_day,
    read_year,
    rows_of,
    with_year,
)
from evenhand.engine.school_calendar import CalendarEnds, CalendarInvalid, SchoolCalendar
from evenhand.web.setup.rows import asked, changed, filled, read_rows
from evenhand.web.setup.versions import YEAR, last_changed, words_of_year, year_words_in


@requires(Capability.MANAGE_SCHOOL)
@require_http_methods(["GET", "POST"])
def year(request: ActorRequest) -> HttpResponse:
    """The editor of one year; a query names the year, or an example to begin with."""
    school = School.objects.get(pk=request.actor.school_id)
    known = known_calendar(school)
    problems: Sequence[str] = ()
    rows = _typed(request.POST) if request.method == "POST" else _initial(request.GET, known, today(school))
    if request.method == "POST" and asked(request.POST).act == "save":
        try:
            save_year(request.actor, rows, seen=request.POST.get(SEEN))
            return redirect("setup:checklist")
        except CalendarInvalid as error:
            problems = error.problems
        except Overtaken as clash:
            back = f"{reverse('setup:year')}?{urlencode({'year': rows.id})}"
            return both_versions(request, clash, school_id=school.pk, asked=YEAR, back=back)
    page = {
        "rows": rows,
        "seen": request.POST.get(SEEN, "") if request.method == "POST" else _seen(known, rows.id),
        "problems": problems,
        "patterns": term_patterns(),
        "years": [one.id for one in known.years] if known else [],
        "kinds": CLOSURE_WORDS,
        "answer": day_answer(known, request.GET.get("day", "")),
        "day": request.GET.get("day", ""),
    }
    return render(request, "evenhand/setup/year.html", page, status=422 if problems else 200)


def known_calendar(school: School) -> SchoolCalendar | None:
    """The school's calendar, if it has one."""
    try:
        return calendar_of(school)
    except NoCalendar:
        return None


@transaction.atomic
def save_year(actor: Actor, rows: YearRows, *, seen: str | None = None) -> None:
    """Store the rows as a year of the calendar, with the bells it has, else the newest there are, else examples.

    Args:
        seen: the version of the year with which the form was opened; None where no form was.

    Raises:
        CalendarInvalid: with all that is wrong.
        Overtaken: somebody else has saved other terms or closures of that year since.
    """
    school = School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    # Another process may have saved a moment ago.
    forget()
    known = known_calendar(school)
    years = known.years if known else ()
    kept = next((one for one in years if one.id == rows.id), years[-1] if years else None)
    bells = bells_of(kept) if kept else example_bells()
    tidy = replace(
        rows,
        blocks=tuple(filled(rows.blocks)),
        closures=tuple(filled(rows.closures, ignore=("kind",))),
    )
    made = read_year(tidy, bells)
    standing = last_changed(school.pk, year_words_in(made.id))
    demand_current(actor, seen, standing, words_of_year(rows_of(made)))
    save_calendar(actor, calendar=with_year(known, made), reason=f"year {rows.id}")


def _seen(known: SchoolCalendar | None, year_id: str) -> str:
    return version_of(year_words_in(year_id)(known)) if known else ""


def day_answer(known: SchoolCalendar | None, text: str) -> str:
    """Whether that day is a school day, in a sentence; nothing where none was asked about."""
    day = read_day(text)
    if not text:
        return ""
    if day is None:
        return f"{text} is not a date. Write one such as 2027-05-03."
    if known is None:
        return "There is no school year yet."
    return f"{day:%A %-d %B %Y} {_about(known, day)}."


def _about(known: SchoolCalendar, day: date) -> str:
    try:
        closure, is_open, cycle = known.closure_on(day), known.is_school_day(day), known.cycle_day(day)
    except CalendarEnds:
        return "is outside the years of the calendar"
    if is_open:
        return f"is a school day, day {cycle} of the cycle" if cycle else "is a school day"
    return f"is not a school day: {closure.label if closure else 'a weekend' if day.weekday() > 4 else 'outside term'}"


def _typed(post: QueryDict) -> YearRows:
    do = asked(post)
    blocks = changed(read_rows(post, "blocks", BlockRow), do, "blocks", BlockRow())
    closures = changed(read_rows(post, "closures", ClosureRow), do, "closures", ClosureRow())
    if do.act == "paste":
        blocks = [*filled(blocks), *pasted_blocks(post.get("paste-blocks", ""))]
        closures = [
            *filled(closures, ignore=("kind",)),
            *pasted_closures(post.get("paste-closures", "")),
        ]
    return YearRows(
        post.get("id", ""), post.get("first", ""), post.get("last", ""), tuple(blocks), tuple(closures)
    )


def _initial(query: QueryDict, known: SchoolCalendar | None, day: date) -> YearRows:
    example = next((one for one in term_patterns() if one.id == query.get("example")), None)
    if example is not None:
        return example.rows()
    years = known.years if known else ()
    named = next((one for one in years if one.id == query.get("year")), None)
    shown = named or next((one for one in years if day <= one.last), None)
    if shown is not None and query.get("year") != "new":
        return rows_of(shown)
    first = date(day.year if day.month >= 7 else day.year - 1, 9, 1)
    name = f"{first.year}-{(first.year + 1) % 100:02d}"
    if any(one.id == name for one in years):
        first = date(years[-1].last.year, 9, 1)
        name = f"{first.year}-{(first.year + 1) % 100:02d}"
    last = date(first.year + 1, 8, 31)
    return YearRows(name, first.isoformat(), last.isoformat(), (BlockRow(),) * 2, (ClosureRow(),))
