"""Choosing the morning digest by e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.letters import mornings
from evenhand.apps.letters.models import Channel
from evenhand.apps.letters.ways import set_up


@requires(Capability.DO_TASKS)
@require_http_methods(["GET", "POST"])
def by_mail(request: ActorRequest) -> HttpResponse:
    """What the e-mail says, and the button that chooses or ends it."""
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "yes"
        mornings.choose(request.actor, wanted=wanted)
        said = (
            "You get an e-mail on mornings on which something is due." if wanted else "No more e-mails come."
        )
        messages.success(request, said)
        return redirect("inbox")
    context = {
        "chosen": mornings.chosen(request.actor),
        "sends": Channel.EMAIL in set_up(),
        "address": mornings.address(request.actor),
    }
    return render(request, "letters/morning.html", context)
