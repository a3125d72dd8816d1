"""What detentions ask of a school: times, words, who confirms."""

from __future__ import annotations

from datetime import date

from evenhand.apps.detentions.facts import ground_of
from tests.apps.detentions.detained import choose_setting, director
from tests.cast import SchoolCast


def test_the_times_to_choose_from_are_the_policys(here: SchoolCast) -> None:
    ground = ground_of(here.actor("head_of_year"))
    assert [slot.id for slot in ground.slots("homework_detention")] == ["after_school", "lunch"]
    choose_setting(here, "homework.detention", "lunch")
    fixed = ground_of(here.actor("head_of_year"))
    assert [slot.id for slot in fixed.slots("homework_detention")] == ["lunch"]


def test_who_confirms_a_no_show_is_the_policys(here: SchoolCast) -> None:
    leader, director_ = ground_of(here.actor("head_of_year")), ground_of(director(here))
    assert leader.confirms("late_detention")
    assert not leader.confirms("homework_detention")
    assert director_.confirms("homework_detention")
    assert leader.confirm_title("homework_detention") == "Director of learning"


def test_a_school_may_keep_late_detentions_where_they_are(here: SchoolCast) -> None:
    assert ground_of(here.actor("head_of_year")).may_move("late_detention")
    choose_setting(here, "late.move", "never")
    ground = ground_of(here.actor("head_of_year"))
    assert not ground.may_move("late_detention")
    assert ground.may_move("homework_detention")


def test_words_and_days(here: SchoolCast) -> None:
    ground = ground_of(here.actor("head_of_year"))
    assert ground.leader_words("year:11") == "Head of year, Year 11"
    assert ground.leader_words("subject_lead") == "Director of learning"
    assert ground.slot_words("homework_detention", "2026-11-18/lunch") == "At lunch"
    assert ground.slot_words("late_detention", "2026-11-18/after") == "After school"
    assert ground.next_school_days(9)[-1] == date(2026, 12, 1)
