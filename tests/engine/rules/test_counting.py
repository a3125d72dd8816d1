"""What is counted, once and on which day."""

from __future__ import annotations

from datetime import timedelta

from evenhand.engine.facts import EMPTY_STATE, Counted
from evenhand.engine.rules.counting import amounts, rows_of, take_back
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind, Where
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, policy, run

MONDAY = TUESDAY.replace(day=14)


def test_rows_of_one_key_are_one_on_their_earliest_day() -> None:
    rows = (Counted("a", "k", "1", TUESDAY), Counted("a", "k", "2", MONDAY), Counted("b", "k", "3", MONDAY))
    assert amounts(rows_of(rows, "a")) == ((MONDAY, 1),)
    assert amounts(rows_of(rows, "b")) == ((MONDAY, 1),)
    assert amounts(()) == ()


def test_what_was_recorded_of_a_step_afterwards_is_no_second_act() -> None:
    step = happened("s", "PPL-08", EventKind.LADDER_STEP, step=1, words="…")
    after = happened("o", "PPL-08", EventKind.LADDER_STEP, about="s", outcome="complied")
    counted = run(policy("infiniti"), step, after).state.counted
    assert [(row.name, row.event) for row in counted] == [("discrimination", "s")]


def test_an_arrival_is_no_second_referral() -> None:
    there = happened("a", "", EventKind.ARRIVAL, at="11:24", about="r")
    counted = run(policy(), happened("r", "RED-13"), there).state.counted
    assert [(row.name, row.key, row.day) for row in counted] == [("referrals", "r", TUESDAY)]


def test_a_requested_referral_counts_once_it_is_confirmed() -> None:
    asked = happened("r", "DIS-04", where=Where.OUT_OF_CLASS, scope="slot", period="BREAK")
    second = asked._replace(id="r2")
    found = run(policy(), asked, second)
    assert found.state.counted == ()
    yes = happened("y", "", EventKind.CONFIRM, about="r2", roles=("duty_leader",), at="11:25")
    assert [row.event for row in run(policy(), yes, state=found.state).state.counted] == ["y"]


def turn_with(*rows: Counted, chosen: str = "star_binary") -> Turn:
    """A turn of a pupil of whom that was counted."""
    return Turn(policy(chosen), WORKED, EMPTY_STATE._replace(counted=rows), happened("now", "RED-13"))


def test_only_what_the_event_counted_is_taken_back_each_name_once() -> None:
    name = next(iter(policy().pack.counters))
    mine = [Counted(name, key, "e", TUESDAY) for key in ("k", "l")]
    theirs, unknown = Counted(name, "k", "f", TUESDAY), Counted("gone", "k", "e", TUESDAY)
    apart = Counted(name + "=17", "k", "e", TUESDAY)
    turn = turn_with(*mine, theirs, unknown, apart)
    assert take_back(turn, "e") == (name, name + "=17")
    assert turn.counted == (theirs,)
    assert take_back(turn, "e") == ()
    assert turn.counted == (theirs,)


def test_what_lies_as_far_back_as_any_trigger_looks_is_kept_and_no_more() -> None:
    far = timedelta(days=policy().on(TUESDAY).watch.kept["referrals"])
    edge = Counted("referrals", "edge", "a", TUESDAY - far)
    gone = Counted("referrals", "gone", "b", TUESDAY - far - timedelta(days=1))
    state = EMPTY_STATE._replace(counted=(gone, edge))
    kept = run(policy(), happened("now", "RED-13"), state=state).state.counted
    assert [row.key for row in kept if row.name == "referrals"] == ["edge", "now"]
    alone = run(
        policy(), happened("now", "RED-13"), state=EMPTY_STATE._replace(counted=(edge,))
    ).state.counted
    assert edge in alone
