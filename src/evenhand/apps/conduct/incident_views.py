"""An incident with several pupils: told once, shown to those who work on it, and one pupil's copy for the family."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct import incident_pages as pages
from evenhand.apps.conduct import incidents
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.conduct.incident_form import Form
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy import typed

UNPROCESSABLE = 422
AGAIN = "This page was used before. Open it again to tell of something else."


@requires(Capability.RECORD_ANYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: ActorRequest) -> HttpResponse:
    """Tell of an incident: pupils and their parts, then what will follow for each, then the record."""
    sent = request.POST if request.method == "POST" else request.GET
    form = Form.read(request.actor, sent)
    page = pages.new_page(request.actor, form)
    if request.method != "POST" or form.doing not in {"check", "record"}:
        return render(request, "conduct/incident_new.html", {"page": page})
    try:
        told = form.told()
        if form.doing == "check":
            return render(
                request, "conduct/incident_new.html", {"page": pages.checked(request.actor, form, page)}
            )
        incident = incidents.report(request.actor, told=told)
    except Refused as refused:
        problems = list(dict.fromkeys(problem.message for problem in refused.problems))
    except Conflicting:
        problems = [AGAIN]
    else:
        messages.success(request, "Recorded, with each pupil’s own part")
        return redirect("incident", incident.pk)
    page = pages.checked(request.actor, form, page)
    context = {"page": page, "problems": problems}
    return render(request, "conduct/incident_new.html", context, status=UNPROCESSABLE)


@requires(Capability.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def incident_view(request: ActorRequest, incident: UUID) -> HttpResponse:
    """One incident with everybody's words; a POST adds what one of them said later."""
    found = roads.incident(request.actor, incident)
    context: dict[str, object] = {}
    if request.method == "POST":
        key = request.POST.get("involvement", "")
        row = found.involvements.filter(pk=typed.number(key) or 0).first()
        if row is None:
            raise Http404
        try:
            incidents.add_account(request.actor, involvement=row, words=request.POST.get("words", ""))
        except Refused as refused:
            context["problem"] = refused.problems[0].message
        else:
            messages.success(request, "Added")
            return redirect("incident", found.pk)
    context["page"] = pages.incident_page(request.actor, found)
    return render(
        request, "conduct/incident.html", context, status=UNPROCESSABLE if "problem" in context else 200
    )


@requires(Capability.SEE_PUPIL)
@require_GET
@never_cache
def copy(request: ActorRequest, incident: UUID, pupil: int) -> HttpResponse:
    """One pupil's part, to be printed for the family: the others are letters, and their words are not there."""
    found = roads.incident(request.actor, incident)
    row = found.involvements.filter(pupil_id=pupil).select_related("pupil").first()
    held: Pupil | None = row.pupil if row else None
    if row is None or held is None:
        raise Http404
    page = pages.copy_page(request.actor, found, held)
    return render(request, "conduct/incident_copy.html", {"page": page})
