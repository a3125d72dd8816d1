"""Seating plans kept beside each other, and the seat that somebody had when something happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.conduct import seating
from evenhand.apps.conduct.models import Event, SeatingPlan
from evenhand.apps.conduct.seating import BadPlan
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, MOMENT, TODAY, SchoolCast
from tests.classroom import one, send, signed_in


def plan_of(cast: SchoolCast, seat: tuple[int, int], name: str = "Ordinary") -> SeatingPlan:
    """A plan of the year 8 class with one pupil on it."""
    group = cast.groups[8]
    newest = {row.name: row for row in seating.plans_of(group)}.get(name)
    return seating.save_plan(
        cast.actor("teacher"), group=group, name=name, seats={cast.pupil.pk: seat}, plan=newest
    )


@pytest.mark.covers("STAR-69")
def test_the_seat_at_the_time_stays_with_what_happened(here: SchoolCast) -> None:
    with in_school(here.school):
        plan_of(here, (2, 3))
    with time_machine.travel(MOMENT + timedelta(minutes=2), tick=False):
        assert send(signed_in(here), one(here, "concern", "DIS-04")).status_code == 200
    with time_machine.travel(MOMENT + timedelta(minutes=5), tick=False), in_school(here.school):
        plan_of(here, (1, 1))
        event = Event.objects.get(kind="concern")
        assert seating.position_at(event) == "B3"
        assert seating.places(seating.in_force(here.groups[8], TODAY)) == {here.pupil.pk: (1, 1)}


def test_the_first_plan_counts_at_once_and_another_waits_until_it_is_used(here: SchoolCast) -> None:
    group = here.groups[8]
    with in_school(here.school):
        first = plan_of(here, (1, 1))
        second = plan_of(here, (3, 3), "Practical")
        assert seating.in_force(group, TODAY) == first
        assert second.valid_from is None
        tomorrow = TODAY + timedelta(days=1)
        used = seating.use_from(here.actor("teacher"), plan=second, day=tomorrow)
        assert seating.in_force(group, TODAY) == first
        assert seating.in_force(group, tomorrow) == used
        assert [row.name for row in seating.plans_of(group)] == ["Ordinary", "Practical"]
        again = seating.use_from(here.actor("teacher"), plan=first, day=tomorrow)
        assert again.pk != first.pk
        assert seating.in_force(group, tomorrow) == again


def test_a_plan_is_not_used_from_a_day_that_has_passed(here: SchoolCast) -> None:
    with in_school(here.school):
        plan = plan_of(here, (1, 1))
        with pytest.raises(BadPlan, match="today or a later day"):
            seating.use_from(here.actor("teacher"), plan=plan, day=TODAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        ({0: (1, 1), 1: (1, 1)}, "Amara and Ben have the same seat, A1"),
        ({0: (10, 1)}, "Amara: rows go from 1 to 9"),
        ({0: (1, 7)}, "seats from 1 to 6"),
        ({3: (1, 1)}, "has left the class"),
    ],
)
def test_what_cannot_be_sat_is_refused(
    here: SchoolCast, seats: dict[int, tuple[int, int]], words: str
) -> None:
    chosen = {here.pupils[number].pk: seat for number, seat in seats.items()}
    with in_school(here.school), pytest.raises(BadPlan, match=words):
        seating.save_plan(here.actor("teacher"), group=here.groups[8], name="", seats=chosen)
    with in_school(here.school):
        assert not SeatingPlan.objects.exists()


def test_a_name_is_used_once(here: SchoolCast) -> None:
    with in_school(here.school):
        plan_of(here, (1, 1))
        with pytest.raises(BadPlan, match="a plan called Ordinary"):
            seating.save_plan(here.actor("teacher"), group=here.groups[8], name="Ordinary", seats={})


def test_an_older_plan_that_counts_from_nought_reads_the_same(here: SchoolCast) -> None:
    with in_school(here.school):
        row = SeatingPlan.objects.create(
            school=here.school, group=here.groups[8], seats={str(here.pupil.pk): [0, 0]}, valid_from=FROM
        )
        assert seating.places(row) == {here.pupil.pk: (1, 1)}
