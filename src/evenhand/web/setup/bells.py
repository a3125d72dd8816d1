"""Bells and cycle: the periods of each kind of day, the weeks of the timetable, and a week to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Overtaken, both_versions, demand_current, version_of
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.bell_rows import (
    EXAMPLE,
    KIND_WORDS,
    WEEKDAYS,
    BellRows,
    PeriodRow,
    bell_rows_of,
    read_bells,
)
from evenhand.apps.tenancy.calendars import calendar_of, forget
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import today
from evenhand.apps.tenancy.services import save_calendar
from evenhand.apps.tenancy.year_rows import letter_weeks, weeks_of, with_bells, with_year
from evenhand.engine.school_calendar import AcademicYear, CalendarInvalid, SchoolCalendar
from evenhand.web.setup.facts import year_on
from evenhand.web.setup.rows import asked, changed, filled, read_rows
from evenhand.web.setup.versions import asked_of_bells, bell_words_in, last_changed, words_of_bells

MOST_KINDS = 12
MOST_WEEKS = 4
ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class BellForm:
    """What is typed: the kinds of day, how many weeks the timetable has, and which one comes first."""

    kinds: tuple[BellRows, ...]
    weeks: int
    first: int


@requires(Capability.MANAGE_SCHOOL)
@require_http_methods(["GET", "POST"])
def bells(request: ActorRequest) -> HttpResponse:
    """The editor of the bells of the present year."""
    school = School.objects.get(pk=request.actor.school_id)
    year = year_on(school, today(school))
    if year is None:
        return redirect("setup:year")
    form = _typed(request.POST) if request.method == "POST" else form_of(year)
    problems: Sequence[str] = ()
    if request.method == "POST" and asked(request.POST).act == "save":
        try:
            save_bells(request.actor, year.id, form, seen=request.POST.get(SEEN))
            return redirect("setup:checklist")
        except CalendarInvalid as error:
            problems = error.problems
        except Overtaken as clash:
            parts = asked_of_bells(clash.standing.words, clash.given)
            back = reverse("setup:bells")
            return both_versions(request, clash, school_id=school.pk, asked=parts, back=back)
    page = {
        "form": form,
        "seen": request.POST.get(SEEN, "") if request.method == "POST" else version_of(words_of_bells(year)),
        "problems": problems,
        "year": year,
        "kind_words": KIND_WORDS,
        "weekdays": tuple(enumerate(WEEKDAYS)),
        "preview": preview(year, today(school)),
        "choices": [
            (number, "One week" if number == 1 else f"{number} weeks") for number in range(1, MOST_WEEKS + 1)
        ],
        "letters": [(number, f"Week {chr(ord('A') + number)}") for number in range(form.weeks)],
    }
    return render(request, "evenhand/setup/bells.html", page, status=422 if problems else 200)


@transaction.atomic
def save_bells(actor: Actor, year_id: str, form: BellForm, *, seen: str | None = None) -> None:
    """Store these bells for the year of that name; rules for single dates stay.

    Args:
        seen: the version of the bells with which the form was opened; None where no form was.

    Raises:
        CalendarInvalid: with all that is wrong.
        Overtaken: somebody else has saved other bells since.
    """
    school = School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    # Another process may have saved a moment ago.
    forget()
    known = calendar_of(school)
    year = next(one for one in known.years if one.id == year_id)
    weeks = letter_weeks(form.weeks, form.first)
    known_weeks = weeks_of(year.cycle)
    if len(known_weeks) == form.weeks and form.first == 0:
        weeks = known_weeks
    rows = [replace(kind, periods=tuple(filled(kind.periods, ignore=("kind",)))) for kind in form.kinds]
    read = read_bells(rows, weeks)
    ids = {one.id for one in read.sets}
    dated = tuple(rule for rule in year.bell_rules if rule.dates is not None and rule.bell_set_id in ids)
    changed_year = with_bells(year, read._replace(rules=(*read.rules, *dated)))
    standing = last_changed(school.pk, bell_words_in(year.id))
    demand_current(actor, seen, standing, words_of_bells(changed_year))
    save_calendar(actor, calendar=with_year(known, changed_year), reason=f"bells of {year.id}")


def form_of(year: AcademicYear) -> BellForm:
    """The form as it stands; the example becomes an ordinary day once it is saved."""
    kinds = tuple(
        replace(kind, id=ORDINARY if kind.id == EXAMPLE else kind.id) for kind in bell_rows_of(year)
    )
    return BellForm(kinds, max(1, len(weeks_of(year.cycle))), 0)


@dataclass(frozen=True, slots=True)
class PreviewDay:
    """A day of the week that is shown: its name, cycle day, and bells."""

    name: str
    cycle_day: str
    words: str
    periods: tuple[tuple[str, str], ...]


def preview(year: AcademicYear, day: date) -> tuple[PreviewDay, ...]:
    """The school week that the day lies in, else the first one after it, else the first of the year."""
    days = year.school_days()
    start = next((one for one in days if one >= day), days[0] if days else None)
    if start is None:
        return ()
    monday = start - timedelta(days=start.weekday())
    calendar = SchoolCalendar([year])
    return tuple(_preview_day(calendar, monday + timedelta(days=number)) for number in range(5))


def _preview_day(calendar: SchoolCalendar, day: date) -> PreviewDay:
    name = f"{day:%A %-d %B}"
    if not (calendar.known_from <= day <= calendar.known_until) or not calendar.is_school_day(day):
        return PreviewDay(name, "", "No school", ())
    times = tuple(
        (period.label, f"{period.start:%H:%M} to {period.end:%H:%M}") for period in calendar.periods_on(day)
    )
    return PreviewDay(name, calendar.cycle_day(day) or "", "", times)


def _typed(post: QueryDict) -> BellForm:
    do = asked(post)
    count = post.get("kinds-count", "0")
    kinds = [_kind(post, number) for number in range(min(typed.number(count) or 0, MOST_KINDS))]
    if do.act == "add" and do.what == "kinds" and len(kinds) < MOST_KINDS:
        periods = kinds[0].periods if kinds else ()
        kinds.append(BellRows(f"other-{len(kinds) + 1}", periods, "", "", (4,)))
    if do.act == "remove" and do.what == "kinds" and len(kinds) > 1 and do.at < len(kinds):
        del kinds[do.at]
    weeks = _number(post.get("weeks", "1"), 1, MOST_WEEKS)
    return BellForm(tuple(kinds), weeks, _number(post.get("first", "0"), 0, weeks - 1))


def _kind(post: QueryDict, number: int) -> BellRows:
    name = f"kind-{number}"
    periods = changed(
        read_rows(post, f"{name}-periods", PeriodRow), asked(post), f"{name}-periods", PeriodRow()
    )
    weekdays = tuple(int(one) for one in post.getlist(f"{name}-weekdays") if one in {"0", "1", "2", "3", "4"})
    return BellRows(
        slugify(post.get(f"{name}-id", "")) or f"day-{number + 1}",
        tuple(periods),
        post.get(f"{name}-midday", ""),
        post.get(f"{name}-closing", ""),
        weekdays,
        post.get(f"{name}-years", ""),
    )


def _number(text: str, low: int, high: int) -> int:
    return min(max(typed.number(text) or low, low), high)
