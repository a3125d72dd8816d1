"""What came of time owed: no miss where the absence was authorised, and only a leader's word for a miss."""

from __future__ import annotations

import pytest

from evenhand.engine.decisions import Owe
from evenhand.engine.facts import Event
from evenhand.engine.rules.time_owed.settling import settle
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
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


def test_of_two_that_wait_the_one_that_is_meant_gets_its_slot() -> None:
    misses = [happened(ident, "OTH-02", EventKind.HOMEWORK_MISSED) for ident in ("hw1", "hw2")]
    slot = happened(
        "slot", "OTH-02", EventKind.HOMEWORK_MISSED, at="12:00", about="hw2", roles=["subject_lead"]
    )
    slot = slot._replace(details={"detention_day": "2026-09-17", "detention_slot": "lunch"})
    done = run(policy(), *misses, slot)
    assert {item.id: bool(item.slot) for item in done.state.owed} == {"hw1": False, "hw2": True}
    (owe,) = done.outcomes("slot", "owe")
    assert isinstance(owe, Owe)
    assert owe.leader == "subject_lead"
    again = run(policy(), slot._replace(id="again"), state=done.state)
    assert again.missing("again") == ("owed",)
    waiting = came("missed")._replace(about="hw1")
    assert run(policy(), waiting, state=done.state).missing("no") == ("owed",)


@pytest.mark.parametrize(("year", "owes"), [(None, 1), (6, 0), (7, 1), (11, 1), (12, 0)])
def test_only_the_year_groups_in_scope_owe_a_detention(year: int | None, owes: int) -> None:
    done = run(policy(), LATE._replace(year_group=year))
    assert len(done.outcomes("late", "owe")) == owes


@pytest.mark.parametrize(("outcome", "waits"), [("missed", False), ("deferred", True), ("excused", True)])
def test_what_was_chosen_and_is_put_off_waits_for_a_new_time(outcome: str, waits: bool) -> None:
    miss = happened("hw", "OTH-02", EventKind.HOMEWORK_MISSED)
    slot = happened(
        "slot", "OTH-02", EventKind.HOMEWORK_MISSED, at="12:00", about="hw", roles=["subject_lead"]
    )
    slot = slot._replace(details={"detention_day": "2026-09-17", "detention_slot": "lunch"})
    event = happened("no", "", EventKind.OWED_OUTCOME, at="15:40", about="hw", roles=["subject_lead"])
    turn = Turn(
        policy(), WORKED, run(policy(), miss, slot).state, event._replace(details={"outcome": outcome})
    )
    settled = settle(turn)
    assert (settled.stage, settled.waits) == (outcome, waits)
    assert [item.slot for item in turn.owed] == ([""] if waits else [])
