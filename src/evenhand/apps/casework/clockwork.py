"""What happens by itself when a time comes: each deadline fires once, whoever looks and however late.

A deadline is won by the one update that finds it unfired, in the transaction of what it brings about. So two workers
never fire one twice, a fault leaves it unfired for the next round, and after an outage all are caught up in order.
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from evenhand.apps.access.actors import system_actor
from evenhand.apps.audit.services import append
from evenhand.apps.casework.models import Deadline
from evenhand.apps.policy.performers import find
from evenhand.apps.policy.rounds import each_school
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.models import School

# Kind of deadline to what it brings about: `fire(school, deadline, moment) -> bool`, whether anything followed.
FIRING = {
    "task_due": "evenhand.apps.casework.alerting.task_overdue",
    "arrival": "evenhand.apps.removal.deadlines.not_here",
    "family_pressing": "evenhand.apps.removal.deadlines.family_pressing",
    "review": "evenhand.apps.removal.deadlines.review_due",
    "detention_register": "evenhand.apps.detentions.deadlines.register_due",
    "device_kept": "evenhand.apps.support.devices.deadlines.still_kept",
    "duty_empty": "evenhand.apps.casework.rota.still_empty",
    "joining_due": "evenhand.apps.support.joining.not_released",
    "detention_notice": "evenhand.apps.detentions.deadlines.not_told",
}
MOST_AT_ONCE = 500

log = logging.getLogger(__name__)


def tick() -> None:
    """One round of the worker: fire what is due at each school, in its own scope."""
    each_school(fire_due, "firing what is due")


def fire_due(school: School, moment: datetime | None = None) -> int:
    """Fire the school's deadlines that have come by `moment` (now), earliest first; returns how many fired."""
    moment = moment or now()
    due = Deadline.objects.filter(fired_at__isnull=True, due_at__lte=moment).order_by("due_at", "pk")
    return sum(_tried(school, deadline, moment) for deadline in due[:MOST_AT_ONCE])


def fire(school: School, deadline: Deadline, moment: datetime) -> bool:
    """Fire one deadline unless somebody else has; True if it was this call that did."""
    with transaction.atomic():
        won = Deadline.objects.filter(pk=deadline.pk, fired_at__isnull=True).update(fired_at=moment)
        if not won:
            return False
        followed = find(FIRING[deadline.kind])(school, deadline, moment)
        if followed:
            append(
                system_actor(school.pk, "worker"),
                action="deadline." + deadline.kind,
                subject=f"deadline:{deadline.pk}",
                body={"key": deadline.key, "due": deadline.due_at.isoformat()},
            )
    return True


def _tried(school: School, deadline: Deadline, moment: datetime) -> bool:
    try:
        return fire(school, deadline, moment)
    except Exception:
        # It stays unfired and is tried again; the others must not wait for it.
        log.exception("deadline %s of school %s failed", deadline, school.pk)
        return False
