"""Detentions: today and the days to come, registers, minutes given back. What is done to one stands in `actions`."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.conduct.selectors import members
from evenhand.apps.detentions import services
from evenhand.apps.detentions.forms import OUTCOMES, HomeworkForm, read_answers
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.detentions.owed_page import give_back_page
from evenhand.apps.detentions.pages import detentions_page, register_page
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.ids import new_event_id

UNPROCESSABLE = 422


@requires(Capability.RUN_DETENTION)
@require_GET
@never_cache
def detentions(request: ActorRequest) -> HttpResponse:
    """Who stays today and on the days to come."""
    return render(request, "detentions/detentions.html", {"page": detentions_page(request.actor)})


@requires(Capability.RUN_DETENTION)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def register(request: ActorRequest, kind: str, day: str, slot: str) -> HttpResponse:
    """The register of one detention; complete, it is sent at once."""
    on = typed.day(day)
    if on is None:
        raise Http404
    key = f"{on.isoformat()}/{slot}"
    problems: tuple[tuple[str, str], ...] = ()
    posted: dict[str, str] = {}
    if request.method == "POST":
        posted = request.POST.dict()
        try:
            taken = services.take_register(
                request.actor, kind=kind, day=on, slot=key, answers=read_answers(posted)
            )
        except Refused as refused:
            problems = tuple((_place(one), one.message) for one in refused.problems)
        else:
            messages.success(request, _taken(taken))
            return redirect("detentions:register", kind, day, slot)
    page = register_page(request.actor, kind, on, key, posted)
    if page is None:
        raise Http404
    context = {"page": page, "problems": problems}
    return render(request, "detentions/register.html", context, status=UNPROCESSABLE if problems else 200)


@requires(Capability.SET_CONSEQUENCE)
@require_GET
@never_cache
def give_back(request: ActorRequest) -> HttpResponse:
    """Minutes given back at the breaks of today."""
    return render(request, "detentions/give_back.html", {"page": give_back_page(request.actor)})


@requires(Capability.SET_CONSEQUENCE)
@require_POST
def give_back_settle(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Given back, missed, let go, or put off to the next break of the day."""
    rows = OwedTime.objects.select_related("pupil").filter(school_id=request.actor.school_id)
    owed = rows.filter(pk=pk, slot__gt="", minutes__gt=0).first()
    outcome = request.POST.get("outcome", "")
    if owed is None or outcome not in OUTCOMES:
        raise Http404
    try:
        services.settle_minutes(
            request.actor, owed=owed, outcome=outcome, reason=request.POST.get("reason", "").strip()
        )
    except Refused as refused:
        messages.warning(request, " ".join(problem.message for problem in refused.problems))
    else:
        messages.success(request, f"{owed.pupil.display_name}: noted")
    return redirect("detentions:give_back")


@requires(Capability.RECORD_ANYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def homework(request: ActorRequest, lesson: int) -> HttpResponse:
    """Homework that was not handed in, for several pupils of a class at once."""
    held = roads.lesson(request.actor, lesson)
    pupils = members(held)
    form = HomeworkForm(request.POST or None)
    chosen = [pupil for pupil in pupils if str(pupil.pk) in request.POST.getlist("pupil")]
    problem = ""
    if request.method == "POST" and form.is_valid() and chosen:
        given = form.cleaned_data
        try:
            count = services.homework_missed(
                request.actor, lesson=held, pupils=chosen, words=given["words"], token=given["token"]
            )
        except Refused as refused:
            problem = " ".join(one.message for one in refused.problems)
        else:
            messages.success(
                request, f"Missed homework recorded for {count}. A time to finish it is chosen next."
            )
            return redirect("class", held.pk)
    elif request.method == "POST":
        problem = "Choose at least one pupil."
    context = {
        "lesson": held,
        "pupils": [(pupil, pupil in chosen) for pupil in pupils],
        "token": new_event_id(),
        "problem": problem,
    }
    return render(request, "detentions/homework.html", context, status=UNPROCESSABLE if problem else 200)


def _taken(taken: services.Taken) -> str:
    if taken.sent is not None:
        return "Register complete and sent"
    words = [f"Saved: {taken.settled} settled"]
    words += [f"{taken.to_confirm} to be confirmed"] if taken.to_confirm else []
    words += [f"{taken.left} still to answer"] if taken.left else []
    return ", ".join(words)


def _place(problem: Problem) -> str:
    """The id of what a problem of the register is about; "" where it is about none of its pupils."""
    return f"{problem.field}-{problem.event_id}" if problem.field in ("said", "reason") else ""
