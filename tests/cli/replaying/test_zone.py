"""Local time: the school's wall clock, its fold, and the instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.cli.replaying.faults import BadRow, UnusableInput
from evenhand.cli.replaying.zone import Zone, as_rfc3339
from evenhand.engine.facts import Moment

LONDON = Zone("Europe/London")


def test_any_offset_is_read_as_the_school_s_own_time() -> None:
    summer = Moment(date(2026, 9, 15), time(11, 20), 0, 1789467600)
    assert LONDON.read("2026-09-15T11:20:00+01:00") == summer
    assert LONDON.read("2026-09-15T10:20:00Z") == summer
    assert LONDON.written(summer) == "2026-09-15T11:20:00+01:00"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first, second = LONDON.read("2026-10-25T01:30:00+01:00"), LONDON.read("2026-10-25T01:30:00+00:00")
    assert (first.time, first.fold, second.time, second.fold) == (time(1, 30), 0, time(1, 30), 1)
    assert second.instant - first.instant == 3600
    assert LONDON.moment(date(2026, 10, 25), time(1, 30)) == first


@given(
    st.integers(315_532_800, 4_102_444_800),
    st.sampled_from(["Europe/London", "Asia/Kathmandu"]),
)
def test_the_quick_way_is_the_library_s_way(instant: int, name: str) -> None:
    at = datetime.fromtimestamp(instant, UTC)
    local = at.astimezone(ZoneInfo(name))
    assert Zone(name).read(at.isoformat()) == Moment(local.date(), local.time(), local.fold, instant)


@given(
    st.lists(
        st.integers(-30, 30).map(lambda quarters: 1_792_886_400 + quarters * 900), min_size=1, max_size=4
    ),
    st.lists(st.integers(-3600, 3600), min_size=1, max_size=4),
    st.sampled_from(["Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe"]),
    st.lists(st.sampled_from([0, 3600, 20_700, 39_600, -90]), min_size=1, max_size=3),
)
def test_what_is_kept_of_a_day_and_of_a_clock_holds_for_the_next_text(
    starts: list[int], seconds: list[int], name: str, offsets: list[int]
) -> None:
    zone = Zone(name)
    for start in starts:
        for past in seconds:
            for offset in offsets:
                instant = start + past
                written = datetime.fromtimestamp(instant, timezone(timedelta(seconds=offset))).isoformat()
                local = datetime.fromtimestamp(instant, ZoneInfo(name))
                expected = Moment(local.date(), local.time(), local.fold, instant)
                assert zone.read(written) == zone.read(written) == expected


@pytest.mark.parametrize(
    "text", ["2026-09-15 11:20:00+01:00", "20260915T112000.500+01:00", "2026-09-15T11:20:60+01:00"]
)
def test_other_texts_of_the_usual_length_are_read_as_the_library_reads_them(text: str) -> None:
    zone = Zone("Europe/London")
    for _ in range(3):
        zone.read("2026-09-15T11:20:00+01:00")
        try:
            expected = int(datetime.fromisoformat(text).timestamp())
        except ValueError:
            with pytest.raises(BadRow):
                zone.read(text)
        else:
            assert zone.read(text).instant == expected


def test_a_zone_must_exist() -> None:
    with pytest.raises(UnusableInput, match="there is no time zone"):
        Zone("Europe/Atlantis")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-09-15T11:20:00+01:00", "2026-09-15T11:20:00+01:00"),
        (" 2026-09-15T10:20:00.25Z ", "2026-09-15T10:20:00.25Z"),
        ("2026-09-15t10:20:00z", "2026-09-15T10:20:00+00:00"),
        ("2026-09-15 11:20:00+01:00", "2026-09-15T11:20:00+01:00"),
        ("2026-09-15T11:20+0100", "2026-09-15T11:20:00+01:00"),
        ("2026-09-15T11:20:30+01:00:30", "2026-09-15T10:20:00+00:00"),
    ],
)
def test_what_is_often_written_is_read_and_written_as_rfc_3339(text: str, written: str) -> None:
    assert as_rfc3339(text) == written
    assert LONDON.read(text).instant == int(datetime.fromisoformat(written).timestamp())


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_moment_at_all_is_said_so(nothing: str | None) -> None:
    with pytest.raises(BadRow, match="nothing stands here"):
        LONDON.read(nothing)
