"""The clock, and local time at both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import ClockShift, School
from tests.cast import MOMENT

ZONES = ("Europe/London", "Pacific/Auckland", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata")
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.dates(date(2020, 1, 1), date(2031, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def school(zone: str = "Europe/London") -> School:
    return School(name="A", zone=zone)


@given(at=INSTANTS, zone=st.sampled_from(ZONES))
def test_local_time_and_fold_lead_back_to_the_same_instant(at: datetime, zone: str) -> None:
    moment = clock.local(school(zone), at)
    assert clock.to_instant(school(zone), moment.day, moment.time, moment.fold) == at
    assert moment.instant == int(at.timestamp())


@given(day=DAYS, at=TIMES, fold=st.sampled_from((0, 1)), zone=st.sampled_from(ZONES))
def test_a_time_that_exists_is_shown_as_it_was_written(day: date, at: time, fold: int, zone: str) -> None:
    moment = clock.local(school(zone), clock.to_instant(school(zone), day, at, fold))
    there = datetime.combine(day, at, tzinfo=ZoneInfo(zone)).replace(fold=fold)
    if clock.exists(there):
        assert (moment.day, moment.time.replace(fold=0)) == (day, at)
    else:
        shown, written = datetime.combine(moment.day, moment.time), datetime.combine(day, at)
        assert timedelta() < shown.replace(fold=0) - written <= timedelta(hours=1)


def test_the_hour_that_comes_twice_in_autumn_is_told_apart_by_its_fold() -> None:
    day, at = date(2026, 10, 25), time(1, 30)
    first, second = (clock.to_instant(school(), day, at, fold) for fold in (0, 1))
    assert (first, second) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert [clock.local(school(), at).fold for at in (first, second)] == [0, 1]
    there = [
        at.astimezone(ZoneInfo("Europe/London")) for at in (first, second)
    ]  # equal, as Python compares them
    assert [clock.local(school(), at).fold for at in there] == [0, 1]


@pytest.mark.parametrize("fold", [0, 1])
def test_the_hour_that_is_skipped_in_spring_counts_on(fold: int) -> None:
    found = clock.to_instant(school(), date(2026, 3, 29), time(1, 30), fold)
    assert found == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert clock.local(school(), found).time == time(2, 30)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.local(school(), datetime(2026, 11, 17, 11, 32))  # noqa: DTZ001  what is refused


@pytest.mark.django_db
def test_the_clock_shows_the_stored_shift(moment: object) -> None:
    ClockShift.objects.create(seconds=3600)
    clock.forget_shift()
    assert clock.now() == MOMENT + timedelta(hours=1)


@pytest.mark.django_db
def test_the_shift_is_read_once_a_second_at_most(
    moment: object, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    clock.forget_shift()
    with django_assert_num_queries(1):  # type: ignore[operator]  # the fixture's own type is private
        clock.now()
        clock.now()


@pytest.mark.django_db
def test_production_never_reads_a_shift(moment: object, settings: object) -> None:
    ClockShift.objects.create(seconds=3600)
    clock.forget_shift()
    settings.EVENHAND_CLOCK_SHIFTS = False  # type: ignore[attr-defined]  # pytest-django's wrapper
    assert clock.now() == MOMENT
