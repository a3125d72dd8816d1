"""An assistant's pupils with what to know of them, and who names assistants for whom."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.support import assisting
from evenhand.apps.support.assisting import BadNaming
from evenhand.apps.support.summaries import summaries
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422
NAMES = Capability.AGREE_ADJUSTMENT


@requires(Capability.SEE_PUPIL)
@require_GET
@never_cache
def mine(request: ActorRequest) -> HttpResponse:
    """The pupils for whom this adult is named, with what to know."""
    context = {"summaries": summaries(request.actor), "names": NAMES in request.actor.capabilities}
    return render(request, "support/assigned.html", context)


@requires(NAMES)
@require_GET
@never_cache
def everybody(request: ActorRequest) -> HttpResponse:
    """Who is named for whom, of the years that are the actor's."""
    rows = [
        (name, row)
        for name, row in assisting.all_on(today(school_of(request.actor.school_id)))
        if request.actor.may(NAMES, row.pupil.year_group)
    ]
    return render(request, "support/assistants.html", {"rows": rows})


@requires(NAMES)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def named(request: ActorRequest, pupil: int) -> HttpResponse:
    """Who is named for one pupil; a POST names an assistant or ends it."""
    found = roads.pupil(request.actor, pupil, NAMES)
    post, problem = request.POST, ""
    if request.method == "POST":
        try:
            if post.get("do", "").startswith("end-"):
                assisting.end(
                    request.actor, pupil=found, pk=typed.number(post["do"].removeprefix("end-")) or 0
                )
            else:
                assisting.name_assistant(
                    request.actor,
                    pupil=found,
                    user_id=typed.number(post.get("assistant", "")) or 0,
                    first=typed.day(post.get("from", "")),
                    last=_last(post.get("until", "")),
                )
        except BadNaming as bad:
            problem = str(bad)
        else:
            messages.success(request, "Ended" if post.get("do") else "Named: the pupil is on their list")
            return redirect("support:assistants-of", found.pk)
    day = today(school_of(request.actor.school_id))
    context = {
        "pupil": found,
        "rows": assisting.of_pupil(found, day),
        "choices": assisting.assistants_on(day),
        "today": day,
        "typed": post,
        "problem": problem,
    }
    return render(request, "support/assistants_of.html", context, status=UNPROCESSABLE if problem else 200)


def _last(text: str) -> date | None:
    """The last day, None where there is none; BadNaming where it is no day."""
    if text and typed.day(text) is None:
        raise BadNaming("Choose the last day, or leave it empty.")
    return typed.day(text)
