"""The words home of the weeks before: handed on long ago. Today's wait in the outbox, or the newest."""

from __future__ import annotations

from evenhand.apps.letters.models import Delivery, Message, Status
from evenhand.apps.tenancy.clock import to_instant
from evenhand.cli.demo.history.diary import Diary, on

LEFT = 2


def hand_on(diary: Diary) -> None:
    """What was put into the outbox before today is given, by whoever runs it."""
    today = diary.site.calendar.school_day_on_or_after(diary.site.demo.opens.date())
    midnight = to_instant(diary.site.school, today, on(today, "00:00").time())
    waiting = Message.objects.exclude(status=Status.GIVEN)
    old = list(waiting.filter(made_at__lt=midnight).order_by("made_at", "pk"))
    if not waiting.filter(made_at__gte=midnight).exists():
        old = old[:-LEFT]
    held = diary.team.with_role("office")
    by = held[0].actor.user_id if held else None
    Message.objects.filter(pk__in=[message.pk for message in old]).update(status=Status.GIVEN)
    Delivery.objects.bulk_create(
        Delivery(
            school_id=message.school_id,
            message=message,
            at=message.hold_until,
            by_id=by,
            change=Status.GIVEN,
            channel=message.channel,
        )
        for message in old
    )
