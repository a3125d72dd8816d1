"""The cards of a lesson, one tap from the class page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct import lesson_cards
from evenhand.apps.conduct.pages import lesson_name

UNPROCESSABLE = 422


@requires(Capability.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cards(request: ActorRequest, lesson: int) -> HttpResponse:
    """Checklists, prompts and techniques; a POST notes a routine taught or a reset."""
    held = roads.lesson(request.actor, lesson)
    problem = ""
    if request.method == "POST":
        try:
            row = lesson_cards.note(
                request.actor,
                group=held.group,
                kind=request.POST.get("kind", ""),
                words=request.POST.get("words", ""),
            )
        except lesson_cards.BadLog as bad:
            problem = str(bad)
        else:
            messages.success(request, f"Noted: {lesson_cards.LOGS[row.kind].lower()}")
            return redirect("lesson-cards", held.pk)
    context = {
        "lesson": held,
        "name": lesson_name(held),
        "decks": lesson_cards.decks(held.school_id),
        "log": lesson_cards.log_of(held.group),
        "kinds": lesson_cards.LOGS.items(),
        "problem": problem,
    }
    return render(request, "conduct/cards.html", context, status=UNPROCESSABLE if problem else 200)
