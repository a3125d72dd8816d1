"""Outcomes: about a pupil or a group, by somebody of the school, until the analysis is closed."""

from __future__ import annotations

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.insight import outcomes
from evenhand.apps.insight.outcomes import BadFinding
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_what_is_no_outcome_is_refused_in_words(next_door: SchoolCast) -> None:
    lead, pupil = next_door.actor("pastoral_lead"), next_door.pupil
    with in_school(next_door.school):
        for kind, said, about, owner, reason in (
            ("wish", "x", "All", None, "Choose what came"),
            ("pattern", " ", "All", None, "in a sentence"),
            ("pattern", "x", " ", None, "pupil or group"),
            ("pattern", "x", "All", 999_999, "no such person"),
        ):
            with pytest.raises(BadFinding, match=reason):
                outcomes.find(lead, block="b", kind=kind, words=said, pupil=None, about=about, owner_id=owner)
        assert outcomes.mark(lead, block="b", pupil=pupil) == outcomes.mark(lead, block="b", pupil=pupil)
        assert outcomes.undiscussed("b") == [pupil]
        assert outcomes.undiscussed("c") == []
        outcomes.close(lead, block="c")
        with pytest.raises(BadFinding, match="closed"):
            outcomes.mark(lead, block="c", pupil=pupil)


def test_the_same_outcome_sent_twice_is_one_and_a_second_close_says_so(next_door: SchoolCast) -> None:
    lead = next_door.actor("pastoral_lead")
    with in_school(next_door.school):
        first, second = (
            outcomes.find(
                lead,
                block="b",
                kind="pattern",
                words="Late on Mondays",
                pupil=None,
                about="8R",
                owner_id=None,
            )
            for _ in range(2)
        )
        assert first == second
        with pytest.raises(BadFinding, match="The sentence has 401 characters"):
            outcomes.find(
                lead, block="b", kind="pattern", words="x" * 401, pupil=None, about="8R", owner_id=None
            )
        outcomes.close(lead, block="b")
        with pytest.raises(BadFinding, match="closed"):
            outcomes.close(lead, block="b")
        assert AuditEntry.objects.filter(action__startswith="analysis.").count() == 2
