"""Adjustments in force: in the policy's words, with the figure, and late where their review day has passed."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.apps.support import adjusting
from evenhand.apps.support.adjusting import BadAgreement
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast


def test_one_of_a_kind_is_in_force_and_its_review_may_be_late(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    review = date(2026, 12, 1)
    with in_school(next_door.school):
        for value in ("5", "9"):
            adjusting.agree(lead, pupil=pupil, kind="longer_take_up", value=value, words="", review=review)
        adjusting.agree(lead, pupil=pupil, kind="plain_words", value="7", words="Signs", review=review)
        found = adjusting.in_force(pupil, TODAY)
        assert [(one.label, one.late) for one in found] == [
            ("Longer take-up time: 9 seconds", False),
            ("Plain words, signs or symbols in every script", False),
        ]
        assert adjusting.in_force(pupil, date(2026, 12, 2))[0].late
        assert AgreedAdjustment.objects.get(kind="plain_words").value == 0
        with pytest.raises(BadAgreement, match="no such adjustment"):
            adjusting.end(lead, pupil=next_door.pupils[1], pk=found[0].pk)
