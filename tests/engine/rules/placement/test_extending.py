"""Longer stays: never beyond the cap, never to the middle of a period, whatever is asked for."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import Event
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import BELLS
from tests.engine.worlds import TUESDAY, happened, policy, run, void

ENDS = datetime.combine(date(2026, 9, 16), time(12, 10))
FURTHEST = datetime.combine(date(2026, 9, 17), time(12, 10))


def stay() -> tuple[Event, Event]:
    """A pupil is sent out in period 3 and registered."""
    sent = happened("one", "RED-01")
    here = happened("here", "", EventKind.ARRIVAL, at="11:26", about="one", roles=["removal_staff"])
    return sent, here


def longer(until: datetime, ident: str = "more") -> Event:
    """The manager asks for a later release."""
    return happened(
        ident, "extension", EventKind.CONFIRM, at="14:00", about="one", roles=["removal_manager"],
        reason="Two tasks not begun", need_check="none", release=until.isoformat(),
    )  # fmt: skip


@pytest.mark.covers("STAR-98")
@given(st.integers(0, 3), st.sampled_from([p.end for p in BELLS.periods] + [time(12, 37), time(16, 0)]))
def test_only_whole_periods_after_the_release_and_within_the_cap(days: int, at: time) -> None:
    until = datetime.combine(TUESDAY + timedelta(days=days), at)
    done = run(policy(), *stay(), longer(until))
    whole = at in {period.end for period in BELLS.periods} | {BELLS.closing}
    allowed = whole and ENDS < until <= FURTHEST
    assert done.decisions["more"].refused is not allowed
    (claim,) = done.state.stays[0].claims
    assert (claim.release_day, claim.release_time) == (
        (until.date(), until.time()) if allowed else (ENDS.date(), ENDS.time())
    )


def test_an_extension_taken_back_leaves_the_release_as_it_was() -> None:
    asked = longer(FURTHEST)
    first = run(policy(), *stay(), asked)
    done = run(policy(), void(asked, first.decisions["more"]), state=first.state)
    (claim,) = done.state.stays[0].claims
    assert (claim.release_day, claim.release_time, claim.moves) == (ENDS.date(), ENDS.time(), ())


def test_an_absence_after_an_extension_moves_its_end() -> None:
    away = happened("away", "", EventKind.ABSENCE, day=date(2026, 9, 17), at="08:40")
    done = run(policy(), *stay(), longer(FURTHEST), away)
    assert done.state.stays[0].claims[0].release_day == date(2026, 9, 18)


def test_of_two_referrals_the_one_that_ends_later_is_made_longer() -> None:
    sent, here = stay()
    again = happened("two", "RED-01", at="13:00", period="P4")
    end = datetime.combine(date(2026, 9, 16), time(15))
    done = run(policy(), sent, here, again, longer(end))
    claims = {claim.event: claim for claim in done.state.stays[0].claims}
    assert [(c.release_day, c.release_time) for c in (claims["one"], claims["two"])] == [
        (ENDS.date(), ENDS.time()),
        (end.date(), end.time()),
    ]
    assert (len(claims["one"].moves), len(claims["two"].moves)) == (0, 1)


def test_the_time_of_an_extension_outlasts_an_absence() -> None:
    end = datetime.combine(date(2026, 9, 16), time(15))
    away = happened("away", "", EventKind.ABSENCE, day=date(2026, 9, 16), at="08:40")
    done = run(policy(), *stay(), longer(end), away)
    (claim,) = done.state.stays[0].claims
    assert (claim.release_day, claim.release_time) == (date(2026, 9, 17), time(15))
