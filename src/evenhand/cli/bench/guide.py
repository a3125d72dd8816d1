"""What the client has to know of the school that was built: who signs in, which lessons run, and whom to look at."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.models import LessonOccurrence
from evenhand.cli.demo.build import People
from evenhand.cli.demo.history.catalogue import shelve


def guide(people: People) -> dict[str, Any]:
    """The lessons that run at the opening with teacher and pupils, people by role, codes, and the fullest pupil."""
    site = people.site
    shelf = shelve(policy_of(site.school.pk), site.demo.opens.date())
    fullest = Event.objects.values("pupil").annotate(rows=Count("pk")).order_by("-rows", "pupil").first()
    return {
        "events": Event.objects.count(),
        "lessons": list(_lessons(people)),
        "leader": people.team.one("principal").actor.membership_id,
        "manager": people.team.one("removal_manager").actor.membership_id,
        "concern": next(item.code for item in shelf.counted if not item.details),
        "award": shelf.praised[0].code,
        "pupil": fullest["pupil"] if fullest else people.forms[0].pupils[0].pk,
    }


def _lessons(people: People) -> Any:
    opens = people.site.opens
    held = LessonOccurrence.objects.filter(starts__lte=opens, ends__gt=opens).order_by("pk")
    for lesson in held:
        taught = people.taught[lesson.group_id]
        if taught.kind == "class":
            yield {
                "id": lesson.pk,
                "teacher": taught.adult.actor.membership_id,
                "pupils": [pupil.pk for pupil in taught.form.pupils if pupil.pk not in people.adjustments],
                "class": [pupil.pk for pupil in taught.form.pupils],
            }
