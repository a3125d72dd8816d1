"""Groups from a list: all lines or none."""

from __future__ import annotations

import pytest

from evenhand.apps.insight.belongings import BadList, take_over
from evenhand.apps.insight.models import Belonging
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
