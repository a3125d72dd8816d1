"""Somebody new: the family is met, what adults need to know is written down, and staff are told before the first day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.overtaking import demand_current, last_kept
from evenhand.apps.audit.services import append
from evenhand.apps.casework.alerting import tell
from evenhand.apps.casework.models import Deadline
from evenhand.apps.casework.raising import mark_seen
from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.support.models import Joining, ProfileEntry
from evenhand.apps.tenancy import typed
from evenhand.apps.tenancy.clock import local, now, to_instant
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.selectors import calendar_of, school_of, today
from evenhand.engine.school_calendar import CalendarEnds
from evenhand.engine.values import Role

DUE = "joining_due"
DAYS = "profile.release_days"
# Who hears that a profile is late, of the roles that the policy knows.
HEAR = (Role.FAMILY_LIAISON, Role.PRINCIPAL)
LONGEST = 200


class BadJoining(ValueError):
    """It cannot be kept so; the text says why and what to do."""


def is_done_here(school: School) -> bool:
    """Whether the policy has somebody new be prepared for in this way."""
    return DAYS in policy_of(school.pk).pack.settings


def joining_of(pupil: Pupil) -> Joining | None:
    """How far a new pupil's preparation is; None for whoever has been here all along."""
    return Joining.objects.filter(pupil=pupil).select_related("released_by").first()


def may_be_new(pupil: Pupil) -> bool:
    """Whether the pupil could still be about to join: nothing has been recorded of them here."""
    return not Event.objects.filter(pupil=pupil).exists()


def waits(row: Joining | None) -> bool:
    """Whether staff have not been told yet."""
    return row is not None and row.released_at is None


def due_day(school: School, row: Joining) -> date:
    """By which day staff are told: so many school days before the first, or on it where the policy says nothing."""
    if not is_done_here(school):
        return row.starts_on
    days = int(policy_of(school.pk).on(today(school)).setting(DAYS))
    calendar = calendar_of(school)
    try:
        return calendar.subtract_school_days(calendar.school_day_on_or_after(row.starts_on), days)
    except CalendarEnds:
        return row.starts_on


def is_late(school: School, row: Joining) -> bool:
    """Whether staff should have been told by now."""
    return waits(row) and today(school) >= due_day(school, row)


@transaction.atomic
def expect(actor: Actor, *, pupil: Pupil, starts_on: date | None) -> Joining:
    """The place is confirmed: the pupil starts on that day. Raises BadJoining."""
    school = school_of(actor.school_id)
    if starts_on is None:
        raise BadJoining("Say on which day the pupil starts.")
    row = joining_of(pupil)
    if row is not None and row.released_at is not None:
        raise BadJoining("Staff have been told already.")
    row = row or Joining(school_id=actor.school_id, pupil=pupil, by_id=actor.person, at=now())
    row.starts_on = starts_on
    row.save()
    day = due_day(school, row)
    Deadline.objects.get_or_create(
        school_id=actor.school_id, kind=DUE, key=f"{pupil.pk}/{starts_on.isoformat()}",
        defaults={"due_at": _morning(school, day), "body": {"pupil": pupil.pk, "starts": starts_on.isoformat()}},
    )  # fmt: skip
    append(
        actor, action="joining.expected", subject=f"pupil:{pupil.pk}", body={"starts": starts_on.isoformat()}
    )
    return row


@transaction.atomic
def met(actor: Actor, *, pupil: Pupil, on: date | None, who: str, seen: str | None = None) -> Joining:
    """Child and family were met. Raises BadJoining, and Overtaken where somebody else has said otherwise since."""
    Pupil.objects.select_for_update(no_key=True).get(pk=pupil.pk)
    row = _expected(pupil)
    if on is None or on > today(school_of(actor.school_id)):
        raise BadJoining("Say on which day they were met.")
    if not who.strip():
        raise BadJoining("Say who was met.")
    if problem := typed.too_long("Who came has", who, LONGEST):
        raise BadJoining(problem)
    standing = last_kept(meeting(row), action="joining.met", subject=f"pupil:{pupil.pk}")
    demand_current(actor, seen, standing, {"on": on.isoformat(), "who": who.strip()})
    row.met_on, row.met_with = on, who.strip()
    row.save(update_fields=["met_on", "met_with"])
    append(actor, action="joining.met", subject=f"pupil:{pupil.pk}", body={"on": on.isoformat()})
    return row


def meeting(row: Joining) -> dict[str, str]:
    """The meeting as its form has it; nothing before there was one."""
    return {"on": row.met_on.isoformat(), "who": row.met_with} if row.met_on else {}


@transaction.atomic
def release(actor: Actor, *, pupil: Pupil) -> Joining:
    """Staff may read the profile from now. Raises BadJoining before the family was met or anything is written."""
    row = _expected(pupil)
    if row.met_on is None:
        raise BadJoining("Child and family are met first. Say when that was.")
    if not ProfileEntry.objects.filter(pupil=pupil, ended_at=None).exists():
        raise BadJoining("Write down first what adults need to know.")
    row.released_at, row.released_by_id = now(), actor.person
    row.save(update_fields=["released_at", "released_by"])
    mark_seen(kind=DUE, subject=f"pupil:{pupil.pk}", at=row.released_at)
    append(actor, action="joining.released", subject=f"pupil:{pupil.pk}", body={})
    return row


def not_released(school: School, deadline: Deadline, moment: datetime) -> bool:
    """Tell who prepares the profile and who leads the school that staff have not been told; nothing where they have."""
    row = joining_of(Pupil.objects.get(pk=deadline.body["pupil"]))
    if row is None or not waits(row) or row.starts_on.isoformat() != deadline.body["starts"]:
        return False
    known = policy_of(school.pk).pack.roles
    for role in HEAR:
        if role in known:
            tell(
                school,
                kind=DUE,
                subject=f"pupil:{row.pupil_id}",
                role=str(role),
                moment=moment,
                body={
                    "words": f"Starts {row.starts_on.day} {row.starts_on:%B}, profile not released",
                    "name": row.pupil.display_name,
                    "url": f"/profile/{row.pupil_id}/",
                },
            )
    return True


def _expected(pupil: Pupil) -> Joining:
    row = joining_of(pupil)
    if row is None:
        raise BadJoining("Say first on which day the pupil starts.")
    if row.released_at is not None:
        raise BadJoining("Staff have been told already.")
    return row


def _morning(school: School, day: date) -> datetime:
    calendar = calendar_of(school)
    if not calendar.known_from <= day <= calendar.known_until or not calendar.is_school_day(day):
        return now() if day <= local(school, now()).day else to_instant(school, day, datetime.min.time())
    return to_instant(school, day, min(period.start for period in calendar.periods_on(day)))
