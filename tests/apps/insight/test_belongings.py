"""Groups from a list: all lines or none."""

from __future__ import annotations

import pytest

from evenhand.apps.insight.belongings import BadList, take_over
from evenhand.apps.insight.models import Belonging
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_a_list_replaces_what_was_there_or_changes_nothing(next_door: SchoolCast) -> None:
    actor = next_door.actor("administrator")
    with in_school(next_door.school):
        assert take_over(actor, scheme="Need", text='8-0,"Speech, language"\n\n8-1,Hearing\n') == 2
        with pytest.raises(BadList, match="line 2, 3"):
            take_over(actor, scheme="Need", text="8-0,Sight\n7-9,Sight\n8-1,")
        with pytest.raises(BadList, match="Name the scheme"):
            take_over(actor, scheme=" ", text="8-0,Sight")
        rows = Belonging.objects.order_by("pupil_id").values_list("value", flat=True)
        assert list(rows) == ["Speech, language", "Hearing"]
        assert take_over(actor, scheme="Need", text="") == 0
        assert not Belonging.objects.exists()


def test_a_line_without_a_number_names_nobody(next_door: SchoolCast) -> None:
    actor = next_door.actor("administrator")
    with in_school(next_door.school):
        Pupil.objects.create(school=next_door.school, source="hand", source_id="", given="Dina")
        with pytest.raises(BadList, match="line 1"):
            take_over(actor, scheme="Need", text=",Hearing")


def test_a_pupil_in_two_groups_a_line_of_no_list_and_a_name_in_use_are_said(next_door: SchoolCast) -> None:
    actor = next_door.actor("administrator")
    with in_school(next_door.school):
        with pytest.raises(BadList, match="line 3"):
            take_over(actor, scheme="Need", text="8-0,Sight\n8-1,Sight\n8-0,Hearing")
        with pytest.raises(BadList, match="Nothing was taken over"):
            take_over(actor, scheme="Need", text='"' + "x" * 200_000)
        for name in ("Sex", "year GROUP"):
            with pytest.raises(BadList, match="another name"):
                take_over(actor, scheme=name, text="8-0,Sight")
        with pytest.raises(BadList, match="81 characters"):
            take_over(actor, scheme="Need", text="8-0," + "x" * 81)
        assert not Belonging.objects.exists()


def test_a_very_long_list_is_looked_up_like_a_short_one(next_door: SchoolCast) -> None:
    with in_school(next_door.school), pytest.raises(BadList, match="line 1, 2, 3, 4"):
        take_over(
            next_door.actor("administrator"), scheme="Need", text="\n".join(f"x{n},a" for n in range(260_000))
        )
