"""Rooms for detentions, and what some pupils have after school."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from evenhand.apps.attendance.models import AM, Mark
from evenhand.apps.conduct.models import Event
from evenhand.apps.detentions.models import Commitment, Room
from evenhand.apps.policy.selectors import policy_of
from evenhand.cli.demo.pupils import Form
from evenhand.cli.demo.schools import Site
from evenhand.engine.values import EventKind

ROOMS = (("Main hall", 30), ("Library", 20))
EVERY = 9
COMMITMENTS = (
    (Commitment.Kind.TRANSPORT, "Route 12", time(15, 15), time(16)),
    (Commitment.Kind.CLUB, "Choir", time(15, 10), time(16)),
    (Commitment.Kind.CARING, "Fetches a sister", time(15, 20), time(16)),
)
DAYS = 5
LATE = "L"


def make_rooms_and_commitments(site: Site, forms: Sequence[Form]) -> None:
    """Two rooms, and a commitment on one weekday for about one pupil in nine, where the policy knows detentions."""
    owed = policy_of(site.school.pk).pack.time_owed.values()
    if not any(one.form == "slot" for one in owed):
        return
    Room.objects.bulk_create(
        Room(school=site.school, name=name, capacity=capacity, order=place)
        for place, (name, capacity) in enumerate(ROOMS, start=1)
    )
    pupils = [pupil for form in forms for pupil in form.pupils][::EVERY]
    Commitment.objects.bulk_create(
        Commitment(
            school=site.school,
            pupil=pupil,
            kind=COMMITMENTS[place % len(COMMITMENTS)][0],
            words=COMMITMENTS[place % len(COMMITMENTS)][1],
            weekday=place % DAYS,
            starts=COMMITMENTS[place % len(COMMITMENTS)][2],
            ends=COMMITMENTS[place % len(COMMITMENTS)][3],
            valid_from=site.demo.first_day,
        )
        for place, pupil in enumerate(pupils)
    )


def mark_late_arrivals(site: Site) -> None:
    """The marks of those who came late this morning, as the gate made them."""
    events = Event.objects.filter(kind=EventKind.LATE, day=site.demo.opens.date())
    Mark.objects.bulk_create(
        Mark(
            school=site.school,
            pupil_id=event.pupil_id,
            day=event.day,
            slot=AM,
            number=1,
            code=LATE,
            minutes=int(event.details.get("minutes_late", 0)),
            source="gate",
            late_event=event.pk,
            recorded_at=event.recorded_at,
            recorded_by_id=event.recorded_by_id,
        )
        for event in events
    )
