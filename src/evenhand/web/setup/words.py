"""Erasing what was written about one pupil: what stands where is shown first, and the name is typed to confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.erasing import NotErased, erase_words, find_pupil, words_of, words_that_stay
from evenhand.apps.people.models import Pupil

UNPROCESSABLE = 422
NAME_WRONG = "The name is not the one above. Nothing was erased."


@requires(Capability.ERASE_WORDS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def words(request: ActorRequest) -> HttpResponse:
    """Find a pupil by an id, see in how many rows words stand, and erase them with a reason and the name typed."""
    typed = request.POST if request.method == "POST" else request.GET
    ident, context = typed.get("pupil", "").strip(), {"typed": typed}
    if not ident:
        return render(request, "evenhand/setup/words.html", context)
    try:
        pupil = find_pupil(ident)
    except NotErased as problem:
        return render(
            request, "evenhand/setup/words.html", {**context, "problem": str(problem)}, status=UNPROCESSABLE
        )
    refused = ""
    if request.method == "POST":
        try:
            messages.success(request, _erase(request, pupil))
        except NotErased as problem:
            refused = str(problem)
        else:
            return redirect("setup:words")
    kinds = [(kind.replace("_", " "), count) for kind, count in words_of(pupil).items() if count]
    found = {"found": pupil, "kinds": kinds, "stay": words_that_stay(pupil), "problem": refused}
    status = UNPROCESSABLE if refused else 200
    return render(request, "evenhand/setup/words.html", {**context, **found}, status=status)


def _erase(request: ActorRequest, pupil: Pupil) -> str:
    """Erase, and say of how many rows. Raises NotErased, also where the name typed is another."""
    if request.POST.get("name", "").split() != pupil.display_name.split():
        raise NotErased(NAME_WRONG)
    went = erase_words(request.actor, pupil=pupil, rule=request.POST.get("reason", ""))
    return f"Erased: the words of {sum(went.values())} rows"
