"""An act is found by its address, refused in words, and read with what its answers bring up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import Http404, QueryDict

from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.sanctions.acting import on_record, typed, wanted, words_of
from tests.cast import SchoolCast
from tests.web.sanctions.test_page import suspend


@pytest.fixture
def inside(next_door: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(next_door.school):
        yield next_door


def test_an_act_that_the_pack_does_not_know_is_not_there(inside: SchoolCast) -> None:
    head, pupil = inside.actor("principal"), inside.pupil
    for kind, act, about in (
        ("nothing", "issue", ""),
        ("suspension", "letter", ""),
        ("suspension", "raise", ""),
        ("suspension", "issue", "no-such"),
    ):
        with pytest.raises(Http404):
            wanted(head, pupil, kind, act, about)
    suspend(inside)
    [one] = on_record(pupil)
    assert wanted(head, pupil, "suspension", "withdraw", one.id).sanction == one
    with pytest.raises(Http404):
        wanted(head, pupil, "permanent", "withdraw", one.id)


def test_answers_that_other_answers_bring_up_are_read(inside: SchoolCast) -> None:
    want = wanted(inside.actor("principal"), inside.pupil, "permanent", "issue")
    post = QueryDict(
        "start=2026-11-18&ground=other&ground_reason=As+grave&also=new_evidence&new_evidence=A+film&x=1"
    )
    assert typed(want, post) == {
        "start": "2026-11-18", "ground": "other", "ground_reason": "As grave", "new_evidence": "A film"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("limit:single", "That is longer than one may be."),
        ("act:issue", "This has to be put on record first: The headteacher decides."),
        ("role:principal", "Only this role may do that: Headteacher."),
        ("gate:considered.needs", "This is missing: What was considered."),
        ("happened_at", "As the engine says it."),
    ],
)
def test_a_refusal_is_said_in_words(inside: SchoolCast, fact: str, words: str) -> None:
    want = wanted(inside.actor("principal"), inside.pupil, "suspension", "issue")
    assert words_of(want, fact, "As the engine says it.") == words
