"""What came of time owed: no miss where the absence was authorised, and only a leader's word for a miss."""

from __future__ import annotations

import pytest

from evenhand.engine.decisions import Owe
from evenhand.engine.facts import Event
from evenhand.engine.values import EventKind
from tests.engine.worlds import happened, policy, run, void

LATE = happened("late", "OTH-01", EventKind.LATE, at="08:50")


def came(outcome: str, **details: str) -> Event:
    """The register of the detention."""
    event = happened("no", "", EventKind.OWED_OUTCOME, at="15:40", about="late", roles=["head_of_year"])
    return event._replace(details={"outcome": outcome, **details})


@pytest.mark.covers("STAR-147b")
@pytest.mark.parametrize(
    ("absence", "stage"),
    [("", "missed"), ("unauthorised", "missed"), ("authorised", "excused"), ("excluded", "excused")],
)
def test_only_an_absence_that_nobody_authorised_is_a_miss(absence: str, stage: str) -> None:
    done = run(policy(), LATE, came("missed", absence=absence))
    (owe,) = done.outcomes("no", "owe")
    assert isinstance(owe, Owe)
    assert owe.stage == stage
    assert bool(done.outcomes("no", "place")) is (stage == "missed")


def test_a_word_that_is_no_outcome_is_refused() -> None:
    assert run(policy(), LATE, came("forgotten")).missing("no") == ("outcome",)


def test_a_choice_taken_back_leaves_the_miss() -> None:
    miss = happened("hw", "OTH-02", EventKind.HOMEWORK_MISSED)
    slot = happened(
        "slot", "OTH-02", EventKind.HOMEWORK_MISSED, at="12:00", about="hw", roles=["subject_lead"]
    )
    slot = slot._replace(details={"detention_day": "2026-09-17", "detention_slot": "lunch"})
    so_far = run(policy(), miss, slot)
    done = run(policy(), void(slot, so_far.decisions["slot"], at="12:30"), state=so_far.state)
    (waiting,) = run(policy(), miss).state.owed
    assert [item._replace(day=waiting.day) for item in done.state.owed] == [waiting]
