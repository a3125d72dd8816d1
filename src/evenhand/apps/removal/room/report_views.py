"""Reports of the room: drafted, printed, sent, and read by those they went to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.access.naming import names_of
from evenhand.apps.audit.overtaking import SEEN, Asked, Overtaken, both_versions
from evenhand.apps.casework.raising import mark_seen_by
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal.facts import Ground, ground
from evenhand.apps.removal.models import RoomReport
from evenhand.apps.removal.reasons import when
from evenhand.apps.removal.room.reports import NAMELESS, STAFF, TITLES, Report, draft, span_of, with_advice
from evenhand.apps.removal.room.sending import KIND, keep_advice, recipients, send, version_in
from evenhand.apps.tenancy import typed

UNPROCESSABLE = 422
MOST_SENT = 30
PREFIX, KEEP = "advice-", "keep"


@requires(Capability.RUN_REMOVAL)
@require_GET
def reports(request: ActorRequest) -> HttpResponse:
    """Which reports there are, which of today and of this week have gone, and those sent before."""
    seen = ground(request.actor)
    sent = list(RoomReport.objects.order_by("-sent_at", "-pk")[:MOST_SENT])
    names = names_of([row.sent_by_id for row in sent])
    kinds = [(kind, title, _gone(seen, sent, kind)) for kind, title in TITLES.items()]
    rows = [
        (row, TITLES[row.kind], names.get(row.sent_by_id or 0, ""), when(seen, row.sent_at)) for row in sent
    ]
    return render(request, "removal/reports.html", {"kinds": kinds, "sent": rows})


@requires(Capability.RUN_REMOVAL)
@require_http_methods(["GET", "POST"])
def report(request: ActorRequest, kind: str) -> HttpResponse:
    """One report as it stands now; POST sends it. `?day=` takes another day's."""
    seen = ground(request.actor)
    if kind not in TITLES:
        raise Http404
    made = draft(seen, kind, _day(request, seen))
    problems: list[str] = []
    version = version_in(made)
    if request.method == "POST":
        advice = {
            name.removeprefix(PREFIX): str(text)
            for name, text in request.POST.items()
            if name.startswith(PREFIX)
        }
        try:
            return _posted(request, made, advice, advice.pop(SEEN, ""))
        except Overtaken as clash:
            return _both(request, clash, made)
        except Refused as refused:
            problems = [problem.message for problem in refused.problems]
            made = with_advice(made, advice)
    sent = RoomReport.objects.filter(kind=kind, last=made.last).first()
    context = {
        "report": made,
        "problems": problems,
        "sent": when(seen, sent.sent_at) if sent else "",
        "many_words": _people(len(recipients(seen, kind))),
        "advises": kind == STAFF,
        "seen": version,
        "nameless": kind in NAMELESS,
    }
    return render(request, "removal/report.html", context, status=UNPROCESSABLE if problems else 200)


@requires(Capability.SEE_POLICY)
@require_GET
def sent(request: ActorRequest, pk: int) -> HttpResponse:
    """A report that was sent, as it stood then, for those it went to and those who run the room."""
    row: RoomReport = roads.room_report(request.actor, pk)
    mark_seen_by(request.actor, kind=KIND, subject=str(row.pk))
    return render(request, "removal/report_sent.html", {"row": row, "body": row.body})


def _posted(request: ActorRequest, made: Report, advice: Mapping[str, str], seen_advice: str) -> HttpResponse:
    if made.kind == STAFF and request.POST.get("do") == KEEP:
        keep_advice(request.actor, advice=advice, seen=seen_advice)
        messages.success(request, "What helps is kept for the next report")
    else:
        row = send(actor=request.actor, report=made, advice=advice, seen_advice=seen_advice)
        messages.success(request, f"Sent to {len(row.told)}")
    return redirect("removal:reports")


def _both(request: ActorRequest, clash: Overtaken, made: Report) -> HttpResponse:
    lines = [line for section in made.sections for line in section.lines]
    return both_versions(
        request,
        clash,
        school_id=request.actor.school_id,
        asked={line.code: Asked(f"What helps: {line.words}") for line in lines},
        back=request.get_full_path(),
        prefix=PREFIX,
    )


def _gone(seen: Ground, sent: list[RoomReport], kind: str) -> str:
    last = span_of(seen, kind, seen.moment.day)[1]
    row = next((one for one in sent if one.kind == kind and one.last == last), None)
    return when(seen, row.sent_at) if row else ""


def _day(request: ActorRequest, seen: Ground) -> date:
    """The day asked for, within the calendar; today where none is."""
    day = typed.day(request.GET.get("day", "")) or seen.moment.day
    return day if seen.calendar.known_from <= day <= seen.calendar.known_until else seen.moment.day


def _people(many: int) -> str:
    return "one person" if many == 1 else f"{many} people"
