"""The card flow: the page of one pupil in one lesson, and recording from it without script."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.conduct.projecting import hides_names
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy import typed
from evenhand.web.steps.choices import choices_of, chosen_from
from evenhand.web.steps.commanding import command_of
from evenhand.web.steps.page import StepsPage, build
from evenhand.web.steps.reading import read

PROJECTED = "projected"


@hides_names
@requires(Capability.RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: ActorRequest, lesson: int, pupil: int) -> HttpResponse:
    """The steps of a pupil in a lesson. A projected device shows nothing of it until somebody asks (INF-SS-8)."""
    given = request.POST if request.method == "POST" else request.GET
    if _is_projected(request) and given.get("show") != "1":
        return render(request, "steps/cover.html", {"show": "?show=1"})
    page = _page(request, lesson, pupil, given)
    if request.method != "POST":
        return _answer(request, page, ())
    problems = _record(request, page, lesson, pupil)
    if problems:
        return _answer(request, page, problems, status=422)
    # What came of a step leads on to the one that is suggested next; a step stays in view while it is awaited.
    after = {"code": page.chosen.code, "change": page.chosen.change, "shown": _stays(given, page)}
    address = reverse("steps", kwargs={"lesson": lesson, "pupil": pupil})
    told = {"praise": "1"} if given.get("outcome") == "complied" else {}
    query = urlencode({name: value for name, value in {**after, **told}.items() if value})
    return HttpResponseRedirect(f"{address}?{query}")


def _page(request: ActorRequest, lesson: int, pupil: int, given: Mapping[str, str]) -> StepsPage:
    held = roads.lesson(request.actor, lesson)
    found = roads.lesson_pupil(request.actor, held, pupil)
    reading = read(request.actor, held, found, given.get("code", ""))
    if reading is None:
        raise Http404
    choices = choices_of(reading)
    shown = given.get("take") or given.get("shown") or given.get("step", "")
    chosen = chosen_from(reading, choices, given)
    return build(reading, chosen, choices, typed.number(shown) or 0)


def _record(request: ActorRequest, page: StepsPage, lesson: int, pupil: int) -> tuple[Problem, ...]:
    command = command_of(page, lesson, pupil, request.POST.dict())
    if isinstance(command, Problem):
        return (command,)
    try:
        record(request.actor, commands=[command])
    except Refused as refused:
        return refused.problems
    return ()


def _answer(
    request: HttpRequest, page: StepsPage, problems: tuple[Problem, ...], status: int = 200
) -> HttpResponse:
    told = request.GET.get("praise") == "1"
    context = {"page": page, "problems": problems, "praise": told}
    return render(request, "steps/page.html", context, status=status)


def _stays(given: Mapping[str, str], page: StepsPage) -> str:
    if given.get("outcome") in ("continued", "repeat") or given.get("praise"):
        return ""
    return str(page.shown)


def _is_projected(request: HttpRequest) -> bool:
    return request.COOKIES.get(PROJECTED) == "1"
