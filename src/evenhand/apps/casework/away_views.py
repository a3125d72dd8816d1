"""Who is away and who stands in, through the browser."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.access.models import Away
from evenhand.apps.access.naming import names_of
from evenhand.apps.casework.absence import come_back, days_of, mark_away, marked, may_mark_others, who
from evenhand.apps.casework.changing import Unchanged
from evenhand.apps.casework.forms import AwayForm
from evenhand.apps.casework.selectors import colleagues
from evenhand.apps.tenancy.clock import now

UNPROCESSABLE = 422


@requires(Capability.DO_TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def away(request: ActorRequest) -> HttpResponse:
    """Those who are or will be away, and the form that marks somebody."""
    people = colleagues(now())
    others = may_mark_others(request.actor)
    form = AwayForm(request.POST or None, people=people, others=others)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            row = mark_away(
                request.actor,
                user_id=chosen.get("person") or request.actor.user_id or 0,
                first=chosen["first"],
                last=chosen["last"],
                stand_in_id=chosen["stand_in"] or None,
            )
        except Unchanged as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"{who(row)} is marked away, {days_of(row)}.")
            return redirect("inbox-away")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "casework/away.html", _page(request, form), status=status)


@requires(Capability.DO_TASKS)
@require_POST
def back(request: ActorRequest, row: int) -> HttpResponse:
    """End an absence before its last day."""
    if not Away.objects.filter(pk=row).exists():
        raise Http404
    try:
        ended = come_back(request.actor, away_id=row)
        messages.success(request, f"{who(ended)} is back.")
    except Unchanged as problem:
        messages.error(request, str(problem))
    return redirect("inbox-away")


def _page(request: ActorRequest, form: AwayForm) -> dict[str, Any]:
    rows = marked(request.actor)
    names = names_of({row.stand_in_id for row in rows})
    lines = [
        {
            "pk": row.pk,
            "who": who(row),
            "days": days_of(row),
            "stand_in": names.get(row.stand_in_id or 0, ""),
            "running": row.first <= _today(),
            "mine": row.membership.user_id == request.actor.user_id,
        }
        for row in rows
    ]
    return {"lines": lines, "form": form, "others": may_mark_others(request.actor)}


def _today() -> date:
    return now().date()
