"""One's own balance, the card of praise strategies, asking for praise, and good news home."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.access.models import Membership
from evenhand.apps.conduct import aims, outside_praise, praise, rooms, selectors, wishes
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.models import PraisePrompt
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy import typed

UNPROCESSABLE = 422


@requires(Capability.RECORD)
@require_GET
@never_cache
def own(request: ActorRequest) -> HttpResponse:
    """One's own balance and the card of praise strategies: nobody else's is shown to anybody here."""
    context = {
        "balance": praise.own_balance(request.actor),
        "strategies": praise.strategies(request.actor),
        "aims": aims.own_aims(request.actor),
        "unseen": aims.not_recognised(request.actor),
        "assembly": bool(praise.awards_of(policy_of(request.actor.school_id).pack)),
    }
    return render(request, "conduct/own.html", context)


@requires(Capability.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def praise_pupil(request: ActorRequest, pupil: int) -> HttpResponse:
    """Ask a colleague to praise, mark work for display, log a call or a postcard home; what is open stands above."""
    found = roads.pupil(request.actor, pupil)
    if request.method == "POST":
        return _save(request, found)
    return _shown(request, found)


def _shown(request: ActorRequest, found: Pupil, problem: str = "") -> HttpResponse:
    ground = rooms.ground_of(request.actor, None)
    people = Membership.objects.exclude(user=request.user.pk).select_related("staff", "user")
    context = {
        "pupil": found,
        "prompts": rooms.prompts_of(ground, selectors.open_prompts([found.pk])),
        "notes": [(praise.CONTACTS[note.kind], note) for note in selectors.contact_notes(found.pk)],
        "colleagues": sorted(
            (row.staff.short_name if row.staff else row.user.name, row.user_id) for row in people
        ),
        "may_raise": request.actor.may(Capability.AGREE_ADJUSTMENT, found.year_group),
        "wishes": wishes.wishes_of([found.pk]).get(found.pk, wishes.Wishes()),
        "may_wish": request.actor.may(Capability.EDIT_STRATEGIES, found.year_group),
        "outside": outside_praise.waiting(found),
        "items": outside_praise.choices(request.actor.school_id),
        "problem": problem,
    }
    return render(request, "conduct/praise.html", context, status=UNPROCESSABLE if problem else 200)


@requires(Capability.RECORD)
@require_POST
def close(request: ActorRequest, prompt: int) -> HttpResponse:
    """Dismiss a request to praise."""
    row = PraisePrompt.objects.filter(pk=prompt).exclude(kind__in=("more", *wishes.KINDS)).first()
    if row is None:
        raise Http404
    roads.pupil(request.actor, row.pupil_id)
    praise.close_prompt(request.actor, prompt=row)
    messages.success(request, "Dismissed.")
    return redirect("praise", row.pupil_id)


def _save(request: ActorRequest, pupil: Pupil) -> HttpResponse:
    own = {"wishes": _wish, outside_praise.OUTSIDE: _from_outside, "confirm": _confirm}
    doing = own.get(request.POST.get("kind", ""), _name)
    try:
        messages.success(request, doing(request, pupil))
    except praise.NotPossible as problem:
        return _shown(request, pupil, str(problem))
    except Refused as refused:
        return _shown(request, pupil, " ".join(problem.message for problem in refused.problems))
    return redirect("praise", pupil.pk)


def _wish(request: ActorRequest, pupil: Pupil) -> str:
    """Keep how the pupil likes praise."""
    if not request.actor.may(Capability.EDIT_STRATEGIES, pupil.year_group):
        raise Http404
    wanted = wishes.Wishes("quiet" in request.POST, "unnamed" in request.POST)
    wishes.set_wishes(request.actor, pupil=pupil, wishes=wanted)
    return "Kept; it holds from now on"


def _from_outside(request: ActorRequest, pupil: Pupil) -> str:
    """Keep what somebody outside the school said; it waits to be confirmed."""
    source, words = request.POST.get("source", ""), request.POST.get("words", "")
    outside_praise.report_praise(request.actor, pupil=pupil, source=source, words=words)
    return "Kept; it counts once somebody has confirmed it"


def _confirm(request: ActorRequest, pupil: Pupil) -> str:
    """Record what came from outside as a recognition."""
    key = request.POST.get("prompt", "")
    row = next((one for one in outside_praise.waiting(pupil) if str(one.pk) == key), None)
    if row is None:
        raise praise.NotPossible("This was confirmed or dismissed a moment ago.")
    outside_praise.confirm(request.actor, prompt=row, code=request.POST.get("code", ""))
    return f"Recorded, for {pupil.display_name}"


def _name(request: ActorRequest, pupil: Pupil) -> str:
    """Log good news that went home, or name the pupil for praise."""
    kind, words = request.POST.get("kind", ""), request.POST.get("words", "")
    if kind == "more" and not request.actor.may(Capability.AGREE_ADJUSTMENT, pupil.year_group):
        raise Http404
    if kind in praise.CONTACTS:
        praise.log_contact(request.actor, pupil=pupil, kind=kind, words=words)
        return f"{praise.CONTACTS[kind]}, for {pupil.display_name}"
    colleague = _colleague(request.POST.get("colleague", ""))
    praise.name_for_praise(request.actor, pupil=pupil, kind=kind, words=words, colleague_id=colleague)
    return f"Noted, for {pupil.display_name}"


def _colleague(said: str) -> int | None:
    """Who is asked to praise, None for anybody. Raises NotPossible for somebody who is not of this school."""
    if not said:
        return None
    asked = typed.number(said)
    if asked is None or not Membership.objects.filter(user_id=asked).exists():
        raise praise.NotPossible("There is no such person at this school.")
    return asked
