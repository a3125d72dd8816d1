"""The register of a lesson, and the gate."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evenhand.apps.access import roads
from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.attendance import ordering
from evenhand.apps.attendance.arriving import came_late, praise_at_gate, was_on_time
from evenhand.apps.attendance.facts import ground_of
from evenhand.apps.attendance.forms import LateForm, read_register
from evenhand.apps.attendance.pages import gate_page, is_afternoon, register_page, slot_of
from evenhand.apps.attendance.services import Marked, mark
from evenhand.apps.attendance.wording import followed_words, mark_words
from evenhand.apps.conduct import selectors as conduct
from evenhand.apps.conduct.commands import Conflicting, Refused
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.models import LessonOccurrence

UNPROCESSABLE = 422
LONGEST_SEARCH = 80
YEAR = 31_536_000


@requires(Capability.MARK_ATTENDANCE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def register(request: ActorRequest, lesson: int) -> HttpResponse:
    """The register of a lesson: everybody is here until it is said otherwise."""
    held = roads.lesson(request.actor, lesson)
    if request.method != "POST":
        return _in_order(request, held)
    ground = ground_of(request.actor.school_id)
    pupils = [pupil.pk for pupil in conduct.members(held)]
    said = read_register(
        request.POST.dict(), held, slot_of(ground, held), pupils, afternoon=is_afternoon(ground, held)
    )
    try:
        marked = mark(request.actor, said=said)
    except Refused as refused:
        context = {"page": register_page(request.actor, held, _by(request)), "problems": refused.problems}
        return render(request, "attendance/register.html", context, status=UNPROCESSABLE)
    messages.success(request, _saved(request, held, marked))
    return redirect("attendance:register", held.pk)


@requires(Capability.RECORD_ANYWHERE)
@require_GET
@never_cache
def gate(request: ActorRequest) -> HttpResponse:
    """Who arrives: found by name, form or year; the day's late list; what duty staff keep in mind."""
    q, pk = request.GET.get("q", "")[:LONGEST_SEARCH], request.GET.get("pupil", "")
    found = typed.number(pk)
    pupil = roads.pupil(request.actor, found, Capability.RECORD_ANYWHERE) if found is not None else None
    return render(request, "attendance/gate.html", {"page": gate_page(request.actor, q.strip(), pupil)})


@requires(Capability.RECORD_ANYWHERE)
@require_POST
def gate_late(request: ActorRequest) -> HttpResponse:
    """A late arrival: the mark, and by the policy the day's detention, its points and its notice."""
    form = LateForm(request.POST)
    if not form.is_valid():
        pupil = _pupil(request)
        page = gate_page(request.actor, "", pupil)
        context = {"page": page, "failed": form}
        return render(request, "attendance/gate.html", context, status=UNPROCESSABLE)
    given = form.cleaned_data
    pupil = roads.pupil(request.actor, given["pupil"], Capability.RECORD_ANYWHERE)
    try:
        marked = came_late(request.actor, pupil=pupil, minutes=given["minutes"], reason=given["reason"])
    except Refused as refused:
        messages.warning(request, " ".join(problem.message for problem in refused.problems))
        return redirect(reverse("attendance:gate") + f"?pupil={pupil.pk}")
    messages.success(request, _late_words(request, pupil, marked))
    return redirect("attendance:gate")


@requires(Capability.RECORD_ANYWHERE)
@require_POST
def gate_on_time(request: ActorRequest, pupil: int) -> HttpResponse:
    """A late mark was a mistake: corrected, and what it had brought is taken back."""
    found = roads.pupil(request.actor, pupil, Capability.RECORD_ANYWHERE)
    try:
        was_on_time(request.actor, pupil=found)
    except Refused as refused:
        messages.warning(request, " ".join(problem.message for problem in refused.problems))
    else:
        messages.success(
            request, f"{found.first_name} was on time. What the late mark brought is taken back."
        )
    return redirect("attendance:gate")


@requires(Capability.RECORD_ANYWHERE)
@require_POST
def gate_praise(request: ActorRequest, pupil: int) -> HttpResponse:
    """A word of praise at the gate, in one tap."""
    found = roads.pupil(request.actor, pupil, Capability.RECORD_ANYWHERE)
    token, code = request.POST.get("token", ""), request.POST.get("act", "")
    try:
        label = praise_at_gate(request.actor, pupil=found, code=code, token=token)
    except (Refused, Conflicting) as refused:
        messages.warning(request, str(refused))
        return redirect(reverse("attendance:gate") + f"?pupil={found.pk}")
    messages.success(request, f"{found.first_name}: {label}")
    return redirect("attendance:gate")


def _pupil(request: ActorRequest) -> Pupil | None:
    pk = request.POST.get("pupil", "")
    found = typed.number(pk)
    return roads.pupil(request.actor, found, Capability.RECORD_ANYWHERE) if found is not None else None


def _in_order(request: ActorRequest, held: LessonOccurrence) -> HttpResponse:
    """The register in the order asked for, which the device keeps."""
    by = _by(request)
    answer = render(request, "attendance/register.html", {"page": register_page(request.actor, held, by)})
    if "by" in request.GET:
        answer.set_cookie(
            ordering.COOKIE, by, max_age=YEAR, path=reverse("attendance:register", args=[0])[:-2],
            samesite="Lax", secure=request.is_secure(),
        )  # fmt: skip
    return answer


def _by(request: ActorRequest) -> str:
    return ordering.known(request.GET.get("by") or request.COOKIES.get(ordering.COOKIE, ""))


def _saved(request: ActorRequest, held: LessonOccurrence, marked: Marked) -> str:
    page, ground = register_page(request.actor, held), ground_of(request.actor.school_id)
    late = sum(line.chosen == "late" for line in page.lines)
    words = [f"Register saved: {len(page.lines) - late - page.away} here, {late} late, {page.away} away"]
    words += followed_words(ground.school, ground.today, marked.followed)
    if marked.overtaken:
        names = Pupil.objects.in_bulk({one.pupil_id for one in marked.overtaken})
        stands = [
            f"{names[one.pupil_id].first_name}: {mark_words(ground.rules.pack.jurisdiction, one).lower()}"
            for one in marked.overtaken
        ]
        words.append("marked by somebody else meanwhile, which stands: " + ", ".join(stands))
    return ". ".join(words)


def _late_words(request: ActorRequest, pupil: Pupil, marked: Marked) -> str:
    if not marked.made:
        return f"{pupil.display_name} was marked late before. Nothing was added."
    ground = ground_of(request.actor.school_id)
    followed = followed_words(ground.school, ground.today, marked.followed)
    return ". ".join((f"{pupil.display_name} marked late, {marked.made[0].minutes} minutes", *followed))
