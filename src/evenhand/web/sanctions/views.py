"""The register of serious sanctions, and the pages on which people propose and decide one."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.services import append
from evenhand.apps.policy.words import title_of
from evenhand.engine.values import Act
from evenhand.web.sanctions import acting
from evenhand.web.sanctions.asking import parts_of
from evenhand.web.sanctions.figures import figures_of
from evenhand.web.sanctions.page import sanctions_page
from evenhand.web.sanctions.pupil_page import BUTTONS, causes, pupil_sanctions

UNPROCESSABLE = 422
SAID = {
    Act.CONSIDER: "On record: it is considered",
    Act.PROPOSE: "Proposed. Whoever decides is asked in the inbox",
    Act.ISSUE: "Decided. What is owed now stands below",
    Act.WITHDRAW: "Withdrawn",
}


@requires(Capability.SEE_SANCTIONS)
@require_GET
@never_cache
def register(request: ActorRequest) -> HttpResponse:
    """Every serious sanction of a school year; `?year=2025-26` for another than this one. The read is on record."""
    page = sanctions_page(request.actor, request.GET.get("year", ""))
    with transaction.atomic():
        append(
            request.actor,
            action="sanctions.read",
            subject=f"school:{request.actor.school_id}",
            body={"year": page.year, "rows": len(page.lines)},
        )
    return render(request, "evenhand/sanctions/register.html", {"page": page})


@requires(Capability.PROPOSE_EXCLUSION)
@require_GET
@never_cache
def of_pupil(request: ActorRequest, pk: int) -> HttpResponse:
    """One pupil's formal sanctions, and what may be proposed or decided."""
    pupil = roads.pupil(request.actor, pk, Capability.PROPOSE_EXCLUSION)
    return render(request, "evenhand/sanctions/pupil.html", {"page": pupil_sanctions(request.actor, pupil)})


@requires(Capability.PROPOSE_EXCLUSION)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def act_page(request: ActorRequest, pk: int, kind: str, act: str) -> HttpResponse:
    """The form of one act with the engine's gates; a POST puts it on record, or says what is missing."""
    pupil = roads.pupil(request.actor, pk, Capability.PROPOSE_EXCLUSION)
    about = (request.POST if request.method == "POST" else request.GET).get("about", "")
    want = acting.wanted(request.actor, pupil, kind, act, about)
    known = causes(pupil) if want.sanction is None else ()
    cause = request.POST.get("cause", "")
    outcome = acting.Outcome(False, parts_of(acting.asked(want, {}, {})))
    if request.method == "POST":
        chosen = cause if cause in dict(known) else ""
        outcome = acting.put_on_record(want, _token(request.POST.get("token", "")), request.POST, chosen)
        if outcome.done:
            messages.success(request, SAID[want.act])
            return redirect("pupil-sanctions", pupil.pk)
    context = {
        "pupil": pupil,
        "declared": want.declared,
        "decider": title_of(want.rules.pack, want.declared.decider),
        "button": BUTTONS[want.act],
        "parts": outcome.parts,
        "problems": outcome.problems,
        "refused": request.method == "POST",
        "figures": figures_of(want.rules, want.declared),
        "about": want.sanction.id if want.sanction else "",
        "causes": known,
        "cause": cause,
        "decides": want.act == Act.ISSUE,
        "token": uuid4(),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "evenhand/sanctions/act.html", context, status=status)


def _token(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
