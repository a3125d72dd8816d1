"""What meetings agree for pupils, classes and year groups: said once, looked at again, ended with what came of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.writing import payload_digest
from evenhand.apps.people.models import Enrolment, Group, Pupil
from evenhand.apps.support.models import MeetingEntry
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import today

MAY: Final = Capability.REVIEW_ENTRIES
LONGEST = 1_000
MOST = 200


class NotAgreed(ValueError):
    """It cannot be kept so; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Subject:
    """For whom something is agreed: exactly one of the three."""

    pupil: Pupil | None = None
    group: Group | None = None
    year: int | None = None

    @property
    def year_group(self) -> int | None:
        """The year group to which it belongs; None for a class of several."""
        if self.pupil is not None:
            return self.pupil.year_group
        return self.group.year_group if self.group is not None else self.year


@transaction.atomic
def agree(
    actor: Actor, *, subject: Subject, words: str, day: date, review_on: date | None = None
) -> MeetingEntry:
    """Keep what was agreed; the same again stands as it is until it is over. Raises NotAgreed."""
    if not words.strip():
        raise NotAgreed("Say what was agreed, in a sentence.")
    if review_on is not None and review_on < day:
        raise NotAgreed("Look at it again on a day after the meeting.")
    if not actor.may(MAY, subject.year_group):
        raise NotAgreed("Choose somebody of your own year group.")
    school = School.objects.select_for_update(no_key=True).get(pk=actor.school_id)
    if day > today(school):
        raise NotAgreed("Choose the day of the meeting, today or earlier.")
    if problem := typed.too_long("What was agreed has", words, LONGEST):
        raise NotAgreed(problem)
    said = {
        "pupil": subject.pupil, "group": subject.group, "year_group": subject.year, "day": day,
        "words": words.strip(), "review_on": review_on, "by_id": actor.person,
    }  # fmt: skip
    if known := MeetingEntry.objects.filter(**said, ended_at=None).first():
        return known
    row = MeetingEntry.objects.create(school=school, salt=secrets.token_hex(16), **said)
    body = {"day": day.isoformat(), "words": payload_digest(row.salt, row.words, {})}
    append(actor, action="meeting.agreed", subject=f"meeting:{row.pk}", body=body)
    return row


@transaction.atomic
def end(actor: Actor, *, row: MeetingEntry) -> None:
    """Say that what was agreed is over; the first ending stands."""
    row = MeetingEntry.objects.select_for_update(no_key=True).get(pk=row.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by_id = now(), actor.person
        row.save(update_fields=["ended_at", "ended_by"])
        append(actor, action="meeting.ended", subject=f"meeting:{row.pk}", body={})


def agreed_by_meetings(actor: Actor, pupil: Pupil | None = None) -> list[MeetingEntry]:
    """What the actor may see of what was agreed, the latest meeting first: for one pupil also by class and year."""
    rows = _seen_by(actor).select_related("pupil", "group", "by")
    if pupil is not None:
        groups = Enrolment.objects.filter(pupil=pupil, valid_to=None).values("group_id")
        year = Q(year_group=pupil.year_group) if pupil.year_group is not None else Q()
        rows = rows.filter(Q(pupil=pupil) | Q(group_id__in=groups) | year)
    return list(rows.order_by("-day", "-pk")[:MOST])


def entry_of(actor: Actor, pk: int) -> MeetingEntry | None:
    """One entry that the actor may see."""
    return _seen_by(actor).filter(pk=pk).first()


def classes_of(actor: Actor) -> Sequence[Group]:
    """The classes for which the actor may agree something, by name."""
    rows = Group.objects.filter(kind="class").order_by("name")
    years = actor.bound.get(MAY)
    return list(rows if years is None else rows.filter(year_group__in=years))


def years_of(actor: Actor) -> list[int]:
    """The year groups for which the actor may agree something."""
    years = actor.bound.get(MAY)
    rows = Pupil.objects.filter(year_group__isnull=False, left_on=None)
    known = set(rows.order_by().values_list("year_group", flat=True).distinct())
    return sorted(year for year in known if year is not None and (years is None or year in years))


def _seen_by(actor: Actor) -> QuerySet[MeetingEntry]:
    rows = MeetingEntry.objects.all()
    years = actor.bound.get(MAY)
    if years is None:
        return rows
    return rows.filter(
        Q(pupil__year_group__in=years) | Q(group__year_group__in=years) | Q(year_group__in=years)
    )
