"""Pupils: find one, look, see why, and put an entry right."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.services import append
from evenhand.apps.casework.selectors import names
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.correcting import correct, void
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.permissions import may_take_back
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.explaining import Link
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.engine.values import EventKind
from evenhand.web.pupils.correcting import correct_form, correct_view
from evenhand.web.pupils.deciding import People, why_of
from evenhand.web.pupils.finding import find_page
from evenhand.web.pupils.page import Asked, is_earlier, pupil_page
from evenhand.web.pupils.timeline import Mark

NEVER = (EventKind.VOID, EventKind.STATION, EventKind.RELEASE, EventKind.DECLINE, EventKind.CONFIRM)


@requires(Capability.SEE_PUPIL)
@require_GET
def find(request: ActorRequest) -> HttpResponse:
    """Find a pupil by name, year or form."""
    page = find_page(request.actor, request.GET.get("q", ""), request.GET.get("form", ""))
    return render(request, "evenhand/pupils/find.html", {"page": page})


@requires(Capability.SEE_PUPIL)
@require_GET
def pupil(request: ActorRequest, pk: int) -> HttpResponse:
    """One pupil: what helps, what is counted, what comes next, what happened."""
    found = roads.pupil(request.actor, pk)
    asked = Asked(
        request.GET.get("show", "all"), request.GET.get("span", ""), Mark.read(request.GET.get("before", ""))
    )
    if asked.span.startswith("y:"):
        if not is_earlier(request.actor, asked):
            raise Http404
        with transaction.atomic():
            append(
                request.actor, action="read.earlier_years", subject=f"pupil:{pk}", body={"span": asked.span}
            )
    page = pupil_page(request.actor, found, asked)
    return render(request, "evenhand/pupils/pupil.html", {"page": page})


@requires(Capability.SEE_PUPIL)
@require_GET
def why_page(request: ActorRequest, pk: int, event: UUID) -> HttpResponse:
    """The reason of one entry: as a page, or bare for the place in which it opens."""
    found, row = _entry(request, pk, event)
    stored = StoredDecision.objects.filter(pk=row.pk).first()
    if stored is None:
        raise Http404
    pack = policy_of(request.actor.school_id).pack
    people = People(names({row.recorded_by_id, row.on_behalf_of_id, row.witness_id}))
    links: tuple[Link, ...] = ()
    if row.kind not in NEVER and may_take_back(request.actor, row, found.year_group, now()):
        links = (Link("Correct this", reverse("pupil-correct", args=[pk, event])),)
    context = {
        "pupil": found,
        "why": why_of(pack, row, stored, people, links),
        "id": f"why-entry-{event.hex}",
        "bare": "bare" in request.GET,
    }
    return render(request, "evenhand/pupils/why.html", context)


@requires(Capability.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_page(request: ActorRequest, pk: int, event: UUID) -> HttpResponse:
    """Take an entry back, or record it as it should have been; always with a reason."""
    found, row = _entry(request, pk, event)
    if row.kind in NEVER or not may_take_back(request.actor, row, found.year_group, now()):
        raise Http404
    form = correct_form(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["how"] == "void":
                void(request.actor, event=row, reason=data["reason"])
            else:
                other = data["other_pupil"] if data["how"] == "pupil" else None
                code = data["code"] if data["how"] == "code" else ""
                correct(request.actor, event=row, reason=data["reason"], pupil_id=other, code=code)
        except Refused as refused:
            form.add_error(None, " ".join(dict.fromkeys(item.message for item in refused.problems)))
        else:
            messages.success(request, "Put right, with your reason. The first entry stays on record.")
            return redirect("pupil", pk)
    school = School.objects.get(pk=request.actor.school_id)
    context = {"page": correct_view(school, found, row), "form": form}
    return render(request, "evenhand/pupils/correct.html", context, status=422 if form.errors else 200)


def _entry(request: ActorRequest, pk: int, event: UUID) -> tuple[Pupil, Event]:
    """An entry of a pupil, for those who may see that pupil."""
    found = roads.pupil(request.actor, pk)
    rows = Event.objects.select_related("incident__lesson__group", "pupil")
    row = rows.filter(pk=event, pupil=found).first()
    if row is None:
        raise Http404
    return found, row
