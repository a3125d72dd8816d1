"""Pages and forms of reports. What the policy refuses comes back to the page with what it asks for."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support import report_pages
from evenhand.apps.support.models import ReportCard
from evenhand.apps.support.reporting import act
from evenhand.engine.facts import Fact

UNPROCESSABLE = 422
MOST_TARGETS = 3
# The one plan that a pupil has: what the profile says.
PLAN = "profile"
ACTS = {"review": "Reviewed", "extend": "The report goes on", "end": "The report has ended"}
AGAIN = "That was sent before with other words; the first stands."


@requires(Capability.SEE_PUPIL)
@require_GET
@never_cache
def reports(request: ActorRequest) -> HttpResponse:
    """Every report in force."""
    return render(request, "support/reports.html", {"lines": report_pages.list_page(request.actor)})


@requires(Capability.RECORD)
@require_GET
@never_cache
def lesson_reports(request: ActorRequest, lesson: int) -> HttpResponse:
    """The reports of one lesson, to be marked in one tap each."""
    held = roads.lesson(request.actor, lesson)
    lines = report_pages.lesson_page(request.actor, held)
    return render(request, "support/lesson.html", {"lines": lines, "lesson": held})


@requires(Capability.RECORD)
@require_POST
def mark(request: ActorRequest, lesson: int, report: UUID) -> HttpResponse:
    """One mark for one lesson."""
    held, card = roads.lesson(request.actor, lesson), roads.report(request.actor, report)
    pupil = roads.lesson_pupil(request.actor, held, card.pupil_id)
    declared = policy_of(request.actor.school_id).pack.reports[card.kind]
    chosen = next((one for one in declared.marks if one.value == request.POST.get("mark")), None)
    details: dict[str, Fact] = {"mark": request.POST.get("mark", "")}
    if chosen is not None:
        asked = ((name, request.POST.get(f"{chosen.value}-{name}", "").strip()) for name in chosen.records)
        details |= {name: words for name, words in asked if words}
    token = _token(request.POST)
    try:
        act(
            request.actor,
            event_id=token,
            pupil=pupil,
            kind=card.kind,
            choice="mark",
            details=details,
            report=card.pk,
            lesson=held,
        )
    except Refused as refused:
        messages.warning(request, _said(refused))
    except Conflicting:
        messages.warning(request, AGAIN)
    else:
        messages.success(request, f"{pupil.first_name}: {chosen.label if chosen else ''}")
    return redirect("support:lesson", held.pk)


@requires(Capability.SEE_PUPIL)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: ActorRequest, report: UUID) -> HttpResponse:
    """One report; a POST reviews it, goes on with it or ends it."""
    card = roads.report(request.actor, report)
    if request.method != "POST":
        return _page(request, card)
    choice = request.POST.get("choice", "")
    if choice not in ACTS:
        raise Http404
    reason = request.POST.get("reason", "").strip()
    try:
        act(
            request.actor,
            event_id=_token(request.POST),
            pupil=card.pupil,
            kind=card.kind,
            choice=choice,
            details={"reason": reason} if reason else {},
            report=card.pk,
        )
    except Refused as refused:
        return _page(request, card, _said(refused), reason)
    except Conflicting:
        return _page(request, card, AGAIN, reason)
    messages.success(request, ACTS[choice])
    return redirect("support:report", card.pk)


@requires(Capability.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def start(request: ActorRequest, pupil: int) -> HttpResponse:
    """Put a pupil on report, or say that one would help, where somebody else decides."""
    found = roads.pupil(request.actor, pupil)
    page = report_pages.start_page(request.actor, found)
    context = {"page": page, "token": uuid4(), "typed": request.POST, "lines": range(1, MOST_TARGETS + 1)}
    if request.method != "POST":
        return render(request, "support/start.html", context)
    kind = request.POST.get("kind", "")
    decides = kind in dict(page.decides)
    if not decides and kind not in dict(page.suggests):
        context["problem"] = "Choose a kind of report."
        return render(request, "support/start.html", context, status=UNPROCESSABLE)
    try:
        act(
            request.actor,
            event_id=_token(request.POST),
            pupil=found,
            kind=kind,
            choice="start" if decides else "suggest",
            details=_details(request.POST, page.planned, starts=decides),
        )
    except Refused as refused:
        context["problem"] = _said(refused)
        return render(request, "support/start.html", context, status=UNPROCESSABLE)
    except Conflicting:
        messages.warning(request, AGAIN)
    else:
        messages.success(
            request,
            f"{found.first_name} is on report"
            if decides
            else "Suggested; whoever decides is asked in the inbox",
        )
    return redirect("support:reports") if decides else redirect("pupil", found.pk)


def _details(post: QueryDict, planned: tuple[str, ...], *, starts: bool) -> dict[str, Fact]:
    """What is sent of the form; of a pupil with a plan the targets are the plan's, whatever was typed."""
    details: dict[str, Fact] = {}
    if reason := post.get("reason", "").strip():
        details["reason"] = reason
    if not starts:
        return details
    targets = tuple(
        words for number in range(1, MOST_TARGETS + 1) if (words := post.get(f"target{number}", "").strip())
    )
    if planned:
        details |= {"plan": PLAN, "plan_targets": planned}
    elif targets:
        details["targets"] = targets
    if post.get("another"):
        details["another_report"] = True
    return details


def _page(request: ActorRequest, card: ReportCard, problem: str = "", reason: str = "") -> HttpResponse:
    page = report_pages.report_page(request.actor, card)
    context = {"page": page, "problem": problem, "reason": reason, "token": uuid4()}
    return render(request, "support/report.html", context, status=UNPROCESSABLE if problem else 200)


def _token(post: QueryDict) -> UUID:
    """The id that the page made for this act, so that two taps are one."""
    try:
        return UUID(post.get("token", ""))
    except ValueError as error:
        raise Http404 from error


def _said(refused: Refused) -> str:
    return " ".join(dict.fromkeys(problem.message for problem in refused.problems))
