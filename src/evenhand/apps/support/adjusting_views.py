"""The adjustments of a pupil: agreed, with their figure and review date, and ended."""

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
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support import adjusting
from evenhand.apps.support.adjusting import BadAgreement
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.selectors import school_of, today

UNPROCESSABLE = 422


@requires(Capability.AGREE_ADJUSTMENT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def adjustments(request: ActorRequest, pupil: int) -> HttpResponse:
    """What is agreed for a pupil; a POST agrees one more or ends one."""
    found = roads.pupil(request.actor, pupil, Capability.AGREE_ADJUSTMENT)
    problem = ""
    if request.method == "POST":
        post = request.POST
        try:
            if post.get("do", "").startswith("end-"):
                adjusting.end(
                    request.actor, pupil=found, pk=typed.number(post["do"].removeprefix("end-")) or 0
                )
            else:
                adjusting.agree(
                    request.actor,
                    pupil=found,
                    kind=post.get("kind", ""),
                    value=post.get("value", "").strip(),
                    words=post.get("words", ""),
                    review=typed.day(post.get("review", "")),
                )
        except BadAgreement as bad:
            problem = str(bad)
        else:
            messages.success(request, "Ended" if post.get("do") else "Agreed: it holds from now")
            return redirect("support:adjustments", found.pk)
    school = school_of(request.actor.school_id)
    context = {
        "pupil": found,
        "lines": adjusting.in_force(found, today(school)),
        "kinds": list(policy_of(school.pk).pack.adjustments.values()),
        "typed": request.POST,
        "problem": problem,
    }
    return render(request, "support/adjustments.html", context, status=UNPROCESSABLE if problem else 200)
