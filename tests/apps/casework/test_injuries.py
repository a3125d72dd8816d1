"""What an injury needs before it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from evenhand.apps.casework.injuries import Lacking, Said, parts_words, record_injury
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, TODAY, SchoolCast


def test_treatment_is_kept_only_where_first_aid_was_given(next_door: SchoolCast) -> None:
    nurse = next_door.actor("office")
    said = Said(
        None, "Hall", ["back", "head"], "A chair tipped", aided=False, treatment="Ice", first_aider_id=1
    )
    with in_school(next_door.school):
        row = record_injury(nurse, pupil=next_door.pupil, said=said)
        assert (row.treatment, row.first_aider_id, row.at, row.day) == ("", None, MOMENT, TODAY)
        assert parts_words(row) == "Head, Back"
        late = Said(MOMENT + timedelta(minutes=1), "", [], "", aided=True, first_aider_id=999_999)
        with pytest.raises(Lacking) as lacking:
            record_injury(nurse, pupil=next_door.pupil, said=late)
    assert set(lacking.value.problems) == {
        "time", "place", "parts", "words", "treatment", "first_aider", "told",
    }  # fmt: skip


def test_the_same_form_sent_twice_is_one_injury_and_later_another(next_door: SchoolCast) -> None:
    nurse = next_door.actor("office")
    said = Said(None, "Hall", ["back"], "A chair tipped", aided=False)
    with in_school(next_door.school), time_machine.travel(MOMENT, tick=False) as clock:
        first = record_injury(nurse, pupil=next_door.pupil, said=said)
        clock.shift(timedelta(minutes=1))
        assert record_injury(nurse, pupil=next_door.pupil, said=said) == first
        clock.shift(timedelta(hours=1))
        assert record_injury(nurse, pupil=next_door.pupil, said=said) != first


def test_words_that_are_too_long_are_named_by_their_field(next_door: SchoolCast) -> None:
    aider = next_door.user("office").pk
    said = Said(None, "x" * 81, ["back"], "x" * 10_000, True, "x" * 601, aider, "x" * 201)
    with in_school(next_door.school), pytest.raises(Lacking) as lacking:
        record_injury(next_door.actor("office"), pupil=next_door.pupil, said=said)
    assert set(lacking.value.problems) == {"place", "words", "treatment", "told"}
