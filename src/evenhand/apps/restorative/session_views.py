"""A session between people is opened: who takes part, and in which part."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.restorative.parties import HARMED, PARTS, leads, possible
from evenhand.apps.restorative.talk_views import UNPROCESSABLE, said, token_of
from evenhand.apps.restorative.talking import tell
from evenhand.apps.tenancy.selectors import school_of, today
from evenhand.engine.facts import Fact


@requires(Capability.LEAD_CONFERENCE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def start(request: ActorRequest, event: UUID) -> HttpResponse:
    """Open a session about an entry, with two people or more."""
    entry = roads.event(request.actor, event)
    pack = policy_of(request.actor.school_id).pack
    talk = next((one for one in pack.conversations.values() if one.between), None)
    if talk is None or not request.actor.may(Capability.LEAD_CONFERENCE, entry.pupil.year_group):
        raise Http404
    people, school = possible(entry), school_of(request.actor.school_id)
    offered = leads(school, talk, people, today(school))
    lead = _lead(request, offered)
    context = {"talk": talk, "people": people, "parts": PARTS.items(), "entry": entry, "token": uuid4(),
               "leads": offered, "lead": lead}  # fmt: skip
    if request.method != "POST":
        return render(request, "restorative/session.html", context)
    chosen = {one.key: request.POST.get(f"part-{one.key}", "") for one in people}
    chosen = {key: part for key, part in chosen.items() if part in PARTS}
    details: dict[str, Fact] = {
        "parties": tuple(chosen),
        "parts": tuple(f"{key}={part}" for key, part in chosen.items()),
        "harmed": tuple(key for key, part in chosen.items() if part == HARMED),
        **({"owner": str(lead)} if lead != request.actor.user_id else {}),
    }
    try:
        tell(
            request.actor, event_id=token_of(request.POST), pupil_id=entry.pupil_id, kind=talk.id, stage="opened",
            about=str(entry.pk), details=details,
        )  # fmt: skip
    except (Refused, Conflicting) as refused:
        kept = tuple(replace(one, part=chosen.get(one.key, "")) for one in people)
        context |= {"problem": said(refused), "people": kept}
        return render(request, "restorative/session.html", context, status=UNPROCESSABLE)
    messages.success(request, f"{talk.label}: opened")
    return redirect("restorative:talk", entry.pk, talk.id)


def _lead(request: ActorRequest, offered: dict[int, str]) -> int | None:
    """Who leads it: whoever was chosen of those offered, else who opens it. Http404 for anybody else."""
    said = request.POST.get("lead", "")
    if not said:
        return request.actor.user_id
    if not said.isdecimal() or int(said) not in offered:
        raise Http404
    return int(said)
