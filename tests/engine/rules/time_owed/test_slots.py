"""Chosen detentions against the bells: any day, any slot, any moment."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Owe
from evenhand.engine.rules.time_owed.slots import UNSET_KEPT
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import FEW, TUESDAY, happened, moment, policy, run

STARTS = {"after_school": time(15, 5), "lunch": time(12, 10)}


@pytest.mark.covers("STAR-151a")
@FEW
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
