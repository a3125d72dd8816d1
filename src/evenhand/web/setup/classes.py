"""Classes and their teachers: found by a part of any name, and one at a time with a choice of teacher."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from evenhand.apps.access.actors import ActorRequest
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.decorators import requires
from evenhand.apps.access.roles import in_force
from evenhand.apps.people.models import Group, Staff, Teaching
from evenhand.apps.people.services import name_teacher
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import today

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ClassShown:
    """A class with its teachers on the day; `chosen` has the form by which it gets another."""

    pk: int
    name: str
    subject: str
    teachers: tuple[str, ...]
    chosen: bool

    def has(self, words: list[str]) -> bool:
        """Whether each of these is in its name, its subject or a teacher's name."""
        text = " ".join((self.name, self.subject, *self.teachers)).casefold()
        return all(word in text for word in words)


@requires(Capability.MANAGE_PEOPLE)
@require_http_methods(["GET", "POST"])
def classes(request: ActorRequest) -> HttpResponse:
    """The classes that are looked for, those without a teacher first."""
    day = today(School.objects.get(pk=request.actor.school_id))
    if request.method == "POST":
        group = get_object_or_404(Group, pk=typed.number(request.POST.get("group", "")) or 0)
        staff = get_object_or_404(Staff, pk=typed.number(request.POST.get("staff", "")) or 0)
        name_teacher(request.actor, group=group, staff=staff, on=day)
        query = urlencode({"q": request.POST.get("q", "")})
        return redirect(f"{reverse('setup:classes')}?{query}#c-{group.pk}")
    wanted = request.GET.get("q", "").strip()
    everyone = list(_shown(day, typed.number(request.GET.get("class", ""))))
    rows = [row for row in everyone if row.chosen or row.has(wanted.casefold().split())]
    rows.sort(key=lambda row: bool(row.teachers))
    bare = sum(1 for row in everyone if not row.teachers)
    chosen = any(row.chosen for row in rows)
    page = {
        "rows": rows[:MOST_SHOWN] + [row for row in rows[MOST_SHOWN:] if row.chosen],
        "more": max(0, len(rows) - MOST_SHOWN),
        "bare": bare,
        "staff": list(Staff.objects.order_by("family", "given", "pk")) if chosen else [],
        "total": len(everyone),
        "wanted": wanted,
    }
    return render(request, "evenhand/setup/classes.html", page)


def _shown(day: date, chosen: int | None) -> Iterator[ClassShown]:
    taught: dict[int, list[str]] = {}
    for row in Teaching.objects.filter(in_force(day)).select_related("staff").order_by("-primary", "pk"):
        taught.setdefault(row.group_id, []).append(row.staff.short_name)
    for group in Group.objects.exclude(kind="tutor").order_by("name", "pk"):
        yield ClassShown(
            group.pk, group.name, group.subject, tuple(taught.get(group.pk, ())), group.pk == chosen
        )
