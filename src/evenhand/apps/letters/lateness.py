"""Messages whose time has come and who have not gone: somebody hears of each, once."""

from __future__ import annotations

from datetime import datetime

from evenhand.apps.casework.alerting import next_up, tell
from evenhand.apps.letters.calls import ROLE
from evenhand.apps.letters.models import Delivery, Message, Status
from evenhand.apps.letters.wording import form_of
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.policy.words import title_of
from evenhand.apps.tenancy.clock import local
from evenhand.apps.tenancy.models import School

# A call to make is a task, and past its time like any other.
NOT_GONE = (Status.HELD, Status.QUEUED, Status.SENDING, Status.FAILED, Status.TO_CHECK, Status.TO_PRINT)
OVERDUE = "overdue"
KIND = "message_late"
WORDS = "Not told in time"


def alert_late(school: School, moment: datetime) -> int:
    """Tell the office, and the post above it, of each message that is past its time; returns how many. In a transaction."""
    late = Message.objects.filter(status__in=NOT_GONE, due_at__lte=moment).exclude(deliveries__change=OVERDUE)
    found = list(late.select_related("pupil").order_by("pk"))
    pack, day = policy_of(school.pk).pack, local(school, moment).day
    above = next_up(school, ROLE, day) if found else ""
    told = f"{title_of(pack, above)} told" if above else ""
    for message in found:
        name = message.pupil.display_name if message.pupil else message.audience
        label = f"{form_of(pack, message.template).label}, {name}"
        body = {"message": message.pk, "pupil": message.pupil_id, "words": WORDS, "label": label}
        for role in dict.fromkeys(one for one in (ROLE, above) if one):
            tell(school, kind=KIND, subject=str(message.pk), role=role, moment=moment, body=body)
        Delivery.objects.create(
            school=school, message=message, at=moment, change=OVERDUE, channel=message.channel, answer=told
        )
    return len(found)
