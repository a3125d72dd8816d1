"""Who is told: the one person who holds the role by name, else the role, and the next post up once."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from evenhand.apps.casework import alerting, clockwork
from evenhand.apps.casework.models import Alert, Task, TaskChange
from evenhand.apps.removal import services
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral
from tests.cast import MOMENT, TODAY, SchoolCast, add_person

Clock = time_machine.Traveller


def told(here: SchoolCast, role: str) -> Alert:
    return alerting.tell(here.school, kind="test", subject="1", role=role, moment=MOMENT, body={})


def test_one_holder_is_told_by_name(here: SchoolCast) -> None:
    with in_school(here.school):
        alert = told(here, "duty_leader")
        assert alert.user_id == here.user("duty_leader").pk
        assert alert.body["told"] == "Ms N. DutyLeader"


def test_several_holders_are_told_as_a_role_in_the_schools_own_words(here: SchoolCast) -> None:
    with in_school(here.school):
        add_person(here.school, "second", [("duty_leader", None)])
        alert = told(here, "duty_leader")
        assert (alert.user_id, alert.role, alert.body["told"]) == (
            None,
            "duty_leader",
            "Senior leader on duty",
        )


def test_a_role_that_has_ended_is_not_held(here: SchoolCast) -> None:
    with in_school(here.school):
        grant = here.memberships["duty_leader"].grants.get()
        grant.valid_to = TODAY - timedelta(days=1)
        grant.save()
        assert alerting.holders(here.school, "duty_leader", TODAY) == {}


def test_an_open_task_past_its_time_tells_its_owner_and_the_next_up_once(
    here: SchoolCast, moment: Clock
) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        task = Task.objects.get(about=str(stay.pk), kind="repair")
        moment.shift(timedelta(hours=25))
        for _ in range(2):
            clockwork.fire_due(here.school)
        alerts = Alert.objects.filter(subject=str(task.pk))
        assert {(row.kind, row.role, row.user_id) for row in alerts} == {
            ("task_due", "author", here.user("teacher").pk),
            ("task_escalated", "head_of_year", here.user("head_of_year").pk),
        }
        assert alerts.count() == 2
        assert TaskChange.objects.filter(task=task, change="overdue").count() == 1


def test_a_task_done_in_time_tells_nobody(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        services.record_repair(actor=here.actor("teacher"), stay=stay, who="Both", words="A fresh start")
        task = Task.objects.get(about=str(stay.pk), kind="repair")
        moment.shift(timedelta(hours=25))
        clockwork.fire_due(here.school)
        assert not Alert.objects.filter(subject=str(task.pk)).exists()
