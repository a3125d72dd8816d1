"""The clock of a demonstration. Nothing here answers outside demo mode."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.decorators import open_to_all
from evenhand.apps.tenancy.demo_clock import MOVES, demo_school, move


@open_to_all
@never_cache
@require_http_methods(["GET", "POST"])
def demo_clock(request: HttpRequest) -> HttpResponse:
    """Show where the clock can be moved to, and move it."""
    school = demo_school()
    if school is None:
        raise Http404
    if request.method == "GET":
        return render(request, "tenancy/demo_clock.html", {"moves": MOVES})
    name = request.POST.get("move", "")
    if name not in MOVES:
        raise Http404
    move(school, name)
    return redirect("/")
