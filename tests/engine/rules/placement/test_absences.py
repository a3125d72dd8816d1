"""What an absence does to a stay besides moving it."""

from __future__ import annotations

from datetime import date

from evenhand.engine.values import EventKind
from tests.engine.worlds import happened, policy, run

AWAY = happened("away", "", EventKind.ABSENCE, day=date(2026, 9, 16), at="08:40")


def test_nothing_happens_to_a_pupil_without_a_stay() -> None:
    done = run(policy(), AWAY)
    assert done.decisions["away"].outcomes == ()
    assert not done.decisions["away"].refused


def test_a_session_that_is_neither_morning_nor_afternoon_is_refused() -> None:
    done = run(policy(), happened("one", "RED-01"), AWAY._replace(details={"session": "evening"}))
    assert done.missing("away") == ("session",)


def test_a_stay_that_lapses_is_over() -> None:
    lapsing = policy(stay__carry_over_limit=0)
    assert run(lapsing, happened("one", "RED-01"), AWAY).state.stays == ()


def test_only_the_behaviour_lead_carries_it_over_again_and_says_why() -> None:
    again = happened("again", "carry", EventKind.CONFIRM, at="14:00", about="one", reason="Asked for")
    led = again._replace(id="led", roles=("behaviour_lead",), details={})
    done = run(policy(), happened("one", "RED-01"), again, led)
    assert done.missing("again") == ("role:behaviour_lead",)
    assert done.missing("led") == ("reason",)
