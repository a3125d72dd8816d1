"""The start of the day: each pupil greeted by name in one tap, how they seem if anybody asks, and what is passed on.

Who was not greeted is shown to the adults of the class today and counted nowhere.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.overtaking import demand_current, last_kept
from evenhand.apps.audit.services import append
from evenhand.apps.casework.models import Task
from evenhand.apps.casework.wording import SAID
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import Greeting
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import local, now
from evenhand.apps.tenancy.prepared import prepared
from evenhand.apps.tenancy.selectors import school_of

# Whose follow-up it is: the first of these that the policy knows.
FOLLOWERS: Final = ("head_of_year", "pastoral_lead")
KIND: Final = "check_in"
NOTE: Final = "words"
SOON: Final = timedelta(hours=2)
LONGEST: Final = 400
LONGEST_LABEL: Final = 200


class BadGreeting(ValueError):
    """It cannot be noted so; the text says why."""


def greeted_on(day: date, pupil_ids: list[int]) -> dict[int, Greeting]:
    """Who was greeted on a day, by pupil."""
    rows = Greeting.objects.filter(day=day, pupil_id__in=pupil_ids).select_related("by")
    return {row.pupil_id: row for row in rows}


def cues_on(day: date, pupil_ids: list[int]) -> dict[int, str]:
    """Of those who seemed low when they arrived that day, how; by pupil."""
    rows = _moods(day, pupil_ids)
    if not rows:
        return {}
    moods = policy_of(rows[0][0]).pack.moods
    return {pupil: moods[mood].label for _, pupil, mood in rows if mood in moods and moods[mood].low}


@prepared
def _moods(day: Any, pupils: Any) -> QuerySet[Greeting, tuple[int, int, str]]:
    rows = Greeting.objects.filter(day=day, pupil_id__in=pupils).exclude(mood="")
    return rows.values_list("school_id", "pupil_id", "mood")


@transaction.atomic
def greet(
    actor: Actor, *, pupil: Pupil, mood: str = "", words: str = "", seen: str | None = None
) -> Greeting:
    """The pupil was greeted: the first adult and time stand; how the pupil seems may be told later.

    Args:
        seen: the version of the note with which the form was opened; None where no form was.

    Raises:
        BadGreeting: the mood is not of the list, or the note is too long.
        Overtaken: somebody else has written another note since.
    """
    if mood and mood not in policy_of(actor.school_id).pack.moods:
        raise BadGreeting("Choose how the pupil seems from the list.")
    if problem := typed.too_long("The note has", words, LONGEST):
        raise BadGreeting(problem)
    row, made = Greeting.objects.select_for_update().get_or_create(
        school_id=actor.school_id, pupil=pupil, day=local(school_of(actor.school_id), now()).day,
        defaults={"by_id": actor.person},
    )  # fmt: skip
    if words.strip():
        standing = last_kept(noted(row), action="pupil.greeted", subject=f"pupil:{pupil.pk}")
        demand_current(actor, seen, standing, {NOTE: words.strip()})
    if mood or words.strip():
        row.mood = mood or row.mood
        row.note = words.strip() or row.note
        row.save(update_fields=["mood", "note"])
    if made or mood or words.strip():
        append(
            actor,
            action="pupil.greeted",
            subject=f"pupil:{pupil.pk}",
            body={"greeting": row.pk, "asked": bool(mood)},
        )
    return row


def noted(row: Greeting) -> dict[str, str]:
    """The note of a greeting, as its form has it."""
    return {NOTE: row.note}


@transaction.atomic
def pass_on(actor: Actor, *, pupil: Pupil) -> Task:
    """Hand a worrying check-in to the pastoral lead's list, once. Raises BadGreeting where there is none."""
    row = (
        Greeting.objects.select_for_update()
        .filter(pupil=pupil, day=local(school_of(actor.school_id), now()).day)
        .first()
    )
    if row is None:
        raise BadGreeting("Greet the pupil first.")
    if row.passed_on is not None:
        return row.passed_on
    pack = policy_of(actor.school_id).pack
    seemed = pack.moods[row.mood].label.lower() if row.mood in pack.moods else "in need of a word"
    # Ours and the policy's words alone make the label: what an adult wrote stands where it can be erased.
    label = f"On arrival {seemed}, says {actor.name}"[:LONGEST_LABEL]
    task = Task.objects.create(
        school_id=actor.school_id, pupil=pupil, kind=KIND, label=label, about=f"greeting:{row.pk}",
        why={SAID: row.note} if row.note else {},
        role=next((role for role in FOLLOWERS if role in pack.roles), FOLLOWERS[-1]), due_at=now() + SOON,
    )  # fmt: skip
    task.changes.create(school_id=actor.school_id, by_id=actor.person, change="opened")
    row.passed_on = task
    row.save(update_fields=["passed_on"])
    append(actor, action="greeting.passed_on", subject=f"pupil:{pupil.pk}", body={"task": task.pk})
    return task
