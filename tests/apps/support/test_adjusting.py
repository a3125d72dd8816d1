"""Adjustments in force: in the policy's words, with the figure, and late where their review day has passed."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.apps.audit.models import AuditEntry
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


def test_what_ended_long_ago_is_not_ended_anew(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    ended = date(2026, 10, 1)
    with in_school(next_door.school):
        row = AgreedAdjustment.objects.create(
            school=next_door.school, pupil=pupil, kind="plain_words", agreed_on=ended, valid_from=ended,
            valid_to=ended,
        )  # fmt: skip
        with pytest.raises(BadAgreement, match="no such adjustment"):
            adjusting.end(lead, pupil=pupil, pk=row.pk)
        row.refresh_from_db()
        assert row.valid_to == ended


def test_the_same_agreement_sent_twice_is_one(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school):
        first, second = (
            adjusting.agree(
                lead, pupil=pupil, kind="plain_words", value="", words="Signs", review=date(2026, 12, 1)
            )
            for _ in range(2)
        )
        assert first == second
        assert AgreedAdjustment.objects.count() == 1
        assert AuditEntry.objects.filter(action="adjustment.agreed").count() == 1
        with pytest.raises(BadAgreement, match="The words have 201 characters"):
            adjusting.agree(
                lead, pupil=pupil, kind="plain_words", value="", words="x" * 201, review=date(2026, 12, 1)
            )
