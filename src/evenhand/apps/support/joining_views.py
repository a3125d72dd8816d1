"""Somebody new: the steps from the confirmed place to what staff may read."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Asked, Overtaken, both_versions
from evenhand.apps.support import joining
from evenhand.apps.support.joining import BadJoining
from evenhand.apps.support.profile_views import profile_answer
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of

DONE = {
    "expect": "Noted: the day of the start",
    "met": "Noted: the meeting",
    "release": "Staff can read it now",
}

MEETING = {"on": Asked("Met on"), "who": Asked("Who came")}


@requires(Capability.EDIT_STRATEGIES)
@require_POST
def join(request: ActorRequest, pupil: int) -> HttpResponse:
    """The day of the start, the meeting with the family, or the release to staff."""
    found = roads.pupil(request.actor, pupil, Capability.EDIT_STRATEGIES)
    post, doing = request.POST, request.POST.get("do", "")
    if doing not in DONE or not joining.is_done_here(school_of(request.actor.school_id)):
        raise Http404
    try:
        if doing == "expect":
            joining.expect(request.actor, pupil=found, starts_on=typed.day(post.get("starts", "")))
        elif doing == "met":
            on, who, seen = (post.get(name, "") for name in ("on", "who", SEEN))
            joining.met(request.actor, pupil=found, on=typed.day(on), who=who, seen=seen)
        else:
            joining.release(request.actor, pupil=found)
    except BadJoining as problem:
        return profile_answer(request, found, str(problem))
    except Overtaken as clash:
        back = reverse("support:profile", args=[found.pk])
        return both_versions(request, clash, school_id=found.school_id, asked=MEETING, back=back)
    messages.success(request, DONE[doing])
    return redirect("support:profile", found.pk)
