"""What is written down of the day: once, by whom, in the log, and nothing of it an incident."""

from __future__ import annotations

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.models import OnDuty
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.models import Event
from evenhand.apps.removal.models import StayPeriod
from evenhand.apps.removal.room import services
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at
from tests.cast import Cast, SchoolCast


def test_a_second_stamp_keeps_the_first_time_and_an_undo_takes_it_back(
    here: SchoolCast, moment: Clock
) -> None:
    stay = arrived(here)
    with in_school(here.school):
        actor = here.actor("removal_manager")
        first = services.stamp(actor=actor, stay=stay, what="lunch").lunch_at
        at(moment, 12, 40)
        assert services.stamp(actor=actor, stay=stay, what="lunch").lunch_at == first
        assert services.stamp(actor=actor, stay=stay, what="lunch", undo=True).lunch_at is None
        acts = AuditEntry.objects.filter(subject=f"stay:{stay.pk}", action__startswith="stay.lunch")
        assert list(acts.values_list("action", flat=True)) == ["stay.lunch", "stay.lunch_undone"]
        with pytest.raises(ValueError, match="nothing"):
            services.stamp(actor=actor, stay=stay, what="nothing")


def test_nothing_of_the_day_is_an_incident(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        actor, before = here.actor("removal_manager"), Event.objects.count()
        services.register(actor=actor, period="P3", stays=[stay], here={stay.pk})
        services.save_meal(actor=actor, stay=stay, school_lunch=True, diet="Halal")
        services.leave_note(actor=actor, words="A note")
        services.name_escort(actor=actor, stay=stay, user_id=here.user("tutor").pk)
        assert Event.objects.count() == before


def test_a_register_that_is_saved_again_is_put_right_in_place(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        actor = here.actor("removal_manager")
        assert services.register(actor=actor, period="P3", stays=[stay], here=()) == 0
        assert services.register(actor=actor, period="P3", stays=[stay], here={stay.pk}) == 1
        assert [row.mark for row in StayPeriod.objects.filter(period="P3")] == ["here"]


def test_only_people_of_this_school_are_named(cast: Cast) -> None:
    here = cast.here
    stay = arrived(here)
    stranger = cast.next_door.user("teacher").pk
    with in_school(here.school):
        actor = here.actor("removal_manager")
        with pytest.raises(Refused, match="no such person"):
            services.name_escort(actor=actor, stay=stay, user_id=stranger)
        with pytest.raises(Refused, match="no such person"):
            services.name_duty(actor=actor, period="P3", kind="supervise", user_id=stranger)
        with pytest.raises(ValueError, match="neither"):
            services.name_duty(actor=actor, period="P3", kind="other", user_id=actor.user_id or 0)


def test_a_visit_is_logged_once_and_stays_on_record(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        leader, manager = here.actor("senior_leader"), here.actor("removal_manager")
        row = services.visit(actor=leader, period="P3")
        at(moment, 11, 50)
        assert services.visit(actor=leader, period="P3").done_at == row.done_at
        with pytest.raises(Refused, match="stays on record"):
            services.drop_duty(actor=manager, duty=row)
        planned = services.name_duty(actor=manager, period="P4", kind="visit", user_id=leader.user_id or 0)
        services.drop_duty(actor=manager, duty=planned)
        assert OnDuty.objects.count() == 1


def test_a_note_is_short_and_is_read_once(here: SchoolCast) -> None:
    with in_school(here.school):
        actor = here.actor("removal_manager")
        with pytest.raises(Refused, match="the most"):
            services.leave_note(actor=actor, words="x" * 1_001)
        note = services.leave_note(actor=actor, words="A note")
        first = services.see_note(actor=here.actor("teacher"), note=note).seen_by_id
        assert services.see_note(actor=actor, note=note).seen_by_id == first
