"""The pages of importing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.people.importing import Plan, make_plan, share_of
from evenhand.apps.people.importing.lessons import plan_lessons
from evenhand.apps.people.importing.share import match_schools
from evenhand.apps.people.importing.span import UnknownYear
from evenhand.apps.people.roster import Roster, read_roster, read_timetable
from evenhand.apps.people.roster.model import Fault, Question
from evenhand.apps.people.services import Unanswered, import_roster, import_timetable
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import today
from evenhand.apps.tenancy.year_rows import read_day
from evenhand.web.importing.pending import Refused, folder_of, forget, is_there, keep, readable
from evenhand.web.setup.facts import year_on

ANSWERS = ("date_order", "year", "school", "years", "encoding")
FAULTS_SHOWN = 200
ABSENT_SHOWN = 30
ROSTER, TIMETABLE = "roster", "timetable"


@dataclass
class Look:
    """What a roster would do, for the page."""

    file: str
    format: str
    theirs: str = ""
    counts: list[tuple[str, dict[str, int]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    absent: list[str] = field(default_factory=list)
    absent_more: int = 0
    changes: bool = False
    since: date | None = None

    @property
    def may_apply(self) -> bool:
        """Whether there is something to apply and nothing to answer first."""
        return self.changes and not self.questions

    @property
    def left_out(self) -> int:
        """How many faults leave a row or a file out."""
        return sum(1 for fault in self.faults if fault.severity == "error")


@requires(Capability.IMPORT)
@require_http_methods(["GET", "POST"])
def roster(request: ActorRequest) -> HttpResponse:
    """Upload, look at what would change, answer what is asked, apply."""
    folder = folder_of(ROSTER, request.actor.membership_id)
    do = request.POST.get("do", "")
    if do == "discard":
        return _discard(request, folder, "import:roster")
    if do == "upload":
        refused = _keep(request, folder)
        if refused:
            return render(request, "evenhand/importing/roster.html", {"refused": refused}, status=422)
    if do == "answer":
        request.session["import_answers"] = {name: request.POST.get(name, "") for name in ANSWERS}
    if do and do != "apply":
        return redirect("import:roster")
    if not is_there(folder):
        return render(request, "evenhand/importing/roster.html", {})
    school = School.objects.get(pk=request.actor.school_id)
    answers = request.session.get("import_answers", {})
    read = read_roster(
        readable(folder),
        encoding=answers.get("encoding") or None,
        date_order=answers.get("date_order") or None,
        years=answers.get("years") or "uk",
    )
    look, source_id = look_at(school, read, answers, readable(folder).name)
    if do == "apply" and look.may_apply and source_id is not None:
        return _apply(request, folder, read, source_id, answers.get("year", ""))
    return render(request, "evenhand/importing/roster.html", {"look": look, "answers": answers})


def look_at(school: School, read: Roster, answers: dict[str, str], name: str) -> tuple[Look, str | None]:
    """What the roster would do to the school, and which school of the file it is; None where that is asked."""
    look = Look(name, read.format, faults=list(read.faults), notes=read.notes)
    look.questions = [_asked(question) for question in read.questions]
    if not read.format or (read.errors and not read.pupils and not read.groups):
        return look, None
    source_id = _which(school, read, answers.get("school", ""))
    if source_id is None:
        choices = [(one.source_id, f"{one.name} ({one.source_id})") for one in read.schools]
        text = "The file is about several schools. Which one is yours?"
        look.questions.append({"name": "school", "text": text, "choices": choices, "examples": ()})
        return look, None
    try:
        plan = make_plan(school, share_of(read, source_id), year=answers.get("year", ""))
    except UnknownYear:
        plan = make_plan(school, share_of(read, source_id))
    _fill(look, plan, next((one.name for one in read.schools if one.source_id == source_id), ""))
    return look, source_id


def _fill(look: Look, plan: Plan, theirs: str) -> None:
    look.theirs = theirs
    look.counts = list(plan.nouns())
    look.faults += plan.faults
    look.questions += [_asked(question) for question in plan.questions]
    look.absent = [str(row) for row in plan.pupils.absent[:ABSENT_SHOWN]]
    look.absent_more = max(0, len(plan.pupils.absent) - ABSENT_SHOWN)
    look.changes = not plan.is_empty
    look.since = plan.span.since


def _which(school: School, read: Roster, chosen: str) -> str | None:
    ids = [one.source_id for one in read.schools]
    if chosen in ids:
        return chosen
    if len(ids) <= 1:
        return ids[0] if ids else ""
    matched = list(match_schools(read, [school]))
    return matched[0] if len(matched) == 1 else None


ORDER_WORDS = {"dmy": "Day first: 4/2/2010 is 4 February", "mdy": "Month first: 4/2/2010 is 2 April"}


def _asked(question: Question) -> dict[str, Any]:
    name = question.name.removeprefix("needs_")
    choices = [(value, ORDER_WORDS.get(value, value)) for value in question.choices]
    return {"name": name, "text": question.text, "choices": choices, "examples": question.examples}


def _apply(request: ActorRequest, folder: Path, read: Roster, source_id: str, year: str) -> HttpResponse:
    try:
        plan = import_roster(
            request.actor, share=share_of(read, source_id), year=year, file=readable(folder).name
        )
    except (Unanswered, UnknownYear):
        # Somebody changed the calendar between the look and the apply: look again.
        return redirect("import:roster")
    forget(folder)
    request.session.pop("import_answers", None)
    left_out = sum(1 for fault in (*read.faults, *plan.faults) if fault.severity == "error")
    page = {"done": list(plan.nouns()), "left_out": left_out}
    return render(request, "evenhand/importing/done.html", page)


def _keep(request: ActorRequest, folder: Path) -> str:
    """Store what was uploaded; returns why not, or nothing."""
    request.session.pop("import_answers", None)
    try:
        keep(folder, request.FILES.getlist("files"))
    except (Refused, FileExistsError) as error:
        forget(folder)
        return str(error) if isinstance(error, Refused) else "Two of the files have the same name."
    return ""


def _discard(request: ActorRequest, folder: Path, back: str) -> HttpResponse:
    forget(folder)
    request.session.pop("import_answers", None)
    messages.success(request, "The files were removed. Nothing was changed.")
    return redirect(back)


@requires(Capability.IMPORT)
@require_http_methods(["GET", "POST"])
def timetable(request: ActorRequest) -> HttpResponse:
    """A timetable CSV: look, then let it hold from a day on."""
    folder = folder_of(TIMETABLE, request.actor.membership_id)
    school = School.objects.get(pk=request.actor.school_id)
    year = year_on(school, today(school))
    do = request.POST.get("do", "")
    if do == "discard":
        return _discard(request, folder, "import:timetable")
    if do == "upload":
        refused = _keep(request, folder)
        if refused:
            page = {"refused": refused, "year": year}
            return render(request, "evenhand/importing/timetable.html", page, status=422)
        return redirect("import:timetable")
    if year is None or not is_there(folder):
        return render(request, "evenhand/importing/timetable.html", {"year": year, "days": _days(year)})
    plan = plan_lessons(school, year, read_timetable(readable(folder)))
    valid_from = read_day(request.POST.get("valid_from", ""))
    if do == "apply" and plan.slots and valid_from is not None:
        made = import_timetable(request.actor, plan=plan, valid_from=valid_from, file=readable(folder).name)
        forget(folder)
        messages.success(request, f"{made} lessons of the timetable hold from {valid_from:%-d %B %Y}.")
        return redirect("setup:checklist")
    shown: dict[str, Any] = {
        "year": year,
        "plan": plan,
        "faults": plan.faults[:FAULTS_SHOWN],
        "from": max(year.first, min(today(school), year.last)),
        "problem": "Write the first day as a date." if do == "apply" else "",
    }
    return render(request, "evenhand/importing/timetable.html", shown, status=422 if do else 200)


def _days(year: Any) -> str:
    return ", ".join(sorted({label for _, label in year.cycle})) if year else ""
