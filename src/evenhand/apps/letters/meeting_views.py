"""Meetings with a pupil's family: set, held, cancelled, and what was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.casework.wording import day_words, when_words
from evenhand.apps.letters import meeting as meetings
from evenhand.apps.letters.models import FamilyMeeting
from evenhand.apps.letters.selectors import contacts_of
from evenhand.apps.letters.services import Unsaid
from evenhand.apps.people.models import Contact, Pupil
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.selectors import school_of

UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting as the page shows it."""

    id: int
    when: str
    place: str
    invited: str
    came: str
    agreed: str
    reason: str
    next: str
    open: bool
    cancelled: bool
    by: str


@dataclass(frozen=True, slots=True)
class Page:
    """The meetings with one family, the latest first, and who may be invited."""

    pupil: Pupil
    open: tuple[Line, ...]
    closed: tuple[Line, ...]
    contacts: tuple[Contact, ...]


@requires(Capability.TELL_FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def family_meetings(request: ActorRequest, pupil: int) -> HttpResponse:
    """The meetings with a pupil's family; a POST sets a date and invites."""
    found = roads.pupil(request.actor, pupil, Capability.TELL_FAMILY)
    if request.method != "POST":
        return _shown(request, found)
    try:
        _set(request.actor, found, request.POST)
    except Unsaid as problem:
        return _shown(request, found, str(problem))
    messages.success(request, "The date is set. The invitation stands in the outbox.")
    return redirect("family-meetings", pupil=found.pk)


@requires(Capability.TELL_FAMILY)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def family_meeting(request: ActorRequest, meeting: int) -> HttpResponse:
    """One meeting, among those of its family; a POST closes it with what was agreed, or cancels it."""
    row = FamilyMeeting.objects.filter(pk=meeting).first()
    if row is None:
        raise Http404
    pupil = roads.pupil(request.actor, row.pupil_id, Capability.TELL_FAMILY)
    page = reverse("family-meetings", kwargs={"pupil": pupil.pk})
    if request.method != "POST":
        return redirect(f"{page}#meeting-{row.pk}")
    try:
        said = _close(request.actor, row, request.POST)
    except Unsaid as problem:
        return _shown(request, pupil, str(problem))
    messages.success(request, said)
    return redirect(page)


def _set(actor: Actor, pupil: Pupil, post: QueryDict) -> None:
    key = post.get("contact", "")
    contact = next((one for one in contacts_of(pupil) if str(one.pk) == key), None)
    if key and contact is None:
        raise Unsaid("Choose who of the family is invited from the list.")
    meetings.set_meeting(
        actor,
        pupil=pupil,
        starts_at=_instant(actor, post.get("day", ""), post.get("time", "")),
        place=post.get("place", ""),
        contact=contact,
        invited=post.get("invited", ""),
    )


def _close(actor: Actor, row: FamilyMeeting, post: QueryDict) -> str:
    if post.get("do") == "cancel":
        meetings.cancel(actor, meeting=row, reason=post.get("reason", ""))
        told = meetings.was_told(row)
        return "Cancelled. Tell the family." if told else "Cancelled. The invitation has not gone."
    text = post.get("next", "")
    meetings.hold(
        actor,
        meeting=row,
        came=post.get("came", ""),
        agreed=post.get("agreed", ""),
        next_on=_day(text) if text else None,
    )
    return "Kept, in the contact log as well."


def _shown(request: ActorRequest, pupil: Pupil, problem: str = "") -> HttpResponse:
    lines = list(_lines(request.actor, pupil))
    page = Page(
        pupil,
        tuple(line for line in lines if line.open),
        tuple(line for line in lines if not line.open),
        tuple(contacts_of(pupil)),
    )
    context = {"page": page, "problem": problem, "typed": request.POST}
    return render(request, "letters/meetings.html", context, status=UNPROCESSABLE if problem else 200)


def _lines(actor: Actor, pupil: Pupil) -> Iterator[Line]:
    school, moment = school_of(actor.school_id), now()
    for row in meetings.meetings_of(pupil):
        said = row.words
        invited = [row.contact.name] if row.contact else []
        invited += [said["invited"]] if said.get("invited") else []
        yield Line(
            row.pk,
            when_words(school, row.starts_at, moment),
            row.place,
            ", ".join(invited),
            said.get("came", ""),
            said.get("agreed", ""),
            said.get("reason", ""),
            day_words(row.next_on) if row.next_on else "",
            row.status == meetings.SET,
            row.status == meetings.CANCELLED,
            row.closed_by.name if row.closed_by else row.by.name,
        )


def _instant(actor: Actor, day: str, time: str) -> datetime:
    found = typed.instant(school_of(actor.school_id), day, time)
    if found is None:
        raise Unsaid("Choose a day and a time.")
    return found


def _day(text: str) -> date:
    found = typed.day(text)
    if found is None:
        raise Unsaid("Choose a day.")
    return found
