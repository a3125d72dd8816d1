"""A pupil's profile, one tap from the class: read, tried, and kept by those who keep it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import version_of
from evenhand.apps.people.models import Pupil
from evenhand.apps.support import assisting, centre, joining, profiling
from evenhand.apps.support.devices.standing import exemptions_on, terms_of
from evenhand.apps.support.models import ProfileEntry, Strategy
from evenhand.apps.support.profile_pages import profile_page
from evenhand.apps.support.profiling import BadEntry, New
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422


@requires(Capability.SEE_PUPIL)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def profile(request: ActorRequest, pupil: int) -> HttpResponse:
    """What is known of a pupil; a POST says that it was read, adds, ends, or sets the review."""
    found = roads.pupil(request.actor, pupil)
    if request.method == "POST":
        try:
            messages.success(request, _change(request, found))
        except BadEntry as problem:
            return profile_answer(request, found, str(problem))
        return redirect("support:profile", found.pk)
    return profile_answer(request, found)


def profile_answer(request: ActorRequest, found: Pupil, problem: str = "") -> HttpResponse:
    """The page; with what is wrong above it, where something is, and what was typed."""
    number = request.GET.get("version", "")
    context: dict[str, object] = {"typed": request.POST, "problem": problem}
    context["page"] = profile_page(request.actor, found, typed.number(number) or 0)
    context |= _joiner(request, found, keeps=profiling.sees_history(request.actor, found))
    context["agrees"] = request.actor.may(Capability.AGREE_ADJUSTMENT, found.year_group)
    context |= _devices(request, found)
    context["centres"] = centre.centres(request.actor.school_id)
    day = today(school_of(request.actor.school_id))
    context["assistants"] = [name for name, row in assisting.of_pupil(found, day) if row.valid_from <= day]
    return render(request, "support/profile.html", context, status=UNPROCESSABLE if problem else 200)


@requires(Capability.SEE_PUPIL)
@require_POST
def tried(request: ActorRequest, strategy: int) -> HttpResponse:
    """One tap: it was tried, and it helped or did not."""
    row = Strategy.objects.filter(pk=strategy, ended_at=None).first()
    if row is None:
        raise Http404
    found = roads.pupil(request.actor, row.pupil_id)
    helped = request.POST.get("helped") == "yes"
    profiling.tried(request.actor, strategy=row, helped=helped)
    messages.success(request, "Noted: it helped" if helped else "Noted: it did not help this time")
    return redirect("support:profile", found.pk)


def _change(request: ActorRequest, pupil: Pupil) -> str:
    """Carry out one act of the form; returns what to say. Raises BadEntry."""
    post, doing = request.POST, request.POST.get("do", "")
    if doing == "read":
        profiling.mark_read(request.actor, pupil=pupil)
        return "Read; thank you"
    if doing == "add":
        if post.get("kind") == profiling.STRATEGY:
            _demand(request, pupil)
            profiling.add_strategy(request.actor, pupil=pupil, words=post.get("words", ""))
        else:
            profiling.add_entry(request.actor, pupil=pupil, new=_new(post))
        return "Added to the profile"
    _demand(request, pupil)
    if doing == "review":
        profiling.look_again(request.actor, pupil=pupil, day=_day(post.get("review", "")))
        return "The review date is set"
    kind, _, key = doing.partition("-")
    row: ProfileEntry | Strategy | None = None
    if kind == "entry":
        row = ProfileEntry.objects.filter(pk=typed.number(key) or 0, pupil=pupil).first()
    elif kind == "strategy":
        row = Strategy.objects.filter(pk=typed.number(key) or 0, pupil=pupil).first()
    if row is None:
        raise Http404
    profiling.end(request.actor, row=row)
    return "Taken off; earlier versions keep it"


def _joiner(request: ActorRequest, pupil: Pupil, *, keeps: bool) -> dict[str, object]:
    """Of somebody new: how far it is; who does not keep the profile waits until it is released."""
    school, row = school_of(request.actor.school_id), joining.joining_of(pupil)
    if not keeps:
        return {"waits": joining.waits(row)}
    return {
        "joins": joining.is_done_here(school)
        and request.actor.may(Capability.EDIT_STRATEGIES, pupil.year_group)
        and (row is not None or joining.may_be_new(pupil)),
        "joining": row,
        "met_seen": version_of(joining.meeting(row)) if row else "",
        "joining_late": row is not None and joining.is_late(school, row),
    }


def _devices(request: ActorRequest, pupil: Pupil) -> dict[str, object]:
    """What the profile says of devices, where they are handed in: the agreement in force, and a form to agree one."""
    terms = terms_of(request.actor.school_id)
    if terms is None:
        return {}
    agreed = exemptions_on(today(school_of(request.actor.school_id)), [pupil.pk]).get(pupil.pk)
    may = request.actor.may(Capability.AGREE_ADJUSTMENT, pupil.year_group)
    return {
        "kept": agreed,
        "kept_label": terms.label(agreed.device) if agreed else "",
        "devices": [(one.id, one.label) for one in terms.devices] if may else [],
    }


def _demand(request: ActorRequest, pupil: Pupil) -> None:
    if not profiling.keeps(request.actor, pupil):
        raise Http404


def _new(post: QueryDict) -> New:
    dated = post.get("dated", "")
    return New(
        post.get("kind", ""),
        post.get("words", ""),
        post.get("pattern", ""),
        post.get("source", ""),
        _day(dated) if dated else None,
    )


def _day(text: str) -> date:
    found = typed.day(text)
    if found is None:
        raise BadEntry("Choose a day.")
    return found
