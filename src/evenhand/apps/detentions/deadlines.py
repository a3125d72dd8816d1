"""What a detention does by itself when a time comes: a register that has not been sent, a family that was not told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from evenhand.apps.access.models import RoleGrant
from evenhand.apps.casework.alerting import next_up, tell
from evenhand.apps.casework.models import Deadline
from evenhand.apps.detentions.models import SET, OwedTime, SentRegister
from evenhand.apps.policy.performers import told_of
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School
from evenhand.engine.pack.schema import Pack

REGISTER = "detention_register"
NOTICE = "detention_notice"
# After this long nobody can do anything about it any more.
STALE = timedelta(days=3)
YEAR = "year:"
AFTER = "after"


def must_be_told(pack: Pack, kind: str, slot: str) -> bool:
    """Whether the family must know before it starts: always on the same day, else where the slot says so."""
    declared = pack.time_owed[kind]
    if declared.form != "slot":
        return False
    if declared.chosen == "":
        return True
    name = slot.partition("/")[2]
    chosen = (one for one in declared.slots if (one.id == name if one.period else name == AFTER))
    return any(one.notice for one in chosen)


def register_due(school: School, deadline: Deadline, moment: datetime) -> bool:
    """The register of a detention has not been sent in time: tell who leads, and the post above."""
    kind, slot = deadline.body["kind"], deadline.body["slot"]
    day = date.fromisoformat(deadline.body["day"])
    if (
        moment - deadline.due_at > STALE
        or SentRegister.objects.filter(day=day, kind=kind, slot=slot).exists()
    ):
        return False
    # Where every outcome has been recorded by another road, as by an import, there is nothing left to answer.
    first = OwedTime.objects.filter(day=day, kind=kind, slot=slot, stage=SET).order_by("pk").first()
    if first is None:
        return False
    label = policy_of(school.pk).pack.time_owed[kind].label
    body = {
        "words": f"{label}, {day:%A} {day.day} {day:%B}: the register has not been sent",
        "due": deadline.due_at.isoformat(),
    }
    subject = f"{kind}/{slot}"
    role, user = leader_of(school, first.leader, day)
    tell(school, kind=REGISTER, subject=subject, role=role, moment=moment, body=body, user=user)
    above = next_up(school, role, local(school, moment).day)
    if above:
        tell(school, kind=REGISTER, subject=subject, role=above, moment=moment, body=body)
    return True


def not_told(school: School, deadline: Deadline, moment: datetime) -> bool:
    """A detention starts and nobody has told the family: tell who leads it."""
    rows = OwedTime.objects.select_related("pupil")
    owed = rows.filter(pk=UUID(deadline.body["owed"]), stage=SET, slot=deadline.body["slot"]).first()
    stale = moment - deadline.due_at > STALE
    if owed is None or stale or owed.set_by in told_of([owed.set_by] if owed.set_by else []):
        return False
    label = policy_of(school.pk).pack.time_owed[owed.kind].label
    role, user = leader_of(school, owed.leader, owed.day)
    body = {
        "words": f"{label} of {owed.pupil.display_name}: the family has not been told",
        "pupil": owed.pupil_id,
        "due": deadline.due_at.isoformat(),
    }
    tell(school, kind=NOTICE, subject=str(owed.pk), role=role, moment=moment, body=body, user=user)
    return True


def leader_of(school: School, leader: str, day: date) -> tuple[str, int | None]:
    """The role that leads a detention, and the one person where a year group's leader is meant."""
    if not leader.startswith(YEAR):
        return leader or "head_of_year", None
    grants = RoleGrant.objects.filter(
        role="head_of_year", year_group=int(leader.removeprefix(YEAR)), valid_from__lte=day
    ).select_related("membership")
    held = [grant for grant in grants if grant.valid_to is None or grant.valid_to >= day]
    return "head_of_year", held[0].membership.user_id if len(held) == 1 else None
