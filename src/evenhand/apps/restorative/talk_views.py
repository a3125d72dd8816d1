"""Pages and forms of conversations. What the policy refuses comes back to the page with everything that was typed."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.conduct.sealing import TYPED
from evenhand.apps.restorative import talk_pages
from evenhand.apps.restorative.parties import asked
from evenhand.apps.restorative.reading import Matter, matter
from evenhand.apps.restorative.talking import tell
from evenhand.engine.facts import Fact

UNPROCESSABLE: Final = 422
SAFEGUARDING: Final = "disclosure"
LONGEST: Final = 4_000
AGAIN: Final = "That was sent before with other words; the first stands."


@requires(Capability.DO_TASKS)
@require_GET
@never_cache
def talks(request: ActorRequest) -> HttpResponse:
    """The conversations that are owed; `?of=all` shows everybody's to those who see all."""
    sees_all = Capability.SEE_ALL_TASKS in request.actor.capabilities
    everybody = sees_all and request.GET.get("of") == "all"
    lines = talk_pages.list_page(request.actor, everybody=everybody)
    return render(
        request, "restorative/talks.html", {"lines": lines, "sees_all": sees_all, "everybody": everybody}
    )


@requires(Capability.LEAD_CONVERSATION)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def talk(request: ActorRequest, event: UUID, kind: str) -> HttpResponse:
    """One conversation; a POST records a stage of it."""
    found = matter(request.actor, event, kind)
    if request.method != "POST":
        if request.GET.get("done") == SAFEGUARDING:
            return render(request, "restorative/disclosed.html", {"pupil": found.pupil})
        return _page(request, found, ready="ready" in request.GET)
    stage = request.POST.get("do", "")
    if stage not in talk_pages.STAGES or stage == "opened":
        raise Http404
    try:
        tell(
            request.actor, event_id=token_of(request.POST), pupil_id=found.pupil.pk, kind=kind, stage=stage,
            about=found.case.about or found.case.id if found.case else str(event),
            details=_details(found, stage, request.POST),
        )  # fmt: skip
    except (Refused, Conflicting) as refused:
        return _page(request, found, said(refused), ready=stage == "held")
    if stage == SAFEGUARDING:
        return redirect(f"{request.path}?done={SAFEGUARDING}")
    messages.success(request, f"{found.pupil.first_name}: {talk_pages.STAGES[stage]}")
    return redirect(request.path)


@requires(Capability.LEAD_CONVERSATION)
@require_GET
@never_cache
def agreement(request: ActorRequest, event: UUID, kind: str) -> HttpResponse:
    """What was agreed, on one sheet; of a session each party's own part (`?for=pupil-12`)."""
    found = matter(request.actor, event, kind)
    page = talk_pages.agreement_page(found, request.GET.get("for", ""))
    if page is None:
        raise Http404
    return render(request, "restorative/agreement.html", {"page": page, "event": event, "kind": kind})


def token_of(post: QueryDict) -> UUID:
    """The id that the page made for this act, so that two taps are one."""
    try:
        return UUID(post.get("token", ""))
    except ValueError as error:
        raise Http404 from error


def said(refused: Refused | Conflicting) -> str:
    """What is to be mended, in words."""
    if isinstance(refused, Conflicting):
        return AGAIN
    return " ".join(dict.fromkeys(problem.message for problem in refused.problems))


def _page(request: ActorRequest, found: Matter, problem: str = "", *, ready: bool) -> HttpResponse:
    typed = request.POST.dict() if request.method == "POST" else request.GET.dict()
    chosen = frozenset(
        one for name in ("purposes", "ticks", "consents") for one in request.POST.getlist(name)
    )
    page = talk_pages.talk_page(request.actor, found, typed, chosen, ready=ready and found.is_open)
    context = {"page": page, "problem": problem, "token": uuid4()}
    return render(request, "restorative/talk.html", context, status=UNPROCESSABLE if problem else 200)


def _details(found: Matter, stage: str, post: QueryDict) -> dict[str, Fact]:
    """What the policy asks for at this stage. A disclosure takes nothing along, whatever stood in the boxes."""
    if stage == SAFEGUARDING:
        return {}
    details: dict[str, Fact] = {}
    if stage in talk_pages.WITH_REASON:
        details["reason"] = _words(post, "reason")
    if stage == "reassigned":
        details["owner"] = post.get("owner", "")
    if stage == "planned":
        details["at"] = post.get("at", "")
    if stage in ("planned", "held") and found.talk.between:
        details |= _consent(found, post)
    if stage == "held":
        details |= _held(found, post)
    return details


def _consent(found: Matter, post: QueryDict) -> dict[str, Fact]:
    opened = found.newest("opened")
    harmed = opened.details.get("harmed", ()) if opened else ()
    answered = {"yes": True, "no": False}
    told: dict[str, Fact] = {"harmed": tuple(harmed), "consents": tuple(post.getlist("consents"))}
    for name in ("safeguarding_held", "joint"):
        if (answer := post.get(name, "")) in answered:
            told[name] = answered[answer]
    if post.get("safeguarding_agreed"):
        told["safeguarding_agreed"] = True
    parties = [str(key) for key in opened.details.get("parties", ())] if opened else []
    return told | asked({key: post.get(f"family-{key}", "") for key in parties if key.startswith("pupil-")})


def _held(found: Matter, post: QueryDict) -> dict[str, Fact]:
    values = [str(prompt.value) for prompt in found.talk.prompts]
    declined = tuple(value for value in values if post.get(f"declined-{value}"))
    answers = {value: _words(post, f"said-{value}") for value in values if value not in declined}
    told: dict[str, Fact] = {
        "prompts": tuple(value for value, words in answers.items() if words),
        "declined": declined,
        "ready": True,
    }
    told |= {TYPED + value: words for value, words in answers.items() if words}
    if own := _words(post, "said-adult"):
        told[TYPED + "adult"] = own
    opened = found.newest("opened")
    for party in opened.details.get("parties", ()) if opened else ():
        if part := _words(post, f"part-{party}"):
            told[f"{TYPED}{party}"] = part
    for name in ("purposes", "ticks"):
        if chosen := tuple(post.getlist(name)):
            told[name] = chosen
    for name in talk_pages.fields_of(found.talk):
        if words := _words(post, name):
            told[name] = words
    for name in talk_pages.ticks_of(found.talk):
        if post.get(name) or told.get(found.talk.needs[name]):
            told[name] = True
    return told


def _words(post: QueryDict, name: str) -> str:
    return post.get(name, "").strip()[:LONGEST]
