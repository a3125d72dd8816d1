"""What an injury needs before it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

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
