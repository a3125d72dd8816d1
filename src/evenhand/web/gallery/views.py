"""The gallery's two views. It is mounted only where EVENHAND_GALLERY is set."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from evenhand.apps.access.decorators import open_to_all
from evenhand.web.context import build_shell
from evenhand.web.gallery.samples import samples
from evenhand.web.gallery.shapes import ReflectionForm

__all__ = ["PAGES", "gallery", "one"]

PAGES = ("class", "board", "door", "states", "shell")


@open_to_all
@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """All components one under the other."""
    context = {
        **samples(timezone.now()),
        "form": ReflectionForm(),
        "failed": ReflectionForm({"minutes": "x"}, prefix="f"),
    }
    return render(request, "evenhand/gallery/all.html", context)


@open_to_all
@require_GET
def one(request: HttpRequest, page: str) -> HttpResponse:
    """A whole page put together from components: class, board, door, states or shell."""
    if page not in PAGES:
        raise Http404
    context = samples(timezone.now())
    if page == "door":
        context["shell"] = build_shell(request)
    return render(request, f"evenhand/gallery/{page}.html", context)
