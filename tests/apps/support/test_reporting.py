"""The list of reports follows the events, also those that were taken back."""

from __future__ import annotations

from uuid import UUID, uuid4

from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event
from evenhand.apps.support.models import ReportCard
from evenhand.apps.support.reporting import act
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_a_start_taken_back_leaves_no_report(next_door: SchoolCast, begun: UUID) -> None:
    with in_school(next_door.school):
        void(next_door.actor("principal"), event=Event.objects.get(pk=begun), reason="Wrong pupil")
        assert not ReportCard.objects.exists()


def test_an_end_taken_back_lets_the_report_go_on(next_door: SchoolCast, begun: UUID) -> None:
    lead = next_door.actor("pastoral_lead")
    with in_school(next_door.school):
        done = act(
            lead, event_id=uuid4(), pupil=next_door.pupil, kind="daily", choice="end", report=begun,
            details={"reason": "Enough"},
        )  # fmt: skip
        assert ReportCard.objects.get(pk=begun).ended_at is not None
        void(next_door.actor("principal"), event=done.done[0].event, reason="Too early")
        assert ReportCard.objects.get(pk=begun).ended_at is None


def test_an_end_that_names_no_report_ends_the_newest_of_its_kind(next_door: SchoolCast, begun: UUID) -> None:
    with in_school(next_door.school):
        act(
            next_door.actor("pastoral_lead"), event_id=uuid4(), pupil=next_door.pupil, kind="daily", choice="end",
            details={"reason": "Enough"},
        )  # fmt: skip
        assert ReportCard.objects.get(pk=begun).ended_at is not None
