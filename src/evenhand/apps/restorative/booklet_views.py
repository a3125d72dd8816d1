"""The booklet's two sides: the pupil's locked page, which knows no account, and the adult's, who marks it done."""

from __future__ import annotations

from uuid import UUID

from csp.decorators import csp_replace
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import Actor, ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import open_to_all, requires
from evenhand.apps.audit.overtaking import CONFLICT, SEEN, Overtaken
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.restorative import booklets
from evenhand.apps.restorative.booklet_pages import locked_page
from evenhand.apps.restorative.models import Booklet
from evenhand.apps.tenancy.scoping import in_school

GONE = 404
# The version of the answers, which a device that saves by itself goes on with.
VERSION = "X-Version"
# Nothing but our own sheet, script and pictures, and no address but its own.
LOCKED = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
}


@open_to_all
@csp_replace(LOCKED)  # type: ignore[arg-type]  # its types know no part of an address
@require_http_methods(["GET", "HEAD", "POST"])
def pupils_page(request: HttpRequest, token: str) -> HttpResponse:
    """The pupil's page. A device that somebody is signed in on is signed out first, by a tap of that adult."""
    opened = booklets.opening(token)
    if opened is None:
        return _sealed(_gone(request))
    if request.POST.get("do") == "hand_over":
        logout(request)
        return _sealed(redirect("restorative:booklet", token))
    with in_school(opened.school):
        return _sealed(_answer(request, opened, token))


@requires(Capability.RUN_REMOVAL)
@require_POST
def open_booklet(request: ActorRequest, stay: UUID) -> HttpResponse:
    """Open the booklet of a stay, here or on another tablet."""
    held = roads.stay(request.actor, stay, Capability.RUN_REMOVAL)
    try:
        row = booklets.open_for(request.actor, stay=held)
    except Refused as refused:
        messages.warning(request, refused.problems[0].message)
        return redirect("restorative:answers", held.pk)
    return redirect("restorative:booklet", booklets.token_of(row))


@requires(Capability.SEE_BOARD)
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: ActorRequest, stay: UUID) -> HttpResponse:
    """What the pupil wrote, for whoever runs the room or holds the conversation; a POST marks the station done."""
    held = roads.stay(request.actor, stay, Capability.SEE_BOARD)
    if not may_read(request.actor, held.owner_id, held.pupil.year_group):
        raise Http404
    form = booklets.declared_for(request.actor.school_id, held)
    if form is None:
        raise Http404
    rows = Booklet.objects.filter(stay=held.pk, kind=form.id).select_related(
        "pupil", "event__payload", "opened_by"
    )
    row = rows.first()
    runs = request.actor.may(Capability.RUN_REMOVAL, held.pupil.year_group)
    if request.method == "POST":
        if row is None or not runs:
            raise Http404
        try:
            booklets.mark_done(request.actor, booklet=row)
        except Refused as refused:
            messages.warning(request, " ".join(problem.message for problem in refused.problems))
        else:
            messages.success(request, f"{form.label}: done")
        return redirect("restorative:answers", held.pk)
    done = booklets.is_done(held, form)
    context = {
        "form": form, "row": row, "stay": held, "written": booklets.written(row) if row else (), "done": done,
        "may_open": runs and not done and held.stage == booklets.HERE,
        "may_mark": runs and not done and row is not None and any(row.answers.values()),
    }  # fmt: skip
    response = render(request, "restorative/answers.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def may_read(actor: Actor, owner_id: int | None, year: int | None) -> bool:
    """Whether these answers are for the actor: who runs the room, who sent the pupil, who may hold the conversation."""
    roles = {
        str(role)
        for talk in policy_of(actor.school_id).pack.conversations.values()
        for role in talk.lead_roles
    }
    runs, leads = actor.may(Capability.RUN_REMOVAL, year), actor.may(Capability.LEAD_CONVERSATION, year)
    own = owner_id is not None and owner_id == actor.user_id
    return runs or own or (leads and bool(roles & actor.roles))


def _answer(request: HttpRequest, opened: booklets.Opening, token: str) -> HttpResponse:
    row = booklets.found(opened)
    if row is None:
        return _gone(request)
    if request.user.is_authenticated:
        return render(request, "restorative/hand_over.html", {"address": request.build_absolute_uri()})
    if request.method == "POST":
        return _written(request, opened, token)
    if row.handed_in_at is not None:
        return render(request, "restorative/handed_in.html")
    page = locked_page(row, token, simple="simple" in request.GET)
    return render(request, "restorative/booklet.html", {"page": page})


def _written(request: HttpRequest, opened: booklets.Opening, token: str) -> HttpResponse:
    finished = request.POST.get("do") == "finish"
    given = {
        name.removeprefix("answer-"): str(words)
        for name, words in request.POST.items()
        if name.startswith("answer-")
    }
    by_itself = bool(request.headers.get("X-Saves"))
    try:
        row = booklets.save(opened, given, finished=finished, seen=request.POST.get(SEEN))
    except Overtaken as clash:
        return HttpResponse(status=CONFLICT) if by_itself else _both(request, opened, token, clash)
    if row is None:
        return _gone(request)
    if by_itself:
        return HttpResponse(status=204, headers={VERSION: booklets.version(row)})
    simple = "simple" in request.GET or request.POST.get("do") == "simple"
    return redirect(reverse("restorative:booklet", args=[token]) + ("?simple=1" if simple else ""))


def _both(request: HttpRequest, opened: booklets.Opening, token: str, clash: Overtaken) -> HttpResponse:
    """The page again with what both devices wrote; the pupil takes out what should not stand, and saves."""
    row = booklets.found(opened)
    if row is None:
        return _gone(request)
    page = locked_page(row, token, simple="simple" in request.GET, typed=clash.given)
    return render(request, "restorative/booklet.html", {"page": page}, status=CONFLICT)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "restorative/booklet_gone.html", status=GONE)


def _sealed(response: HttpResponse) -> HttpResponse:
    """Nothing of it stays on the tablet, and its address goes to nobody else."""
    response.headers["Cache-Control"] = "no-store"
    # Not "no-referrer": a browser would then send its forms with the origin "null", which is refused.
    response.headers["Referrer-Policy"] = "same-origin"
    return response
