"""What a pupil has been recognised with since a day."""

from __future__ import annotations

from datetime import timedelta

from evenhand.apps.conduct.models import Event
from evenhand.apps.rewards.models import Recognition
from evenhand.apps.rewards.selectors import awards_since
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import TODAY, SchoolCast
from tests.incidents import happen


def give(event: Event, label: str, days: int, status: str = "issued") -> None:
    Recognition.objects.create(
        school_id=event.school_id,
        pupil_id=event.pupil_id,
        award=label.lower(),
        label=label,
        day=TODAY + timedelta(days=days),
        status=status,
        event=event,
    )


def test_the_newest_first_without_what_does_not_stand(here: SchoolCast) -> None:
    with in_school(here.school):
        event = happen(here, "teacher", EventKind.ACHIEVEMENT, code="ACH-A3").event
        give(event, "Early", -1)
        give(event, "Pass", 0)
        give(event, "Text", 1, "given")
        give(event, "Refused", 1, "declined")
        give(event, "Gone", 1, "withdrawn")
        assert awards_since(event.pupil_id, TODAY) == ["Text", "Pass"]
        assert awards_since(here.pupils[1].pk, TODAY) == []
