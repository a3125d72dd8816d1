"""Reads of time owed."""

from __future__ import annotations

from datetime import date, timedelta

from evenhand.apps.detentions.models import OwedTime, RegisterAnswer
from evenhand.apps.detentions.selectors import answers_of, of_days, of_register, taken_in_break, unsettled
from tests.apps.detentions.detained import AFTER, late
from tests.cast import TODAY, SchoolCast

KINDS = ("late_detention",)


def test_what_is_withdrawn_or_let_go_is_not_held(here: SchoolCast) -> None:
    owed, other = late(here), late(here, here.pupils[1])
    for stage in ("withdrawn", "waived", "deferred"):
        OwedTime.objects.filter(pk=owed.pk).update(stage=stage)
        assert [row.pk for row in of_days(KINDS, TODAY)] == [other.pk]
        assert [row.pk for row in of_register("late_detention", TODAY, AFTER)] == [other.pk]


def test_the_unsettled_are_looked_for_two_weeks_back(here: SchoolCast) -> None:
    late(here)
    assert unsettled(KINDS, TODAY) == []
    assert len(unsettled(KINDS, TODAY + timedelta(days=14))) == 1
    assert unsettled(KINDS, date(2026, 12, 2)) == []


def test_an_answer_about_an_earlier_time_counts_no_more(here: SchoolCast) -> None:
    owed = late(here)
    RegisterAnswer.objects.create(school=here.school, owed=owed, set_by=None, said="missed")
    assert answers_of([owed]) == {}
    now = RegisterAnswer.objects.create(school=here.school, owed=owed, set_by=owed.set_by, said="attended")
    assert answers_of([owed]) == {owed.pk: now}


def test_minutes_of_a_break_add_up_where_they_are_owed_or_served() -> None:
    rows = [
        OwedTime(pupil_id=1, slot="b", minutes=minutes, stage=stage)
        for minutes, stage in ((3, "set"), (5, "served"), (10, "waived"))
    ]
    assert taken_in_break(rows) == {(1, "b"): 8}
