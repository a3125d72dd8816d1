"""Why a stay ends when it does, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from evenhand.apps.policy.models import SettingChange
from evenhand.apps.policy.selectors import forget
from evenhand.apps.removal import services
from evenhand.apps.removal.facts import ground
from evenhand.apps.removal.models import Stay
from evenhand.apps.removal.reasons import when, why_then
from evenhand.apps.removal.selectors import rows_of
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral
from tests.cast import SchoolCast


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 17, 12, 10, tzinfo=UTC), "today 12:10"),
        (datetime(2026, 11, 18, 12, 10, tzinfo=UTC), "Wed 12:10"),
        (datetime(2026, 12, 1, 12, 10, tzinfo=UTC), "Tue 1 Dec 12:10"),
        (None, ""),
    ],
)
def test_a_time_is_as_long_as_it_needs_to_be(here: SchoolCast, at: datetime | None, words: str) -> None:
    with in_school(here.school):
        assert when(ground(here.actor("removal_manager")), at) == words


def test_the_schools_own_choice_shows_with_its_date(here: SchoolCast) -> None:
    with in_school(here.school):
        SettingChange.objects.create(
            school=here.school, key="stay.release_point", value="same_period_start", since=date(2026, 9, 1)
        )
        forget(here.school.pk)
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        rows = rows_of(Stay.objects.all())
        why = why_then(ground(here.actor("removal_manager")), rows, rows.stays[0])
        assert why.label == "Why Wed 11:10"
        assert any(row.value.endswith("since Tue 1 Sep 2026") for row in why.rows)
        assert why.links[0].url == "/policy/97/"
