"""The record of searches through the browser; while the school has not switched it on, it is not there at all."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.casework.wording import local_time
from evenhand.apps.people.models import Pupil
from evenhand.apps.support import searching
from evenhand.apps.support.searching import NotComplete, Told
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.selectors import school_of

UNPROCESSABLE = 422
WORDS = (
    (searching.GROUNDS, "On what grounds"),
    (searching.SOUGHT, "What was looked for"),
    (searching.OTHERS, "Who else was there"),
    (searching.ITEM, "What was found"),
    (searching.HANDED, "To whom it was handed"),
    (searching.TOLD, "Who told the family, and when"),
)


@requires(Capability.RECORD_SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def searches(request: ActorRequest, pupil: int) -> HttpResponse:
    """The searches of a pupil; a POST keeps another."""
    found = roads.pupil(request.actor, pupil, Capability.RECORD_SEARCH)
    if not searching.is_on(request.actor.school_id):
        raise Http404
    missing: list[str] = []
    if request.method == "POST":
        try:
            searching.keep(request.actor, told=_told(request, found))
        except NotComplete as problem:
            missing = problem.missing
        else:
            messages.success(request, "Kept in the record")
            return redirect("support:searches", found.pk)
    school, post = school_of(request.actor.school_id), request.POST
    context = {
        "pupil": found,
        "rows": [
            (
                row,
                local_time(school, row.happened_at),
                [(label, row.words.get(name)) for name, label in WORDS],
            )
            for row in searching.searches_of(found)
        ],
        "people": sorted(colleagues(now()), key=lambda one: one[1]),
        "fields": [(name, label, post.get(name, "")) for name, label in WORDS],
        "typed": post,
        "missing": missing,
        "now": local_time(school, now()),
    }
    return render(request, "support/searches.html", context, status=UNPROCESSABLE if missing else 200)


def _told(request: ActorRequest, pupil: Pupil) -> Told:
    post = request.POST
    said = {"yes": True, "no": False}.get(post.get("found", ""))
    return Told(
        pupil,
        _instant(request, post.get("happened", "")),
        post.get("place", ""),
        typed.number(post.get("searched_by", "")),
        typed.number(post.get("witness", "")),
        said,
        {name: post.get(name, "") for name, _ in WORDS},
    )


def _instant(request: ActorRequest, text: str) -> datetime | None:
    on, _, at = text.partition("T")
    return typed.instant(school_of(request.actor.school_id), on, at)
