"""What a meeting agrees belongs to a pupil, a class or a year group, and is seen by those whose year it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from evenhand.apps.support import agreeing
from evenhand.apps.support.agreeing import NotAgreed, Subject
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast


def test_one_pupils_page_holds_what_was_agreed_for_the_class_and_the_year_too(here: SchoolCast) -> None:
    with in_school(here.school):
        leader = here.actor("senior_leader")
        for subject, words in (
            (Subject(pupil=here.pupil), "own"),
            (Subject(group=here.groups[8]), "class"),
            (Subject(year=8), "year"),
            (Subject(year=9), "other year"),
            (Subject(pupil=here.pupils[1]), "other pupil"),
        ):
            agreeing.agree(leader, subject=subject, words=words, day=TODAY)
        own = {row.words for row in agreeing.agreed_by_meetings(leader, here.pupil)}
        bound = {row.words for row in agreeing.agreed_by_meetings(here.actor("head_of_year"))}
    assert own == {"own", "class", "year"}
    assert bound == {"own", "class", "year", "other pupil"}


def test_it_is_looked_at_again_after_the_meeting(here: SchoolCast) -> None:
    with in_school(here.school), pytest.raises(NotAgreed, match="after the meeting"):
        agreeing.agree(
            here.actor("senior_leader"),
            subject=Subject(year=8),
            words="Line up",
            day=TODAY,
            review_on=TODAY - timedelta(days=1),
        )


def test_the_first_ending_stands(here: SchoolCast) -> None:
    with in_school(here.school):
        row = agreeing.agree(here.actor("senior_leader"), subject=Subject(year=8), words="A", day=TODAY)
        agreeing.end(here.actor("senior_leader"), row=row)
        agreeing.end(here.actor("head_of_year"), row=row)
        row.refresh_from_db()
        assert row.ended_by_id == here.user("senior_leader").pk


def test_choices_are_those_of_the_own_year(here: SchoolCast) -> None:
    with in_school(here.school):
        head, leader = here.actor("head_of_year"), here.actor("senior_leader")
        assert [agreeing.years_of(actor) for actor in (head, leader)] == [[8], [8, 9]]
        assert [len(agreeing.classes_of(actor)) for actor in (head, leader)] == [1, 2]


def test_the_same_words_sent_twice_are_one_entry_until_they_are_over(here: SchoolCast) -> None:
    leader, subject = here.actor("senior_leader"), Subject(year=8)
    with in_school(here.school):
        first, second = (
            agreeing.agree(leader, subject=subject, words="Line up", day=TODAY) for _ in range(2)
        )
        assert first == second
        agreeing.end(leader, row=first)
        assert agreeing.agree(leader, subject=subject, words="Line up", day=TODAY) != first


@pytest.mark.parametrize(
    ("words", "day", "said"),
    [("x" * 10_000, TODAY, "10,000 characters"), ("Line up", TODAY + timedelta(days=1), "today or earlier")],
)
def test_what_cannot_be_is_said(here: SchoolCast, words: str, day: date, said: str) -> None:
    with in_school(here.school), pytest.raises(NotAgreed, match=said):
        agreeing.agree(here.actor("senior_leader"), subject=Subject(year=8), words=words, day=day)
