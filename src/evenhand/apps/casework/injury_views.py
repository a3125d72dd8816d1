"""The form of an injury, and what was recorded of a pupil."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework import wording
from evenhand.apps.casework.injuries import PARTS, Lacking, Said, parts_words, record_injury
from evenhand.apps.casework.models import Injury
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422
MOST = 20


@requires(Capability.RECORD_ANYWHERE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def injury(request: ActorRequest, pupil: int) -> HttpResponse:
    """What was recorded of a pupil, and the form; a POST keeps one more, or says what is missing."""
    found = roads.pupil(request.actor, pupil, Capability.RECORD_ANYWHERE)
    school = school_of(request.actor.school_id)
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            record_injury(request.actor, pupil=found, said=_said(school, request.POST))
        except Lacking as lacking:
            problems = lacking.problems
        else:
            messages.success(request, f"Recorded: {found.display_name}")
            return redirect("injury", found.pk)
    context = {
        "pupil": found,
        "lines": _lines(school, found),
        "parts": PARTS.items(),
        "chosen": request.POST.getlist("parts"),
        "people": colleagues(now()),
        "typed": request.POST,
        "problems": problems,
    }
    return render(request, "casework/injury.html", context, status=UNPROCESSABLE if problems else 200)


def _lines(school: School, pupil: Pupil) -> list[dict[str, str]]:
    rows = list(Injury.objects.filter(pupil=pupil).order_by("-at", "-pk")[:MOST])
    people = names_of(list({one for row in rows for one in (row.by_id, row.first_aider_id) if one}))
    return [
        {
            "when": wording.when_words(school, row.at, now()),
            "place": row.place,
            "parts": parts_words(row),
            "words": row.words,
            "treatment": row.treatment,
            "aider": people.get(row.first_aider_id or 0, ""),
            "told": row.told,
            "by": people.get(row.by_id, ""),
        }
        for row in rows
    ]


def _said(school: School, post: QueryDict) -> Said:
    return Said(
        _when(school, post.get("time", "").strip()),
        post.get("place", ""),
        post.getlist("parts"),
        post.get("words", ""),
        post.get("aided") == "yes",
        post.get("treatment", ""),
        typed.number(post.get("first_aider", "")),
        post.get("told", ""),
    )


def _when(school: School, said: str) -> datetime | None:
    if not said:
        return None
    at = typed.clock_time(said)
    if at is None:
        raise Lacking({"time": "Write the time like 11:05."})
    return to_instant(school, today(school), at)
