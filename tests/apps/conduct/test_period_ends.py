"""Which periods end when: at the last bell, in order, and only of the kinds that the policy looks at."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from evenhand.apps.conduct.period_ends import ends_between, kinds_of, place_of
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy
from tests.cast import TODAY, SchoolCast, calendar
from tests.tiny_pack import tiny_texts

BEFORE = (int(datetime(2026, 10, 21, 12, tzinfo=UTC).timestamp()), 0)


def test_the_pack_says_what_its_rules_look_at(here: SchoolCast) -> None:
    with in_school(here.school):
        kinds = kinds_of(policy_of(here.school.pk).on(TODAY))
    assert {"week", "half_term"} <= kinds


def test_a_pack_without_such_rules_closes_nothing_but_the_year() -> None:
    assert kinds_of(Policy.of(load_pack(tiny_texts())).on(TODAY)) == {"year"}


@pytest.mark.django_db
def test_ends_come_in_order_the_shorter_first(here: SchoolCast) -> None:
    found = ends_between(here.school, calendar(), BEFORE, datetime(2026, 11, 2, 16, tzinfo=UTC))
    assert [end.key for end in found] == [
        "d:2026-10-21",
        "d:2026-10-22",
        "d:2026-10-23",
        "w:2026-10-19",
        "b:autumn-1",
        "d:2026-11-02",
    ]
    assert sorted(found, key=place_of) == found


@pytest.mark.django_db
def test_an_end_is_at_the_last_bell_by_the_schools_own_clock(here: SchoolCast) -> None:
    after = datetime(2026, 10, 23, 14, tzinfo=UTC)  # three in the afternoon there, in summer time
    [*_, last] = ends_between(here.school, calendar(), BEFORE, after)
    assert (last.kind, last.at.day, last.at.time.hour) == ("half_term", date(2026, 10, 23), 15)
    earlier = ends_between(here.school, calendar(), BEFORE, datetime(2026, 10, 23, 13, 59, 59, tzinfo=UTC))
    assert [end.key for end in earlier][-1] == "d:2026-10-22"


@pytest.mark.django_db
def test_what_is_reached_is_not_given_again(here: SchoolCast) -> None:
    until = datetime(2026, 10, 23, 16, tzinfo=UTC)
    found = ends_between(here.school, calendar(), BEFORE, until)
    assert ends_between(here.school, calendar(), place_of(found[-2]), until) == found[-1:]
