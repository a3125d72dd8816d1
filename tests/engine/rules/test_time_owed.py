"""Detentions on the same day, and minutes given back at the next break."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Deadline, Owe, Place, Task, Tell
from evenhand.engine.facts import Event, Fact
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, Run, happened, policy, run

HEAD = ("head_of_year",)
YEAR = [date(2026, 9, 2) + timedelta(days=number) for number in range(320)]


def late(day: date = TUESDAY) -> Event:
    """A late mark in the morning."""
    return happened("late", "OTH-01", EventKind.LATE, day=day, at="08:50")


def settle(outcome: str, roles: tuple[str, ...] = HEAD, about: str = "late", ident: str = "done") -> Event:
    """What came of the time owed."""
    return happened(ident, "", EventKind.OWED_OUTCOME, at="15:40", about=about, roles=roles, outcome=outcome)


def owed(done: Run, ident: str) -> Owe:
    """The time owed that came of an event."""
    (found,) = done.outcomes(ident, "owe")
    assert isinstance(found, Owe)
    return found


@pytest.mark.parametrize(("day", "leader"), [(date(2026, 9, 14), "year:11"), (date(2027, 5, 4), "year:10")])
def test_a_late_mark_sets_a_detention_on_the_same_day_led_by_the_rota(day: date, leader: str) -> None:
    done = run(policy(), late(day))
    found = owed(done, "late")
    assert (found.day, found.leader, found.stage) == (day, leader, "set")
    (told,) = done.outcomes("late", "tell")
    assert isinstance(told, Tell)
    assert told.due == Deadline(day, found.start)


def test_the_register_is_due_thirty_minutes_after_the_end() -> None:
    found = owed(run(policy(late__detention_start_offset=0, late__detention_length=30), late()), "late")
    assert (found.start, found.end) == (time(15), time(15, 30))
    assert found.register_by == Deadline(TUESDAY, time(16))


LEADERS = {0: "year:11", 1: "year:10", 2: "year:9", 3: "year:8", 4: "year:7"}


@given(
    st.sampled_from([day for day in YEAR if WORKED.is_school_day(day)]),
    st.sampled_from([0, 5, 10]),
    st.sampled_from([30, 45]),
)
def test_k_06_and_k_08_on_any_school_day_by_the_clock_alone(day: date, offset: int, length: int) -> None:
    chosen = policy(late__detention_start_offset=offset, late__detention_length=length)
    found = owed(run(chosen, late(day)), "late")
    bell = max(period.end for period in WORKED.periods_on(day, 8) if period.kind == "lesson")
    start = datetime.combine(day, bell) + timedelta(minutes=offset)
    end = start + timedelta(minutes=length)
    assert (found.day, found.leader) == (day, LEADERS[day.weekday()])
    assert (found.start, found.end) == (start.time(), end.time())
    register = end + timedelta(minutes=30)
    assert found.register_by == Deadline(register.date(), register.time())


def test_only_the_head_of_year_confirms_a_miss_and_it_is_settled_once() -> None:
    first = run(policy(), late())
    assert run(policy(), settle("missed", ("teacher",)), state=first.state).missing("done") == (
        "role:head_of_year",
    )
    done = run(policy(), settle("missed"), settle("missed", ident="twice"), state=first.state)
    assert owed(done, "done").stage == "missed"
    assert [p.placement for p in done.outcomes("done", "place") if isinstance(p, Place)] == [
        "removal_room_day"
    ]
    assert done.missing("twice") == ("owed",)


@pytest.mark.parametrize("outcome", ["served", "excused", "waived"])
def test_what_is_not_missed_brings_no_more(outcome: str) -> None:
    done = run(policy(), late(), settle(outcome))
    assert owed(done, "done").stage == outcome
    assert [o.kind for o in done.decisions["done"].outcomes] == ["owe"]


def test_a_slot_is_not_put_off_without_a_reason() -> None:
    done = run(policy(), late(), settle("deferred"))
    assert "reason" in done.missing("done")


@pytest.mark.parametrize("outcome", ["", "set", "forgotten"])
def test_an_outcome_that_is_none_is_refused(outcome: str) -> None:
    assert run(policy(), late(), settle(outcome)).missing("done") == ("outcome",)


def test_who_is_in_the_removal_room_has_not_missed_it() -> None:
    here = happened("here", "", EventKind.ARRIVAL, at="11:25", about="red")
    done = run(policy(), late(), happened("red", "RED-01"), here, settle("missed"))
    assert owed(done, "done").stage == "served"


def give_back(ident: str, minutes: Fact, at: str = "10:10") -> Event:
    """A consequence of minutes at the next break."""
    return happened(
        ident, "LRN-01", EventKind.LADDER_STEP, at=at, period="P2", step=4, reason="Seen", change="Sit down",
        consequence="give_back", minutes=minutes,
    )  # fmt: skip


def test_minutes_are_given_back_at_the_next_break_up_to_the_cap() -> None:
    chosen = policy("infiniti")
    cap = chosen.on(TUESDAY).number(chosen.pack.time_owed["give_back"].cap)
    done = run(chosen, give_back("one", cap), give_back("two", 1))
    assert (owed(done, "one").slot, owed(done, "one").start) == ("2026-09-15/BREAK", time(10, 55))
    assert done.missing("two") == ("room_in_break",)


@pytest.mark.parametrize("minutes", [0, -3, True, "5", ""])
def test_minutes_are_a_whole_number_of_at_least_one(minutes: Fact) -> None:
    assert run(policy("infiniti"), give_back("one", minutes)).decisions["one"].refused


def test_without_a_break_left_nothing_is_owed_and_lunch_is_never_taken() -> None:
    assert run(policy("infiniti"), give_back("one", 3, at="11:20")).missing("one") == ("break_left_today",)


def test_a_break_that_was_missed_asks_for_a_talk_and_no_more_minutes() -> None:
    done = run(policy("infiniti"), give_back("one", 3), settle("missed", about="one"))
    talks = [o.task for o in done.outcomes("done", "task") if isinstance(o, Task)]
    assert talks == ["give_back_talk"]
    assert done.state.owed == ()
