"""What an assistant is shown of a pupil: what to do first, in the order of lessons, never a need's name or the past."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from evenhand.apps.people.models import Pupil
from evenhand.apps.support import joining, profiling
from evenhand.apps.support.models import Assistance
from evenhand.apps.support.profiling import New
from evenhand.apps.support.summaries import summaries
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import FROM, TODAY, SchoolCast
from tests.classroom import agree

Clock = time_machine.Traveller


def assigned(cast: SchoolCast, pupil: Pupil) -> None:
    Assistance.objects.create(
        school=cast.school, pupil=pupil, user=cast.user("teaching_assistant"), valid_from=FROM,
        by=cast.user("senco"),
    )  # fmt: skip


def test_what_to_do_stands_first_and_names_and_history_stay_in_the_profile(next_door: SchoolCast) -> None:
    pupil, senco = next_door.pupil, next_door.actor("senco")
    agree(next_door, pupil, words="Ten seconds to think.")
    agree(next_door, pupil, kind="other", words="Ten seconds to think.")
    with in_school(next_door.school):
        assigned(next_door, pupil)
        profiling.add_strategy(senco, pupil=pupil, words="A seat by the wall")
        for new in (
            New("need", "Watches the door", pattern="watchful"),
            New("history", "Moved home twice", source="Letter", dated=TODAY),
            New("strength", "Draws well"),
            New("risk", "Runs when it is loud"),
        ):
            profiling.add_entry(senco, pupil=pupil, new=new)
        (one,) = summaries(next_door.actor("teaching_assistant"))
    assert one.helps == ("Ten seconds to think.", "A seat by the wall")
    assert [(part.label, part.lines) for part in one.parts] == [
        ("Must know", ("Runs when it is loud",)),
        ("Needs, as they show", ("Watches the door",)),
    ]
    assert not one.empty


def test_the_lesson_that_runs_else_the_next_orders_the_list(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        for number in (4, 1, 0):
            assigned(here, here.pupils[number])
        assistant = here.actor("teaching_assistant")
        first, second, third = summaries(assistant)
        assert [one.pupil for one in (first, second, third)] == [here.pupils[n] for n in (0, 1, 4)]
        assert first.lesson is not None
        assert third.lesson is None
        assert (first.lesson.when, first.lesson.name, first.lesson.room, first.lesson.teacher) == (
            "Now, until 12:10", "8R Sci", "12", "Ms N. Teacher",
        )  # fmt: skip
        assert first.empty
        moment.shift(timedelta(minutes=50))
        later = summaries(assistant)[0].lesson
        assert later is not None
        assert later.when == "Next, 12:50"
        assert summaries(here.actor("teacher")) == ()


def test_of_somebody_new_nothing_is_said_before_staff_are_told(next_door: SchoolCast) -> None:
    pupil, senco = next_door.pupil, next_door.actor("senco")
    with in_school(next_door.school):
        assigned(next_door, pupil)
        profiling.add_entry(senco, pupil=pupil, new=New("risk", "Runs when it is loud"))
        joining.expect(senco, pupil=pupil, starts_on=TODAY + timedelta(days=7))
        (one,) = summaries(next_door.actor("teaching_assistant"))
    assert one.waits
    assert one.empty
