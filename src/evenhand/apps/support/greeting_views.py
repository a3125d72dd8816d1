"""The list at the classroom door: one tap for each pupil."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Asked, Overtaken, both_versions, version_of
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.conduct.aims import lessons_today
from evenhand.apps.conduct.pages import lesson_name
from evenhand.apps.conduct.selectors import members
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support import greeting
from evenhand.apps.support.devices.pages import Line as Device
from evenhand.apps.support.devices.pages import lines_of
from evenhand.apps.support.devices.standing import Terms, terms_of
from evenhand.apps.support.greeting import BadGreeting
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422
# The pupil and the token of the form: a greeting and no more.
BARE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One pupil at the door; `at` is "" for who has not been greeted today."""

    pupil: Pupil
    at: str = ""
    by: str = ""
    mood: str = ""
    low: bool = False
    note: str = ""
    passed_on: bool = False
    device: Device | None = None
    seen: str = ""


@requires(Capability.RECORD)
@require_GET
def start(request: ActorRequest) -> HttpResponse:
    """To the first of the actor's lessons today; to the start page where there is none."""
    found = lessons_today(request.actor)
    return redirect("support:greet", found[0].pk) if found else redirect("now")


@requires(Capability.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def greet(request: ActorRequest, lesson: int) -> HttpResponse:
    """The class with those not yet greeted first; a POST greets one, tells how they seem, or passes it on."""
    held = roads.lesson(request.actor, lesson)
    pupils = members(held)
    problem = ""
    if request.method == "POST":
        pupil = next((one for one in pupils if str(one.pk) == request.POST.get("pupil")), None)
        if pupil is None:
            raise Http404
        try:
            messages.success(request, _act(request, pupil))
        except BadGreeting as bad:
            problem = str(bad)
        except Overtaken as clash:
            asked = {greeting.NOTE: Asked(f"A word about {pupil.display_name}")}
            return both_versions(request, clash, school_id=held.school_id, asked=asked, back=request.path)
        else:
            # The next to greet stand at the top; what is said of one is looked for where that pupil stands.
            place = f"#pupil-{pupil.pk}" if len(request.POST) > BARE or _unasked(request, pupil) else ""
            return redirect(reverse("support:greet", args=[held.pk]) + place)
    moods = policy_of(held.school_id).pack.moods
    terms = terms_of(held.school_id)
    lines = _lines(request, pupils, terms)
    context = {
        "devices": [(one.id, one.label) for one in terms.devices] if terms else [],
        "adults": colleagues(now()) if terms else [],
        "me": request.actor.person,
        "place": terms.place if terms else "",
        "lesson": held,
        "name": lesson_name(held),
        "waiting": [line for line in lines if not line.at],
        "here": [line for line in lines if line.at],
        "moods": [(mood.id, mood.label) for mood in moods.values()],
        "problem": problem,
    }
    return render(request, "support/greet.html", context, status=UNPROCESSABLE if problem else 200)


def _act(request: ActorRequest, pupil: Pupil) -> str:
    if request.POST.get("do") == "pass":
        greeting.pass_on(request.actor, pupil=pupil)
        return f"{pupil.first_name}: passed on"
    mood = request.POST.get("mood", "")
    greeting.greet(
        request.actor,
        pupil=pupil,
        mood=mood,
        words=request.POST.get("words", ""),
        seen=request.POST.get(SEEN, ""),
    )
    return f"{pupil.first_name}: {'noted' if mood else 'greeted'}"


def _unasked(request: ActorRequest, pupil: Pupil) -> bool:
    """Whether it is still to be asked what became of the pupil's device: beside the name, at once."""
    terms = terms_of(request.actor.school_id)
    return terms is not None and not lines_of(request.actor, terms, [pupil])[0].asked


def _lines(request: ActorRequest, pupils: list[Pupil], terms: Terms | None) -> list[Line]:
    school = school_of(request.actor.school_id)
    moods = policy_of(school.pk).pack.moods
    found = greeting.greeted_on(today(school), [pupil.pk for pupil in pupils])
    devices = {one.pupil.pk: one for one in lines_of(request.actor, terms, pupils)} if terms else {}
    lines = []
    for pupil in pupils:
        row = found.get(pupil.pk)
        if row is None:
            lines.append(Line(pupil, device=devices.get(pupil.pk)))
            continue
        mood = moods.get(row.mood)
        lines.append(
            Line(
                pupil,
                f"{local(school, row.at).time:%H:%M}",
                row.by.name,
                mood.label if mood else "",
                bool(mood and mood.low),
                row.note,
                row.passed_on_id is not None,
                devices.get(pupil.pk),
                version_of(greeting.noted(row)),
            )
        )
    return lines
