"""Out for the toilet: at set times and one after the other, with a medical pass or an urgent need at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from evenhand.apps.access.actors import Actor
from evenhand.apps.audit.services import append
from evenhand.apps.conduct.commands import Problem, Refused
from evenhand.apps.conduct.models import PupilHead
from evenhand.apps.policy.performers import agreed_on
from evenhand.apps.removal.facts import Ground, ground
from evenhand.apps.removal.models import Outing, Stay
from evenhand.apps.removal.room.slots import slots_of
from evenhand.apps.tenancy.clock import local, now

AT_ONCE = "setting:room.toilet_at_once"
AFTER = "setting:room.toilet_after"
MINUTES = "setting:room.toilet_minutes"
# The kind of agreed adjustment that lets a pupil go at any time.
PASS = "toilet_pass"  # noqa: S105  a medical pass, not a password


@dataclass(frozen=True)
class SetTime:
    """When pupils of a year group may go, from `start` to `end`."""

    start: datetime
    end: datetime


def set_times(seen: Ground, year_group: int | None = None) -> tuple[SetTime, ...]:
    """The set times of today; none where the policy has no such figure, and then every time is allowed."""
    if seen.rules.used(AFTER) is None or seen.rules.used(MINUTES) is None:
        return ()
    after = timedelta(minutes=seen.rules.number(AFTER))
    long = timedelta(minutes=seen.rules.number(MINUTES))
    lessons = (slot for slot in slots_of(seen, year_group) if slot.kind == "lesson")
    return tuple(
        SetTime(slot.start + after, min(slot.start + after + long, slot.end))
        for slot in lessons
        if slot.start + after < slot.end
    )


def next_time(seen: Ground, year_group: int | None = None) -> SetTime | None:
    """The set time that runs now or comes next today."""
    return next((one for one in set_times(seen, year_group) if one.end > seen.now), None)


def is_set_time(seen: Ground, year_group: int | None = None) -> bool:
    """Whether a pupil of that year group may go now without a reason."""
    times = set_times(seen, year_group)
    return not times or any(one.start <= seen.now < one.end for one in times)


def has_pass(seen: Ground, pupil_id: int) -> bool:
    """Whether a medical pass is agreed for the pupil and in force today."""
    found = agreed_on(seen.moment.day, [pupil_id]).get(pupil_id, ())
    return any(adjustment.kind == PASS for adjustment, _ in found)


@transaction.atomic
def go(*, actor: Actor, stay: Stay, reason: str = "") -> Outing:
    """Let a pupil go to the toilet. A medical pass or a reason comes before the set times and before who is out.

    Raises:
        Refused: the pupil is out already; or it is no set time, or as many as may be are out, and nothing passes it.
    """
    seen = ground(actor)
    # Two adults who let two pupils go at once: the rows of the room are one after the other.
    list(PupilHead.objects.select_for_update().filter(pupil_id__in=_in_room()).order_by("pupil_id"))
    out = list(Outing.objects.filter(back_at__isnull=True).select_related("stay__pupil").order_by("at", "pk"))
    if any(one.stay_id == stay.pk for one in out):
        raise Refused((Problem("", "reason", f"{stay.pupil.first_name} is out already."),))
    medical, words = has_pass(seen, stay.pupil_id), reason.strip()
    in_time = is_set_time(seen, stay.pupil.year_group)
    if not (medical or words):
        _refuse(seen, stay, out, in_time=in_time)
    row = Outing.objects.create(
        school_id=stay.school_id, stay=stay, at=now(), by_id=actor.user_id,
        in_slot=in_time, medical=medical, reason=words,
    )  # fmt: skip
    append(
        actor,
        action="stay.toilet_out",
        subject=f"stay:{stay.pk}",
        body={"outing": row.pk, "in_time": in_time},
    )
    return row


@transaction.atomic
def back(*, actor: Actor, outing: Outing) -> Outing:
    """The pupil is back in the room; a second tap changes nothing."""
    if outing.back_at is None:
        outing.back_at, outing.back_by_id = now(), actor.user_id
        outing.save(update_fields=["back_at", "back_by"])
        append(actor, action="stay.toilet_back", subject=f"stay:{outing.stay_id}", body={"outing": outing.pk})
    return outing


def _in_room() -> list[int]:
    return list(Stay.objects.filter(stage="here").values_list("pupil_id", flat=True))


def _refuse(seen: Ground, stay: Stay, out: list[Outing], *, in_time: bool) -> None:
    most = seen.rules.number(AT_ONCE) if seen.rules.used(AT_ONCE) else 0
    if most and len(out) >= most:
        first = out[0]
        since = f"{local(seen.school, first.at).time:%H:%M}"
        words = f"{first.stay.pupil.first_name} is out since {since}. Wait, or give a reason."
        raise Refused((Problem("", "reason", words),))
    if not in_time:
        coming = next_time(seen, stay.pupil.year_group)
        at = f"The next set time is {local(seen.school, coming.start).time:%H:%M}. " if coming else ""
        raise Refused((Problem("", "reason", f"{at}Give a reason if it cannot wait."),))
