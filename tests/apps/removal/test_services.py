"""What adults record of a stay, from the arrival to the release."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.access.actors import actor_of
from evenhand.apps.casework.models import Deadline, Task, TaskChange
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.models import Event, LedgerEntry
from evenhand.apps.removal import services
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import concern, referral, referral_outside
from tests.cast import Cast, SchoolCast, add_person

Clock = time_machine.Traveller


def reload(stay: Stay) -> Stay:
    return Stay.objects.get(pk=stay.pk)


def stations(stay: Stay) -> set[str]:
    return set(stay.stations.values_list("station", flat=True))


@pytest.mark.covers("STAR-97a", "STAR-93n", "STAR-93o")
def test_the_pastoral_administrator_registers_the_arrival_and_owes_the_call(here: SchoolCast) -> None:
    with in_school(here.school):
        found = actor_of(add_person(here.school, "admin", [("pastoral_admin", None)]).pk)
        assert found is not None
        stay = referral(here)
        services.arrive(actor=found[0], stay=stay)
        after = reload(stay)
        assert (after.stage, after.arrived_at) == ("here", datetime(2026, 11, 17, 11, 32, tzinfo=UTC))
        assert stations(stay) == {"register"}
        task = Task.objects.get(about=str(stay.pk), kind="family")
        assert (task.role, task.status) == ("pastoral_admin", "open")
        assert task.due_at == datetime(2026, 11, 17, 15, 0, tzinfo=UTC)


@pytest.mark.covers("STAR-97f", "STAR-100a")
def test_release_is_the_end_of_the_same_period_and_today_ends_an_hour_after_the_bell(
    here: SchoolCast,
) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        after = reload(stay)
        assert after.release_at == datetime(2026, 11, 18, 12, 10, tzinfo=UTC)
        assert after.leave_today_at == datetime(2026, 11, 17, 16, 0, tzinfo=UTC)


def test_a_second_tap_says_that_the_pupil_has_arrived(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        with pytest.raises(Refused, match="arrived already"):
            services.arrive(actor=here.actor("removal_manager"), stay=stay)
        assert Event.objects.filter(kind="arrival").count() == 1


def test_an_arrival_taken_back_makes_the_pupil_expected_and_can_be_recorded_again(here: SchoolCast) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        done = services.arrive(actor=manager, stay=stay)
        Deadline.objects.filter(kind="arrival").update(fired_at=done.event.recorded_at)
        services.undo_arrival(actor=manager, stay=stay, arrival=done.event.pk)
        after = reload(stay)
        assert (after.stage, after.arrived_at, stations(stay)) == ("expected", None, set())
        assert set(Task.objects.filter(event=done.event).values_list("status", flat=True)) == {"void"}
        assert Deadline.objects.get(kind="arrival").fired_at is None
        services.arrive(actor=manager, stay=stay)
        assert reload(stay).stage == "here"


def test_nobody_without_the_room_records_an_arrival(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        with pytest.raises(Refused):
            services.arrive(actor=here.actor("teacher"), stay=stay)
        assert reload(stay).stage == "expected"


@pytest.mark.covers("STAR-97b")
def test_a_phone_handed_over_is_logged_and_is_no_incident(here: SchoolCast) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        before = (Event.objects.count(), LedgerEntry.objects.count())
        row = services.log(actor=manager, stay=stay, kind="phone_in", how="Locker 4")
        assert (row.how, row.by_id) == ("Locker 4", manager.user_id)
        assert (Event.objects.count(), LedgerEntry.objects.count()) == before


def test_a_note_of_an_unknown_kind_is_refused(here: SchoolCast) -> None:
    with in_school(here.school), pytest.raises(ValueError, match="not one of contact"):
        services.log(actor=here.actor("removal_manager"), stay=referral(here), kind="search")


@pytest.mark.covers("STAR-93h", "STAR-97e")
def test_a_call_is_kept_with_person_time_and_channel_and_closes_what_was_owed(
    here: SchoolCast, moment: Clock
) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        moment.shift(timedelta(minutes=10))
        services.tell_family(
            actor=manager, stay=stay, who="Mrs Year", how="phone", words="Told why and until when"
        )
        note = stay.notes.get(kind="contact")
        assert (note.who, note.how, note.words) == ("Mrs Year", "phone", "Told why and until when")
        assert note.at == datetime(2026, 11, 17, 11, 42, tzinfo=UTC)
        task = Task.objects.get(about=str(stay.pk), kind="family")
        assert (task.status, task.closed_by_id, task.closed_at) == ("done", manager.user_id, note.at)
        assert TaskChange.objects.filter(task=task, change="done").count() == 1
        assert "family" in stations(stay)


def test_a_second_call_is_logged_beside_the_first(here: SchoolCast) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        for who in ("Mrs Year", "Mr Year"):
            services.tell_family(actor=manager, stay=stay, who=who, how="phone", words="")
        assert stay.notes.filter(kind="contact").count() == 2
        assert stay.stations.filter(station="family").count() == 1


def test_a_call_to_nobody_is_refused_and_leaves_nothing(here: SchoolCast) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        with pytest.raises(Refused, match="Say who was told"):
            services.tell_family(actor=manager, stay=stay, who=" ", how="phone", words="")
        assert Task.objects.get(about=str(stay.pk), kind="family").status == "open"


@pytest.mark.covers("STAR-101b")
def test_the_referring_teacher_owes_the_conversation_and_may_record_it(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        task = Task.objects.get(about=str(stay.pk), kind="repair")
        assert (task.owner_id, task.gate) == (here.user("teacher").pk, True)
        services.record_repair(
            actor=here.actor("teacher"), stay=stay, who="Both of us", words="A fresh start"
        )
        assert "repair" in stations(stay)
        assert Task.objects.get(pk=task.pk).status == "done"


def test_another_teacher_may_not_record_the_conversation(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        with pytest.raises(Refused):
            services.record_repair(actor=here.actor("other"), stay=stay, who="Both", words="Done")
        assert not stay.notes.exists()


@pytest.mark.covers("STAR-101a")
def test_without_the_conversation_release_is_blocked_unless_overridden_with_a_reason(
    here: SchoolCast,
) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        with pytest.raises(Refused, match="Restorative conversation comes first"):
            services.release(actor=manager, stay=stay)
        with pytest.raises(Refused):
            services.release(actor=here.actor("duty_leader"), stay=stay, reason="It is late")
        services.release(actor=manager, stay=stay, reason="Agreed with the family for tomorrow")
        after = reload(stay)
        assert (after.stage, after.override_reason) == ("released", "Agreed with the family for tomorrow")
        assert after.released_by_id == manager.user_id


def test_an_adult_who_is_away_never_holds_a_pupil(here: SchoolCast) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        services.release(actor=manager, stay=stay, adult_absent=True)
        assert reload(stay).stage == "released"
        task = Task.objects.get(about=str(stay.pk), kind="handover:repair")
        assert (task.role, task.status) == ("head_of_year", "open")
        assert task.due_at is not None
        assert task.due_at.date().isoformat() == "2026-11-19"


def test_a_long_gap_is_shortened_by_the_lead_with_a_reason_and_by_nobody_else(
    cast: Cast, moment: Clock
) -> None:
    here = cast.here
    moment.move_to(datetime(2026, 11, 26, 11, 32, tzinfo=UTC))
    with in_school(here.school):
        lead = actor_of(add_person(here.school, "lead", [("behaviour_lead", None)]).pk)
        assert lead is not None
        stay = referral_outside(here)
        task = Task.objects.get(about=str(stay.pk), kind="confirm_gap")
        with pytest.raises(Refused):
            services.confirm_gap(actor=here.actor("duty_leader"), stay=stay)
        with pytest.raises(Refused):
            services.confirm_gap(actor=lead[0], stay=stay, until="2026-11-26T15:00")
        services.confirm_gap(actor=lead[0], stay=stay, until="2026-11-26T15:00", reason="The weekend is long")
        after = reload(stay)
        assert after.release_at == datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
        assert after.gap_confirmed_by_id == lead[0].user_id
        assert Task.objects.get(pk=task.pk).status == "done"


def test_a_single_warning_opens_no_stay(here: SchoolCast) -> None:
    with in_school(here.school):
        concern(here)
        assert not Stay.objects.exists()


@pytest.mark.covers("STAR-155")
def test_a_referral_from_lunch_has_the_same_stations_tasks_and_gate(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        manager = here.actor("removal_manager")
        inside = referral(here)
        moment.move_to(datetime(2026, 11, 17, 12, 20, tzinfo=UTC))
        outside = referral_outside(here, number=1)
        for stay in (inside, outside):
            services.arrive(actor=manager, stay=stay)
        assert stations(inside) == stations(outside) == {"register"}
        kinds = [
            set(Task.objects.filter(about=str(stay.pk)).values_list("kind", "gate"))
            for stay in (inside, outside)
        ]
        assert kinds[0] == kinds[1] == {
            ("reading", False), ("reflection", False), ("family", False), ("repair", True),
        }  # fmt: skip
        assert reload(outside).arrive_by == datetime(2026, 11, 17, 12, 25, tzinfo=UTC)
        assert reload(outside).release_at == datetime(2026, 11, 18, 12, 50, tzinfo=UTC)
        with pytest.raises(Refused):
            services.release(actor=manager, stay=outside)


@pytest.mark.parametrize(
    ("sent", "back"),
    [
        (datetime(2026, 10, 23, 13, 20, tzinfo=UTC), datetime(2026, 11, 2, 15, 0, tzinfo=UTC)),
        (datetime(2026, 11, 20, 14, 20, tzinfo=UTC), datetime(2026, 11, 23, 15, 0, tzinfo=UTC)),
        (datetime(2026, 11, 26, 14, 20, tzinfo=UTC), datetime(2026, 11, 30, 15, 0, tzinfo=UTC)),
    ],
    ids=["over the half-term holiday", "over a weekend", "over a training day and a weekend"],
)
def test_the_way_back_is_on_the_next_school_day_at_the_end_of_the_same_period(
    cast: Cast, moment: Clock, sent: datetime, back: datetime
) -> None:
    moment.move_to(sent)
    with in_school(cast.here.school):
        stay = referral_outside(cast.here)
        services.arrive(actor=cast.here.actor("removal_manager"), stay=stay)
        after = reload(stay)
        assert after.release_at == back
        bell = sent.replace(hour=15 if sent.month == 11 else 14, minute=0)
        assert after.leave_today_at == bell + timedelta(hours=1)
