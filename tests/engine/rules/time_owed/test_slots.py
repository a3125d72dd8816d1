"""Chosen detentions against the bells: any day, any slot, any moment."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Owe
from evenhand.engine.facts import Event
from evenhand.engine.rules.time_owed.slots import UNSET_KEPT
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, moment, policy, run

STARTS = {"after_school": time(15, 5), "lunch": time(12, 10)}


@pytest.mark.covers("STAR-151a")
@given(
    st.integers(-2, 20),
    st.sampled_from([*STARTS, "dawn", ""]),
    st.times(time(8, 0), time(16, 0)),
    st.booleans(),
)
def test_a_slot_is_set_only_on_a_school_day_to_come_by_its_leader(
    offset: int, slot: str, at: time, leads: bool
) -> None:
    day, now = TUESDAY + timedelta(days=offset), at.replace(second=0, microsecond=0)
    event = happened(
        "hw", "OTH-02", EventKind.HOMEWORK_MISSED, roles=["subject_lead" if leads else "teacher"]
    )
    event = event._replace(at=moment(TUESDAY, now))
    done = run(policy(), event._replace(details={"detention_day": day.isoformat(), "detention_slot": slot}))
    fits = leads and slot in STARTS and WORKED.is_school_day(day) and (day, STARTS[slot]) > (TUESDAY, now)
    assert done.decisions["hw"].refused is not fits
    found = [(o.day, o.start) for o in done.outcomes("hw", "owe") if isinstance(o, Owe)]
    assert found == ([(day, STARTS[slot])] if fits else [])


def test_those_that_nobody_sets_a_time_for_do_not_pile_up() -> None:
    misses = [
        happened(f"hw{n}", "OTH-02", EventKind.HOMEWORK_MISSED, day=TUESDAY + timedelta(days=n // 4))
        for n in range(UNSET_KEPT + 4)
    ]
    kept = run(policy(), *misses).state.owed
    assert [item.id for item in kept] == [event.id for event in misses[-UNSET_KEPT:]]


def test_a_day_that_lacks_the_period_is_no_choice() -> None:
    event = happened("hw", "OTH-02", EventKind.HOMEWORK_MISSED, roles=["subject_lead"])
    told = event._replace(details={"detention_day": date(2026, 9, 26).isoformat(), "detention_slot": "lunch"})
    assert run(policy(), told).missing("hw") == ("detail:detention_day",)


LATE = happened("late", "OTH-01", EventKind.LATE, at="12:30")


@pytest.mark.parametrize(
    ("settings", "day"),
    [
        ({}, date(2026, 9, 15)),
        ({"late.detention_lead": 155}, date(2026, 9, 15)),
        ({"late.detention_lead": 156}, date(2026, 9, 16)),
        ({"late.detention_cut_off": "12:30"}, date(2026, 9, 15)),
        ({"late.detention_cut_off": "12:29"}, date(2026, 9, 16)),
    ],
)
def test_a_late_mark_too_near_the_detention_brings_that_of_the_next_day(
    settings: dict[str, int | str], day: date
) -> None:
    done = run(policy(**settings), LATE)
    (owe,) = done.outcomes("late", "owe")
    assert isinstance(owe, Owe)
    assert (owe.day, owe.start, owe.slot) == (day, time(15, 5), f"{day}/after")
    assert owe.leader == ("year:10" if day == TUESDAY else "year:9")


@pytest.mark.parametrize(("lead", "refused"), [(0, False), (100, False), (101, True)])
def test_a_chosen_time_that_is_too_near_is_refused(lead: int, refused: bool) -> None:
    event = happened("hw", "OTH-02", EventKind.HOMEWORK_MISSED, at="10:30", roles=["subject_lead"])
    event = event._replace(details={"detention_day": TUESDAY.isoformat(), "detention_slot": "lunch"})
    done = run(policy(**{"homework.detention_lead": lead}), event)
    assert done.missing("hw") == (("lead_time",) if refused else ())


def test_what_is_told_after_its_time_brings_points_and_no_detention() -> None:
    done = run(policy(), LATE._replace(details={"no_detention": True}))
    assert not done.outcomes("late", "owe")
    assert not done.outcomes("late", "tell")
    assert done.outcomes("late", "post")


def put_off(day: str = "2026-09-16", reason: str = "The bus home", role: str = "head_of_year") -> Event:
    event = happened("move", "", EventKind.OWED_OUTCOME, at="14:00", about="late", roles=[role])
    return event._replace(details={"outcome": "deferred", "detention_day": day, "reason": reason})


def test_a_leader_moves_a_late_detention_once_or_more_and_the_family_is_told() -> None:
    later = put_off("2026-09-18")._replace(id="again")
    done = run(policy(), LATE, put_off(), later)
    days = [o.day for name in ("move", "again") for o in done.outcomes(name, "owe") if isinstance(o, Owe)]
    assert days == [date(2026, 9, 16), date(2026, 9, 18)]
    assert [item.slot for item in done.state.owed] == ["2026-09-18/after"]
    assert len(done.outcomes("move", "tell")) == 1
    assert not done.outcomes("move", "post")


@pytest.mark.parametrize(
    ("event", "settings", "missing"),
    [
        (put_off(role="removal_manager"), {}, "role:head_of_year"),
        (put_off(reason=""), {}, "reason"),
        (put_off("2026-09-15"), {}, "detail:detention_day"),
        (put_off("2026-09-19"), {}, "detail:detention_day"),
        (put_off(), {"late.move": "never"}, "move"),
    ],
)
def test_what_does_not_move_a_late_detention(event: Event, settings: dict[str, str], missing: str) -> None:
    done = run(policy(**settings), LATE, event)
    assert done.missing("move") == (missing,)
    assert [item.slot for item in done.state.owed] == ["2026-09-15/after"]
