"""A search is on record complete or not at all, and the chain holds none of its words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.support import searching
from evenhand.apps.support.searching import NotComplete, Told
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast

WORDS = {
    "grounds": "A pupil had seen it",
    "sought": "A knife",
    "item": "A pen knife",
    "handed_to": "The headteacher",
    "family_told": "Ms Leader, 11:50",
}


def told(cast: SchoolCast) -> Told:
    return Told(
        cast.pupil,
        MOMENT - timedelta(minutes=20),
        "Office",
        cast.user("senior_leader").pk,
        cast.user("pastoral_lead").pk,
        True,
        WORDS,
    )


def test_a_policy_without_the_question_never_has_it_on(here: SchoolCast) -> None:
    with in_school(here.school):
        assert not searching.is_on(here.school.pk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"happened_at": None}, "when"),
        ({"happened_at": MOMENT + timedelta(hours=1)}, "when"),
        ({"place": " "}, "where"),
        ({"searched_by": None}, "who searched"),
        ({"witness": None}, "witness"),
        ({"witness": 999_999_999}, "witness"),
        ({"found": None}, "whether"),
        ({"words": {**WORDS, "grounds": ""}}, "grounds"),
        ({"words": {**WORDS, "item": ""}}, "what was found"),
        ({"words": {**WORDS, "handed_to": " "}}, "handed"),
        ({"words": {**WORDS, "family_told": ""}}, "family"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_kept(
    next_door: SchoolCast, change: dict[str, object], words: str
) -> None:
    with in_school(next_door.school):
        with pytest.raises(NotComplete, match=words) as found:
            searching.keep(
                next_door.actor("senior_leader"),
                told=replace(told(next_door), **change),  # type: ignore[arg-type]  # fields by their names
            )
        assert len(found.value.missing) == 1
        assert searching.searches_of(next_door.pupil) == []


def test_nobody_is_the_witness_of_their_own_search(next_door: SchoolCast) -> None:
    own = replace(told(next_door), witness=next_door.user("senior_leader").pk)
    with in_school(next_door.school), pytest.raises(NotComplete, match="another adult"):
        searching.keep(next_door.actor("senior_leader"), told=own)


def test_where_nothing_was_found_there_is_no_item(next_door: SchoolCast) -> None:
    words = {key: WORDS[key] for key in ("grounds", "sought", "family_told")}
    with in_school(next_door.school):
        row = searching.keep(
            next_door.actor("senior_leader"), told=replace(told(next_door), found=False, words=words)
        )
        body = AuditEntry.objects.get(action="search.kept").body
    assert row.words == words
    assert "knife" not in str(body)


def test_the_same_search_sent_twice_is_one_record(next_door: SchoolCast) -> None:
    leader = next_door.actor("senior_leader")
    with in_school(next_door.school):
        first, second = (searching.keep(leader, told=told(next_door)) for _ in range(2))
        assert first == second
        assert AuditEntry.objects.filter(action="search.kept").count() == 1
        other = replace(told(next_door), words={**WORDS, "others": "Ms Tutor"})
        assert searching.keep(leader, told=other) != first


def test_words_that_are_too_long_are_named_and_not_cut(next_door: SchoolCast) -> None:
    long = replace(
        told(next_door), place="x" * 81, words={**WORDS, "grounds": "x" * 10_000, "others": "x" * 1_001}
    )
    with in_school(next_door.school), pytest.raises(NotComplete) as problem:
        searching.keep(next_door.actor("senior_leader"), told=long)
    assert [one.split(" ha")[0] for one in problem.value.missing] == [
        "The place",
        "The grounds",
        "Who else was there",
    ]
