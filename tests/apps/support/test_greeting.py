"""Greetings: one tap keeps name, adult and time; a low arrival is a cue, and may be passed on once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.support import greeting
from evenhand.apps.support.greeting import BadGreeting
from evenhand.apps.support.models import Greeting
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, TODAY, SchoolCast


def test_the_first_greeting_of_a_day_stands(next_door: SchoolCast) -> None:
    pupil = next_door.pupil
    with in_school(next_door.school):
        first = greeting.greet(next_door.actor("teacher"), pupil=pupil)
        with time_machine.travel(MOMENT + timedelta(minutes=9), tick=False):
            again = greeting.greet(next_door.actor("teaching_assistant"), pupil=pupil, mood="well")
        assert (again.pk, again.by_id, again.at) == (first.pk, next_door.user("teacher").pk, MOMENT)
        assert Greeting.objects.get().mood == "well"
        assert greeting.cues_on(TODAY, [pupil.pk]) == {}
        greeting.greet(next_door.actor("teacher"), pupil=pupil, mood="low")
        assert greeting.cues_on(TODAY, [pupil.pk]) == {pupil.pk: "Upset or worried"}
        assert greeting.cues_on(TODAY + timedelta(days=1), [pupil.pk]) == {}


def test_a_made_up_mood_and_a_pass_without_a_greeting_are_refused(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        with pytest.raises(BadGreeting):
            greeting.greet(next_door.actor("teacher"), pupil=next_door.pupil, mood="grumpy")
        with pytest.raises(BadGreeting, match="first"):
            greeting.pass_on(next_door.actor("teacher"), pupil=next_door.pupil)


def test_passing_on_twice_is_one_task_for_whom_the_policy_knows(
    here: SchoolCast, next_door: SchoolCast
) -> None:
    for cast, role in ((here, "head_of_year"), (next_door, "pastoral_lead")):
        with in_school(cast.school):
            greeting.greet(cast.actor("teacher"), pupil=cast.pupil, mood="low", words="No breakfast")
            first = greeting.pass_on(cast.actor("teacher"), pupil=cast.pupil)
            assert greeting.pass_on(cast.actor("teacher"), pupil=cast.pupil) == first
            assert Task.objects.get().role == role
            assert "No breakfast" not in first.label
            assert first.why == {"said": "No breakfast"}


def test_a_note_that_is_too_long_is_not_cut(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        with pytest.raises(BadGreeting, match="The note has 10,000"):
            greeting.greet(next_door.actor("teacher"), pupil=next_door.pupil, words="x" * 10_000)
        assert not Greeting.objects.exists()
