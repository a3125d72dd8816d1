"""Sessions in the policy's centres: recorded by those who run one, apart from every stay, and counted on their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import CentreSession
from evenhand.apps.tenancy.clock import local, now, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.prepared import prepared
from evenhand.apps.tenancy.selectors import calendar_of, school_of
from evenhand.engine.pack.schema import Centre
from evenhand.engine.school_calendar import CalendarEnds


class BadSession(ValueError):
    """It cannot be recorded so; the text says why and what to do."""


def centres(school_id: int) -> tuple[Centre, ...]:
    """The centres of the school's policy."""
    return tuple(policy_of(school_id).pack.centres.values())


def run_by(actor: Actor) -> tuple[Centre, ...]:
    """The centres in which the actor records sessions."""
    return tuple(
        one for one in centres(actor.school_id) if any(str(role) in actor.roles for role in one.roles)
    )


def sessions_between(school: School, first: date, last: date) -> list[CentreSession]:
    """The sessions of these days, none taken back, by time and then by pupil."""
    start, until = to_instant(school, first, time()), to_instant(school, last + timedelta(days=1), time())
    rows = CentreSession.objects.filter(starts__gte=start, starts__lt=until, taken_back_at=None)
    return sorted(
        rows.select_related("pupil", "by"), key=lambda row: (row.starts, row.pupil.display_name, row.pk)
    )


def sessions_of(pupil: Pupil) -> list[CentreSession]:
    """A pupil's sessions, the newest first."""
    rows = CentreSession.objects.filter(pupil=pupil, taken_back_at=None)
    return list(rows.select_related("by").order_by("-starts", "-pk"))


def sessions_at(
    school: School, at: datetime, pupil_ids: Iterable[int] | None = None
) -> dict[int, tuple[str, datetime]]:
    """The centre in which each has a session at an instant, and since when, by pupil; of all pupils without ids.

    Where the policy has no centre the database is not asked.
    """
    known = policy_of(school.pk).pack.centres
    if not known:
        return {}
    rows = _running(at) if pupil_ids is None else _running_of(list(pupil_ids), at)
    return {
        row.pupil_id: (known[row.centre].label if row.centre in known else row.centre, row.starts)
        for row in rows
    }


def _at(at: Any) -> QuerySet[CentreSession]:
    return CentreSession.objects.filter(starts__lte=at, ends__gt=at, taken_back_at=None).order_by("pk")


@prepared
def _running(at: Any) -> QuerySet[CentreSession]:
    return _at(at)


@prepared
def _running_of(pupils: Any, at: Any) -> QuerySet[CentreSession]:
    return _at(at).filter(pupil_id__in=pupils)


@transaction.atomic
def record_session(
    actor: Actor, *, pupil: Pupil, centre: str, day: date | None, starts: time | None, ends: time | None
) -> CentreSession:
    """Record a session of one pupil, of today or of a day that was. Raises BadSession."""
    school = school_of(actor.school_id)
    if centre not in {one.id for one in run_by(actor)}:
        raise BadSession("Those who run the centre record its sessions.")
    if day is None or starts is None or ends is None or ends <= starts:
        raise BadSession("Say the day, and when the session began and ended.")
    if day > local(school, now()).day or not _is_school_day(school, day):
        raise BadSession("Choose a school day, today or before.")
    first, last = to_instant(school, day, starts), to_instant(school, day, ends)
    if CentreSession.objects.filter(
        pupil=pupil, taken_back_at=None, starts__lt=last, ends__gt=first
    ).exists():
        raise BadSession("A session of this pupil is recorded for that time already.")
    row = CentreSession.objects.create(
        school_id=school.pk, pupil=pupil, centre=centre, starts=first, ends=last, by_id=actor.person
    )
    append(
        actor,
        action="centre.session",
        subject=f"pupil:{pupil.pk}",
        body={"session": row.pk, "centre": centre, "starts": first.isoformat(), "ends": last.isoformat()},
    )
    return row


@transaction.atomic
def take_back(actor: Actor, *, pupil: Pupil, pk: int) -> None:
    """A session that was recorded by mistake no longer counts. Raises BadSession."""
    row = CentreSession.objects.filter(pupil=pupil, pk=pk, taken_back_at=None).first()
    if row is None or row.centre not in {one.id for one in run_by(actor)}:
        raise BadSession("There is no such session, or it is not yours to take back.")
    row.taken_back_at, row.taken_back_by_id = now(), actor.person
    row.save(update_fields=["taken_back_at", "taken_back_by"])
    append(actor, action="centre.taken_back", subject=f"pupil:{pupil.pk}", body={"session": row.pk})


def _is_school_day(school: School, day: date) -> bool:
    try:
        return calendar_of(school).is_school_day(day)
    except CalendarEnds:
        return False
