"""Help now, and the requests that a duty leader confirms."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct import help_asking, selectors
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.conduct.help_calls import answer_help, call_help
from evenhand.apps.conduct.requests import answer_request, open_requests
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.selectors import school_of

# Where a call can be answered besides its own page.
BACK = ("/inbox/", "/board/")


@requires(Capability.CALL_HELP)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def help_view(request: ActorRequest) -> HttpResponse:
    """POST calls for help, from the lesson or pupil named if any; GET lists the calls that wait for an answer."""
    if request.method != "POST":
        may_answer = Capability.ANSWER_HELP in request.actor.capabilities
        calls = selectors.open_help_calls()
        shown = [call for call in calls if may_answer or call.by_id == request.actor.user_id]
        return render(request, "conduct/help.html", {"calls": shown, "may_answer": may_answer})
    try:
        asked = help_asking.read(request)
    except ValueError as error:
        return JsonResponse({"message": str(error)}, status=422)
    call = call_help(
        request.actor,
        lesson=roads.lesson(request.actor, asked.lesson) if asked.lesson else None,
        place=asked.place,
        pupil=roads.pupil(request.actor, asked.pupil) if asked.pupil else None,
        kept=asked.kept,
    )
    school = school_of(request.actor.school_id)
    at, words = local(school, call.at).time.strftime("%H:%M"), help_asking.words(school, call)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"call": call.pk, "at": at, "words": words})
    messages.success(request, words)
    return redirect("class", call.lesson_id) if call.lesson_id else redirect("now")


@requires(Capability.ANSWER_HELP)
@require_POST
def answer_view(request: ActorRequest, call: int) -> HttpResponse:
    """One tap: I am on my way. The time it took is kept."""
    held = answer_help(request.actor, call=roads.help_call(request.actor, call))
    seconds = int((held.answered_at - held.at).total_seconds()) if held.answered_at else 0
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"call": held.pk, "seconds": seconds})
    messages.success(request, f"You answered after {_duration(seconds)}.")
    back = request.POST.get("back", "")
    return redirect(back if back in BACK else "help")


@requires(Capability.CONFIRM_STEP)
@require_GET
@never_cache
def requests_view(request: ActorRequest) -> HttpResponse:
    """What duty staff ask this leader to confirm."""
    school = school_of(request.actor.school_id)
    asked = open_requests(request.actor, local(school, now()).day)
    return render(request, "conduct/requests.html", {"requests": asked})


@requires(Capability.CONFIRM_STEP)
@require_POST
def answer_request_view(request: ActorRequest, event: UUID) -> HttpResponse:
    """Confirm or decline one request. The answer's id follows from the request's, so that two taps are one answer."""
    asked = roads.event(request.actor, event)
    confirm = request.POST.get("answer") != "decline"
    try:
        answer_request(
            request.actor,
            event=asked,
            confirm=confirm,
            answer_id=uuid5(asked.pk, "confirm" if confirm else "decline"),
            reason=request.POST.get("reason", "").strip(),
        )
    except Refused as refused:
        messages.warning(request, " ".join(problem.message for problem in refused.problems))
    except Conflicting:
        messages.warning(request, "This request was answered before; the first answer stands.")
    else:
        done = "Confirmed" if confirm else "Declined"
        messages.success(request, f"{done}: {asked.pupil.display_name}")
    return redirect("/inbox/" if request.POST.get("back") == "/inbox/" else "requests")


def _duration(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
