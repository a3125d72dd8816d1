"""What counts as declined, and each of the four ways not to answer, reached by a real policy."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.decisions import Conflict, Decision, Missing, OutsideCalendar, PolicySilent, Post, Reason
from evenhand.engine.decisions import Unanswered as Silence
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy, SettingValue
from tests.engine.worlds import TUESDAY, happened, pack, policy, run
from tests.tiny_pack import with_edit

POST = Post("behaviour", 1, "warning", Reason((), ""))
TWO_ENTRIES = """
[[ladder.entry]]
step = "quiet"
groups = ["rules"]
cites = ["2"]

[[ladder.entry]]
step = "{step}"
tags = ["loud"]
cites = ["1"]
"""


def edited(more: str) -> Policy:
    """The policy of two steps with more in its ladders."""
    return Policy.of(load_pack(with_edit("ladders.toml", "", more)))


@pytest.mark.parametrize(
    ("unanswered", "refused"),
    [
        ((), False),
        ((PolicySilent("T-1", "step.scope"),), False),
        ((PolicySilent("T-1", ""),), True),
        ((Missing(("scope",)),), True),
        ((Conflict(("1", "2")),), True),
        ((OutsideCalendar(TUESDAY),), True),
        ((PolicySilent("T-1", "step.scope"), Missing(("scope",))), True),
    ],
)
def test_only_a_silence_with_a_default_is_no_refusal(unanswered: tuple[Silence, ...], refused: bool) -> None:
    assert Decision((POST,), unanswered).refused is refused


def test_a_missing_fact_is_named() -> None:
    decision = run(policy("tiny"), happened("one", "TALK", scope="")).decisions["one"]
    assert decision.unanswered == (Missing(("scope",), ("1", "2")),)
    assert (decision.outcomes, decision.refused) == ((), True)


@pytest.mark.parametrize("day", [date(2025, 9, 16), date(2030, 1, 8)])
def test_a_date_that_no_calendar_knows_is_outside_it(day: date) -> None:
    decision = run(policy(), happened("one", "RED-01", day=day)).decisions["one"]
    assert decision.unanswered == (OutsideCalendar(day),)
    assert (decision.outcomes, decision.refused) == ((), True)


def test_entries_that_send_one_act_to_two_steps_are_a_conflict() -> None:
    done = run(edited(TWO_ENTRIES.format(step="remind")), happened("one", "TALK"), happened("two", "WANDER"))
    assert done.decisions["one"].unanswered == (Conflict(("2", "1")),)
    assert (done.decisions["one"].outcomes, done.decisions["one"].refused) == ((), True)
    assert done.step("two") == "quiet"


def test_a_conflict_leaves_the_state_as_it_was() -> None:
    done = run(edited(TWO_ENTRIES.format(step="remind")), happened("one", "TALK"))
    assert done.state == EMPTY_STATE


def test_entries_that_agree_are_no_conflict() -> None:
    assert run(edited(TWO_ENTRIES.format(step="quiet")), happened("one", "TALK")).step("one") == "quiet"


def test_a_default_that_stood_in_for_a_silence_is_named_and_decides() -> None:
    decision = run(policy("tiny"), happened("one", "TALK")).decisions["one"]
    assert decision.unanswered == (PolicySilent("T-1", "step.scope"), PolicySilent("T-2", "step.match"))
    assert [outcome.kind for outcome in decision.outcomes] == ["step"]
    assert not decision.refused


def test_what_the_school_has_answered_is_no_silence_even_by_the_same_value() -> None:
    decision = run(policy("tiny", step__scope="lesson"), happened("one", "TALK")).decisions["one"]
    assert decision.unanswered == (PolicySilent("T-2", "step.match"),)


def test_an_answer_ends_the_silence_on_its_own_day() -> None:
    later = Policy.of(pack("tiny"), [SettingValue("step.scope", "lesson", date(2026, 9, 16))])
    done = run(later, happened("one", "TALK"), happened("two", "TALK", day=date(2026, 9, 16), scope="next"))
    silent = {ident: [item.kind for item in found.unanswered] for ident, found in done.decisions.items()}
    assert silent == {"one": ["policy_silent", "policy_silent"], "two": ["policy_silent"]}
