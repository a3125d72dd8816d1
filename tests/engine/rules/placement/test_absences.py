"""What an absence does to a stay besides moving it."""

from __future__ import annotations

from datetime import date, time

from evenhand.engine.decisions import Deadline, Place
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


def test_a_stay_carried_over_again_is_counted_anew_from_then_and_kept() -> None:
    again = happened(
        "again", "carry", EventKind.CONFIRM, day=date(2026, 9, 17), at="14:00", about="one",
        roles=["behaviour_lead"], reason="Asked for",
    )  # fmt: skip
    done = run(policy(), happened("one", "RED-01"), AWAY, again)
    (stay,) = done.state.stays
    (claim,) = stay.claims
    assert (claim.since, claim.release_day, claim.release_time) == (
        date(2026, 9, 17), date(2026, 9, 18), time(12, 10),
    )  # fmt: skip
    assert (claim.first, claim.moves) == (None, ())
    (place,) = done.outcomes("again", "place")
    assert isinstance(place, Place)
    assert place.release == Deadline(date(2026, 9, 18), time(12, 10))


def test_a_day_carried_over_is_told_as_one_day() -> None:
    done = run(policy(), happened("one", "RED-01"), AWAY)
    (place,) = done.outcomes("away", "place")
    assert isinstance(place, Place)
    assert (place.reason.key, dict(place.reason.values)["days"]) == ("carried_over", 1)
    assert place.release == Deadline(date(2026, 9, 17), time(12, 10))
