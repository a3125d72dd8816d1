"""What a stay's events bring about: timers that end with the pupil's day."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Task
from evenhand.engine.values import EventKind
from tests.engine.worlds import happened, moment, policy, run

MINUTES = st.integers(8 * 60 + 40, 16 * 60 + 59)


@pytest.mark.covers("STAR-97c")
@given(MINUTES)
def test_reading_takes_half_an_hour_or_until_the_pupil_goes_home(minute: int) -> None:
    at = time(minute // 60, minute % 60)
    sent = happened("one", "RED-01", at="08:40")
    here = happened("here", "", EventKind.ARRIVAL, about="one")._replace(at=moment(sent.at.day, at))
    done = run(policy(), sent, here)
    reading = next(t for t in done.outcomes("here", "task") if isinstance(t, Task) and t.task == "reading")
    assert reading.due is not None
    home, ends = 16 * 60, minute + 30
    expected = home if minute < home < ends else ends
    assert reading.due.time == time(expected // 60, expected % 60)


def test_an_unknown_code_is_a_confirmation_of_a_request() -> None:
    asked = happened("c", "nothing", EventKind.CONFIRM, roles=["duty_leader"])
    assert run(policy(), asked).missing("c") == ("request",)


def test_a_policy_without_a_day_of_return_has_none_to_confirm() -> None:
    asked = happened("c", "return", EventKind.CONFIRM, roles=["principal"])
    assert run(policy("tiny"), asked).missing("c") == ("placement",)
