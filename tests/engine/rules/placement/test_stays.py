"""Stays against the worked dates and a naive oracle: release, late finish, whole days, gates, overlaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.engine.decisions import Deadline, Place, Task
from evenhand.engine.facts import Event
from evenhand.engine.rules.placement.stays import ends_today
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import CalendarEnds, SchoolCalendar
from evenhand.engine.values import EventKind
from tests.engine.school_calendar.calendars import DAY, ENDS, calendars_and_dates, naive_open, naive_walk
from tests.engine.worked_calendar import BELLS, WORKED
from tests.engine.worlds import TUESDAY, Run, happened, moment, policy, run, void

RED = "RED-01"
LEADER = ("behaviour_lead", "removal_manager", "duty_leader", "head_of_year")


def referral(ident: str = "one", day: date = TUESDAY, period: str = "P3", at: str = "11:20") -> Event:
    """A red line act in a lesson."""
    return happened(ident, RED, day=day, at=at, period=period, scope=f"8R-{day}-{period}")


def arrival(day: date = TUESDAY, at: str = "11:26", about: str = "one", ident: str = "here") -> Event:
    """The pupil is registered."""
    return happened(ident, "", EventKind.ARRIVAL, day=day, at=at, about=about, roles=["removal_staff"])


def release(ident: str = "out", roles: tuple[str, ...] = ("removal_staff",), **details: str | bool) -> Event:
    """The pupil is sent back."""
    event = happened(ident, "", EventKind.RELEASE, day=TUESDAY + DAY, at="12:10", about="one", roles=roles)
    return event._replace(details=details)


def place(done: Run, ident: str = "one") -> Place:
    """The one placement that came of an event."""
    (found,) = done.outcomes(ident, "place")
    assert isinstance(found, Place)
    return found


@pytest.mark.covers("STAR-97f")
@pytest.mark.parametrize(
    ("day", "period", "released"),
    [
        (TUESDAY, "P3", Deadline(date(2026, 9, 16), time(12, 10))),
        (date(2026, 10, 23), "P5", Deadline(date(2026, 11, 2), time(15, 0))),
        (date(2027, 2, 12), "P2", Deadline(date(2027, 2, 22), time(10, 55))),
    ],
)
def test_release_is_the_matching_point_of_the_next_school_day(
    day: date, period: str, released: Deadline
) -> None:
    done = run(policy(), referral(day=day, period=period))
    assert place(done).release == released


def naive_release(calendar: SchoolCalendar, day: date, period: str) -> tuple[date, time] | str:
    """The end of the same period on the next day that pupils are in, by walking; the bell where it is missing."""
    on = naive_walk(calendar, day, 1, DAY)
    if isinstance(on, str):
        return on
    ends = {p.key: p.end for p in BELLS.periods}
    return on, ends.get(period, BELLS.closing)


@pytest.mark.covers("STAR-97f", "STAR-XCa")
@given(calendars_and_dates(), st.sampled_from(["P1", "P3", "P5", "LUNCH", "P9", ""]))
def test_release_agrees_with_walking_day_by_day(
    made: tuple[SchoolCalendar, tuple[date, ...]], period: str
) -> None:
    calendar, (day,) = made
    calendar = SchoolCalendar(
        [replace(year, bell_sets=(replace(BELLS, id="plain"),)) for year in calendar.years]
    )
    assume(naive_open(calendar, day))
    done = run(policy(), referral(day=day, period=period), calendar=calendar)
    expected = naive_release(calendar, day, period)
    if expected == ENDS:
        assert [item.kind for item in done.decisions["one"].unanswered] == ["outside_calendar"]
        return
    ends = place(done).release
    assert ends is not None
    assert (ends.day, ends.time) == expected


@given(calendars_and_dates())
def test_the_whole_day_after_a_missed_detention_agrees_with_walking(
    made: tuple[SchoolCalendar, tuple[date, ...]],
) -> None:
    calendar, (day,) = made
    assume(naive_open(calendar, day))
    on = naive_walk(calendar, day, 1, DAY)
    late = happened("late", "OTH-01", EventKind.LATE, day=day, at="08:50")
    missed = happened(
        "no", "", EventKind.OWED_OUTCOME, day=day, at="15:40", about="late", roles=LEADER, outcome="missed"
    )
    done = run(policy(), late, missed, calendar=calendar)
    if isinstance(on, str):
        assert done.decisions["no"].refused
    else:
        assert place(done, "no").release == Deadline(on, time(16, 10))
        assert place(done, "no").placement == "removal_room_day"


@given(calendars_and_dates())
def test_k_12_the_whole_day_after_a_missed_homework_detention_agrees_with_walking(
    made: tuple[SchoolCalendar, tuple[date, ...]],
) -> None:
    calendar, (day,) = made
    assume(naive_open(calendar, day))
    on = naive_walk(calendar, day, 1, DAY)
    slot = {"detention_day": day.isoformat(), "detention_slot": "after_school"}
    homework = happened("hw", "OTH-02", EventKind.HOMEWORK_MISSED, day=day, roles=["subject_lead"])
    missed = happened("no", "", EventKind.OWED_OUTCOME, day=day, at="16:20", about="hw", roles=LEADER)
    missed = missed._replace(details={"outcome": "missed"}, roles=(*LEADER, "subject_lead"))
    done = run(policy(), homework._replace(details=slot), missed, calendar=calendar)
    assert done.outcomes("hw", "owe")
    if isinstance(on, str):
        assert done.decisions["no"].refused
    else:
        assert place(done, "no").release == Deadline(on, time(16, 10))
        assert place(done, "no").placement == "removal_room_day"


@given(calendars_and_dates(), st.sampled_from(["P1", "P3", "P5"]))
def test_k_05_the_conversation_is_owed_between_the_arrival_and_the_release(
    made: tuple[SchoolCalendar, tuple[date, ...]], period: str
) -> None:
    calendar, (day,) = made
    bells = (replace(BELLS, id="plain"),)
    calendar = SchoolCalendar([replace(year, bell_sets=bells) for year in calendar.years])
    assume(naive_open(calendar, day))
    until = naive_release(calendar, day, period)
    assume(not isinstance(until, str))
    done = run(policy(), referral(day=day, period=period), arrival(day), calendar=calendar)
    (repair,) = (o for o in done.outcomes("here", "task") if isinstance(o, Task) and o.task == "repair")
    assert repair.due == Deadline(*until)
    assert repair.gate


@pytest.mark.parametrize(
    ("day", "on"), [(date(2026, 9, 17), date(2026, 9, 18)), (date(2027, 2, 12), date(2027, 2, 22))]
)
def test_the_whole_day_stands_on_the_worked_dates(day: date, on: date) -> None:
    late = happened("late", "OTH-01", EventKind.LATE, day=day, at="08:50")
    missed = happened(
        "no", "", EventKind.OWED_OUTCOME, day=day, at="15:40", about="late", roles=LEADER, outcome="missed"
    )
    assert place(run(policy(), late, missed), "no").release == Deadline(on, time(16, 0))


@pytest.mark.covers("STAR-100a")
@pytest.mark.parametrize(
    ("rule", "day", "leaves"),
    [
        ("any_day_past_bell", TUESDAY, time(16)), ("any_day_past_bell", TUESDAY + DAY, None),
        ("day_one_only", TUESDAY, time(16)), ("both_days", TUESDAY + DAY, time(16)), ("never", TUESDAY, None),
    ],
)  # fmt: skip
def test_a_day_that_the_stay_covers_ends_an_hour_after_the_bell(
    rule: str, day: date, leaves: time | None
) -> None:
    done = run(policy(stay__late_finish=rule), referral(), arrival(day, "11:26"))
    found = place(done, "here").leave_today
    assert found == (Deadline(day, leaves) if leaves else None)


@given(
    st.integers(0, 290)
    .map(lambda number: date(2026, 9, 2) + timedelta(days=number))
    .filter(WORKED.is_school_day),
    st.sampled_from(["P1", "P2", "P3", "P4", "P5"]),
)
def test_k_04_a_late_finish_on_each_day_whose_bell_the_stay_passes(day: date, period: str) -> None:
    bells = {one.key: one for one in WORKED.periods_on(day, 8)}
    sent = bells[period].start.replace(minute=bells[period].start.minute // 5 * 5).isoformat("minutes")
    later = day + DAY
    while not WORKED.is_school_day(later):
        later += DAY
    until = {one.key: one.end for one in WORKED.periods_on(later, 8)}[period]
    for come, passes in ((day, True), (later, until > WORKED.closing_bell(later, 8))):
        done = run(policy(), referral(day=day, period=period, at=sent), arrival(come, bell_of(come)))
        bell = WORKED.closing_bell(come, 8)
        leaves = Deadline(come, bell.replace(hour=bell.hour + 1))
        assert place(done, "here").leave_today == (leaves if passes else None)


def bell_of(day: date) -> str:
    """A quarter of an hour before the school of that day ends."""
    end = datetime.combine(day, WORKED.closing_bell(day, 8)) - timedelta(minutes=15)
    return end.time().isoformat("minutes")


def test_a_stay_that_ends_with_the_bell_has_no_late_finish() -> None:
    friday, monday = date(2026, 10, 23), date(2026, 11, 2)
    done = run(policy(), referral(day=friday, period="P5", at="14:10"), arrival(friday, "14:15"))
    assert place(done, "here").leave_today == Deadline(friday, time(16))
    again = run(policy(), referral(day=friday, period="P5", at="14:10"), arrival(monday, "09:00"))
    assert place(again, "here").leave_today is None


@pytest.mark.covers("STAR-96")
@given(st.times(time(8, 55), time(14, 59)).map(lambda at: at.replace(microsecond=0)))
def test_the_arrival_timer_ends_five_minutes_after_the_referral(at: time) -> None:
    event = referral()._replace(at=moment(TUESDAY, at))
    limit = place(run(policy(), event)).arrive_by
    assert limit is not None
    assert limit.instant == event.at.instant + 300
    assert datetime.combine(limit.day, limit.time or time()) == datetime.combine(TUESDAY, at) + timedelta(
        minutes=5
    )


def test_a_second_referral_joins_the_stay_and_the_later_one_releases() -> None:
    done = run(policy(), referral(), arrival(), referral("two", period="P5", at="14:00"))
    assert place(done, "two").merged
    assert place(done, "two").release == Deadline(TUESDAY + DAY, time(15))
    assert len(done.state.stays) == 1


def test_a_void_takes_its_own_claim_and_the_last_one_ends_the_stay() -> None:
    one, two = referral(), referral("two", period="P5", at="14:00")
    done = run(policy(), one, two)
    less = run(policy(), void(two, done.decisions["two"]), state=done.state)
    assert place(less, "void").release == Deadline(TUESDAY + DAY, time(12, 10))
    none = run(policy(), void(one, done.decisions["one"], "gone"), state=less.state)
    assert place(none, "gone").stage == "withdrawn"
    assert none.state.stays == ()
    assert none.state.counts["placed:removal_room|b:autumn-1"] == 0


@pytest.mark.covers("STAR-101a")
def test_no_release_before_the_conversation_unless_it_is_overridden_with_a_reason() -> None:
    stay = run(policy(), referral(), arrival()).state
    assert run(policy(), release(), state=stay).missing("out") == ("repair",)
    assert run(policy(), release(reason="Ill"), state=stay).missing("out") == ("repair",)
    assert run(policy(), release(roles=("removal_manager",)), state=stay).missing("out") == ("repair",)
    passed = run(policy(), release(roles=("removal_manager",), reason="Ill"), state=stay)
    assert place(passed, "out").stage == "released"
    assert passed.state.stays == ()


@pytest.mark.covers("STAR-101a")
def test_a_release_follows_the_conversation_and_an_absent_adult_holds_nobody() -> None:
    talk = happened("talk", "repair", EventKind.STATION, at="14:00", about="one")
    stay = run(policy(), referral(), arrival(), talk).state
    assert place(run(policy(), release(), state=stay), "out").stage == "released"
    waiting = run(policy(), referral(), arrival()).state
    done = run(policy(), release(adult_absent=True), state=waiting)
    assert place(done, "out").stage == "released"
    assert [o.task for o in done.outcomes("out", "task") if isinstance(o, Task)] == ["handover:repair"]


def test_a_pupil_arrives_once_and_a_station_is_done_once() -> None:
    done = run(policy(), referral(), arrival(), arrival(ident="again"))
    assert done.missing("again") == ("expected_stay",)
    book = happened("book", "reading", EventKind.STATION, about="one")
    done = run(policy(), book, book._replace(id="twice"), state=done.state)
    assert done.missing("twice") == ("open_station",)
    nowhere = happened("none", "dungeon", EventKind.STATION, about="one")
    assert run(policy(), nowhere, state=done.state).missing("none") == ("open_station",)


BREAK = date(2026, 10, 23)


def shorten(to: str, ident: str = "less", **details: str) -> Event:
    """The leader answers whether a stay goes on over the break."""
    event = happened(ident, "gap", EventKind.CONFIRM, day=BREAK, at="14:50", about="one", roles=LEADER)
    return event._replace(details={"release": to, **details})


def test_a_stay_over_a_break_is_asked_about_and_can_be_shortened_with_a_reason() -> None:
    done = run(policy(), referral(day=BREAK, period="P3"))
    assert [o.task for o in done.outcomes("one", "task") if isinstance(o, Task)] == ["confirm_gap"]
    assert run(policy(), shorten("2026-10-23T15:00:00"), state=done.state).missing("less") == ("reason",)
    less = run(policy(), shorten("2026-10-23T15:00:00", reason="Long enough"), state=done.state)
    assert place(less, "less").release == Deadline(BREAK, time(15))


@pytest.mark.parametrize(
    "to", ["soon", "2026-11-03T09:00:00", "2026-10-22T09:00:00", "2026-10-23T15:00:00+25:00", "9" * 40]
)
def test_a_stay_is_shortened_to_a_moment_within_it_only(to: str) -> None:
    done = run(policy(), referral(day=BREAK, period="P3"))
    less = run(policy(), shorten(to, reason="Long enough"), state=done.state)
    assert less.missing("less") == ("release",)
    assert less.state == done.state


def test_a_referral_after_the_shortening_is_not_shortened() -> None:
    done = run(policy(), referral(day=BREAK), shorten("2026-10-23T14:55:00", reason="Enough"))
    again = run(policy(), referral("two", BREAK, "P5", "14:56"), state=done.state)
    assert place(again, "two").release == Deadline(date(2026, 11, 2), time(15))


def test_what_is_no_stay_is_missing() -> None:
    for kind in (EventKind.ARRIVAL, EventKind.STATION, EventKind.RELEASE):
        assert run(policy(), happened("x", "", kind, about="nothing")).missing("x") == ("stay",)


def test_the_calendar_says_when_it_ends() -> None:
    last = date(2027, 7, 20)
    with pytest.raises(CalendarEnds):
        WORKED.add_school_days(last, 1)
    assert [i.kind for i in run(policy(), referral(day=last)).decisions["one"].unanswered] == [
        "outside_calendar"
    ]


@pytest.mark.parametrize(
    ("day", "at", "until"),
    [
        (15, "11:30", time(16)),
        (15, "15:59", time(16)),
        (15, "16:00", None),
        (16, "09:00", time(12, 10)),
        (16, "12:10", None),
        (19, "11:30", None),
    ],
)
def test_the_pupils_day_ends_with_the_release_or_the_late_finish(
    day: int, at: str, until: time | None
) -> None:
    sent = run(policy(), happened("one", "RED-01")).state
    on = date(2026, 9, day)
    turn = Turn(policy(), WORKED, sent, happened("x", "", EventKind.ARRIVAL, day=on, at=at, about="one"))
    (stay,) = sent.stays
    declared = turn.rules.pack.placements[stay.placement]
    assert ends_today(turn, declared, stay) == (Deadline(on, until) if until else None)
