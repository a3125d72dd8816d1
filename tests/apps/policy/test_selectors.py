"""Which policy is in force: the latest adoption that has come, with the answers that its pack asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from evenhand.apps.policy.models import PolicyInForce, SettingChange
from evenhand.apps.policy.selectors import NoPolicy, adoption, changes_by_key, forget, policy_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast

KEY = "ladder.scope"
ONE_PACKS_KEY = "ooc.scope"
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def adopt(school: SchoolCast, pack_id: str, valid_from: date) -> PolicyInForce:
    forget(school.school.pk)
    return PolicyInForce.objects.create(
        school=school.school, pack_id=pack_id, pack_version="1", pack_digest="", valid_from=valid_from
    )


def pack_now(school: SchoolCast) -> str:
    forget(school.school.pk)
    return policy_of(school.school.pk).pack.id


def test_an_adoption_holds_from_its_day_and_not_before(
    school: SchoolCast, moment: time_machine.Traveller
) -> None:
    before = adoption()
    next_one = adopt(school, "infiniti", TOMORROW)
    moment.move_to(datetime(2026, 11, 17, 23, 59, 59, tzinfo=UTC))
    assert pack_now(school) == "star_binary"
    assert adoption() == before
    moment.move_to(datetime(2026, 11, 18, tzinfo=UTC))
    assert pack_now(school) == "infiniti"
    assert adoption() == next_one


def test_the_day_comes_by_the_schools_own_date(school: SchoolCast, moment: time_machine.Traveller) -> None:
    adopt(school, "infiniti", TOMORROW)
    School.objects.filter(pk=school.school.pk).update(zone="Asia/Tokyo")
    moment.move_to(datetime(2026, 11, 17, 14, 59, 59, tzinfo=UTC))
    assert pack_now(school) == "star_binary"
    moment.move_to(datetime(2026, 11, 17, 15, tzinfo=UTC))
    assert pack_now(school) == "infiniti"


def test_a_policy_kept_by_the_process_gives_way_when_the_next_one_comes(
    school: SchoolCast, moment: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt(school, "infiniti", TOMORROW)
    monkeypatch.setattr("evenhand.apps.policy.selectors.FRESH_SECONDS", 0.0)
    first = policy_of(school.school.pk)
    assert policy_of(school.school.pk) is first
    moment.shift(timedelta(days=1))
    assert policy_of(school.school.pk).pack.id == "infiniti"


def test_of_two_adoptions_of_one_day_the_later_made_holds(school: SchoolCast) -> None:
    adopt(school, "infiniti", TODAY)
    adopt(school, "star_binary", TODAY)
    assert pack_now(school) == "star_binary"
    adopt(school, "infiniti", TODAY - timedelta(days=1))
    assert pack_now(school) == "star_binary"


def test_before_the_first_day_has_come_no_policy_is_in_force(school: SchoolCast) -> None:
    PolicyInForce.objects.update(valid_from=TOMORROW)
    forget(school.school.pk)
    with pytest.raises(NoPolicy):
        policy_of(school.school.pk)
    assert adoption() is None


def test_answers_to_another_packs_questions_do_not_bar_the_one_in_force(school: SchoolCast) -> None:
    SettingChange.objects.create(school=school.school, key=ONE_PACKS_KEY, value="day", since=TODAY)
    assert policy_of(school.school.pk).on(TODAY).setting(ONE_PACKS_KEY) == "day"
    adopt(school, "infiniti", TODAY)
    foreign = policy_of(school.school.pk)
    assert ONE_PACKS_KEY not in foreign.pack.settings
    assert foreign.settings == ()
    adopt(school, "star_binary", TODAY)
    assert policy_of(school.school.pk).on(TODAY).setting(ONE_PACKS_KEY) == "day"


def test_dated_answers_come_oldest_first_by_key(school: SchoolCast) -> None:
    for since, value in ((TODAY, "day"), (TODAY - timedelta(days=9), "lesson")):
        SettingChange.objects.create(school=school.school, key=KEY, value=value, since=since)
    SettingChange.objects.create(school=school.school, key="other.key", value=1, since=TODAY)
    assert [row.value for row in changes_by_key()[KEY]] == ["lesson", "day"]
    assert set(changes_by_key([KEY])) == {KEY}
    assert changes_by_key([]) == {}
