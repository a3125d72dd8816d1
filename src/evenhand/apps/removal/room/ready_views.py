"""The page of the work that the room keeps ready, and keeping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.audit.overtaking import SEEN, Asked, Overtaken, both_versions
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal.room.ready import LONGEST, keep_ready, shelf

UNPROCESSABLE = 422
ASKED = {"words": Asked("What to do"), "link": Asked("Where it is found", short=True)}


@requires(Capability.RUN_REMOVAL)
@require_http_methods(["GET", "POST"])
def ready(request: ActorRequest) -> HttpResponse:
    """What is kept ready by subject; a POST keeps it for one."""
    typed = {name: request.POST.get(name, "") for name in ("subject", "words", "link")}
    problems: list[str] = []
    if request.method == "POST":
        try:
            row = keep_ready(actor=request.actor, **typed, seen=request.POST.get(SEEN, ""))
        except Overtaken as clash:
            back = reverse("removal:ready")
            return both_versions(request, clash, school_id=request.actor.school_id, asked=ASKED, back=back)
        except Refused as refused:
            problems = [problem.message for problem in refused.problems]
        else:
            said = (
                f"{row.subject}: work is ready" if row.words else f"{row.subject}: nothing is kept any more"
            )
            messages.success(request, said)
            return redirect("removal:ready")
    kept, without = shelf()
    context = {"kept": kept, "without": without, "problems": problems, "typed": typed, "longest": LONGEST}
    return render(request, "removal/ready.html", context, status=UNPROCESSABLE if problems else 200)
