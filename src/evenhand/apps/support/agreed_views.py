"""The record of what meetings agree: for pupils and classes, and the register of year groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.casework.wording import day_words
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support import agreeing
from evenhand.apps.support.agreeing import NotAgreed, Subject
from evenhand.apps.support.models import MeetingEntry
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422
MAY = Capability.REVIEW_ENTRIES


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was agreed."""

    id: int
    subject: str
    url: str
    dir: str
    lang: str
    words: str
    day: str
    by: str
    review: str
    late: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class Page:
    """The record, or what of it is about one pupil; `year` is the school's own word."""

    meeting: str
    year: str
    pupil: Pupil | None
    people: tuple[Line, ...]
    years: tuple[Line, ...]
    classes: tuple[tuple[int, str], ...]
    year_groups: tuple[int, ...]
    today: date


@requires(MAY)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def agreed(request: ActorRequest) -> HttpResponse:
    """What was agreed for classes and year groups and pupils; a POST adds for a class or a year group."""
    return _answer(request, None)


@requires(MAY)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def agreed_for(request: ActorRequest, pupil: int) -> HttpResponse:
    """What was agreed for one pupil; a POST adds to it."""
    return _answer(request, roads.pupil(request.actor, pupil, MAY))


@requires(MAY)
@require_POST
def end(request: ActorRequest, entry: int) -> HttpResponse:
    """What was agreed is over."""
    row = agreeing.entry_of(request.actor, entry)
    if row is None:
        raise Http404
    agreeing.end(request.actor, row=row)
    messages.success(request, "Ended; the record keeps it")
    return redirect("support:agreed-for", row.pupil_id) if row.pupil_id else redirect("support:agreed")


def _answer(request: ActorRequest, pupil: Pupil | None) -> HttpResponse:
    context: dict[str, object] = {"typed": request.POST}
    if request.method == "POST":
        try:
            _save(request.actor, request.POST, pupil)
        except NotAgreed as problem:
            context["problem"] = str(problem)
        else:
            messages.success(request, "Kept in the record")
            return redirect(request.path)
    context["page"] = agreed_page(request.actor, pupil)
    return render(
        request, "support/agreed.html", context, status=UNPROCESSABLE if "problem" in context else 200
    )


def agreed_page(actor: Actor, pupil: Pupil | None) -> Page:
    """The record as this person sees it."""
    school = school_of(actor.school_id)
    vocabulary, day = policy_of(school.pk).pack.vocabulary, today(school)
    year = vocabulary.get("year", "Year").capitalize()
    rows = [(row, _line(row, day, year)) for row in agreeing.agreed_by_meetings(actor, pupil)]
    return Page(
        vocabulary.get("support_meeting", "meeting"),
        year,
        pupil,
        tuple(line for row, line in rows if row.year_group is None),
        tuple(line for row, line in rows if row.year_group is not None),
        () if pupil else tuple((group.pk, group.name) for group in agreeing.classes_of(actor)),
        () if pupil else tuple(agreeing.years_of(actor)),
        day,
    )


def _line(row: MeetingEntry, day: date, year: str) -> Line:
    subject, url = f"{year} {row.year_group}", ""
    if row.pupil is not None:
        subject, url = row.pupil.display_name, reverse("support:agreed-for", args=[row.pupil_id])
    elif row.group is not None:
        subject = row.group.name
    right = row.pupil is not None and row.pupil.direction == "rtl"
    return Line(
        row.pk,
        subject,
        url,
        "rtl" if right else "",
        row.pupil.lang if row.pupil is not None else "",
        row.words,
        day_words(row.day),
        row.by.name,
        day_words(row.review_on) if row.review_on else "",
        bool(row.review_on and row.review_on < day and not row.ended_at),
        row.ended_at is not None,
    )


def _save(actor: Actor, post: QueryDict, pupil: Pupil | None) -> None:
    day = _day(post.get("day", ""))
    if day is None:
        raise NotAgreed("Choose the day of the meeting.")
    subject = Subject(pupil=pupil) if pupil else _subject(actor, post.get("about", ""))
    agreeing.agree(
        actor,
        subject=subject,
        words=post.get("words", ""),
        day=day,
        review_on=_day(post.get("review", "")),
    )


def _subject(actor: Actor, about: str) -> Subject:
    kind, _, key = about.partition(":")
    if kind == "year":
        year = next((one for one in agreeing.years_of(actor) if str(one) == key), None)
        if year is not None:
            return Subject(year=year)
    group = next((one for one in agreeing.classes_of(actor) if kind == "class" and str(one.pk) == key), None)
    if group is None:
        raise NotAgreed("Choose a class or a year group.")
    return Subject(group=group)


def _day(text: str) -> date | None:
    if not text:
        return None
    found = typed.day(text)
    if found is None:
        raise NotAgreed("Choose a day.")
    return found
