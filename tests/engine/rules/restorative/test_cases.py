"""Conversations in the state: what is remembered, and what a void takes away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import EMPTY_STATE, Event, Fact, Opened
from evenhand.engine.rules.restorative.cases import CLOSED_KEPT, ENDING, undo
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, policy, run, void

STEP: dict[str, Fact] = {"step": 4, "change": "Hand up", "consequence": "other", "reason": "Seen"}
TOLD: dict[str, dict[str, str | tuple[str, ...]]] = {
    "not_ready": {"stage": "not_ready", "reason": "Upset"},
    "held": {"stage": "held", "prompts": ("happened", "thinking")},
    "refused": {"stage": "refused", "reason": "Not today"},
    "disclosure": {"stage": "disclosure"},
    "serious": {"stage": "serious", "reason": "Frightened"},
}


def incident(ident: str = "inc", scope: str = "4K-P1") -> Event:
    """A consequence, with which a conversation is owed."""
    return happened(ident, "LRN-01", EventKind.LADDER_STEP, at="09:25", scope=scope)._replace(details=STEP)


def talk(ident: str, stage: str, about: str = "inc") -> Event:
    """Something happens to the conversation."""
    event = happened(ident, "restorative", EventKind.CONVERSATION, at="10:00", about=about)
    return event._replace(details=TOLD[stage])


@given(st.lists(st.sampled_from(sorted(TOLD)), min_size=1, max_size=5), st.data())
def test_what_is_taken_back_never_was(stages: list[str], data: st.DataObject) -> None:
    events = [talk(f"t{number}", stage) for number, stage in enumerate(stages)]
    gone = data.draw(st.sampled_from(events))
    so_far = run(policy("infiniti"), incident(), *events)
    undone = void(gone, so_far.decisions[gone.id])
    if so_far.decisions[gone.id].refused:
        return
    after = run(policy("infiniti"), undone, state=so_far.state).state.cases
    recorded = [one for one in events if not so_far.decisions[one.id].refused and one is not gone]
    assert after == run(policy("infiniti"), incident(), *recorded).state.cases


def test_an_incident_taken_back_owes_no_conversation() -> None:
    so_far = run(policy("infiniti"), incident())
    assert [case.stage for case in so_far.state.cases] == ["open"]
    undone = void(incident(), so_far.decisions["inc"])
    assert run(policy("infiniti"), undone, state=so_far.state).state.cases == ()


def test_only_the_newest_that_are_over_are_remembered() -> None:
    events: list[Event] = []
    for number in range(CLOSED_KEPT + 4):
        ident = f"inc{number}"
        events += [incident(ident, f"4K-{number}"), talk(f"t{number}", "held", ident)]
    cases = run(policy("infiniti"), *events).state.cases
    assert sum(1 for case in cases if case.stage in ENDING) <= CLOSED_KEPT + 1


@pytest.mark.parametrize(
    ("stage", "lines", "gone", "left"),
    [
        ("held", ("held:t1:a", "held:t2:b"), "t1", ("held", ("held:t2:b",))),
        ("held", ("held:t1:a", "not_ready:t2:b"), "t1", ("open", ("not_ready:t2:b",))),
        ("held", ("held:t1:a", "not_ready:t2:b"), "t2", ("held", ("held:t1:a",))),
        ("refused", ("refused:t1:a", "refused:t2:b"), "t1", ("refused", ("refused:t2:b",))),
        ("refused", ("refused:t1:a",), "t1", ("open", ())),
        ("open", ("not_ready:t1:held:t9",), "t1", ("open", ())),
        ("open", ("not_ready:t1:held:t9",), "t9", ("open", ("not_ready:t1:held:t9",))),
    ],
)
def test_of_what_was_said_one_line_goes_and_the_stage_follows_from_the_rest(
    stage: str, lines: tuple[str, ...], gone: str, left: tuple[str, tuple[str, ...]]
) -> None:
    case = Opened("inc", "restorative", stage, TUESDAY, "inc", lines)
    other = case._replace(id="other", reasons=("held:t7:x",))
    turn = Turn(policy("infiniti"), WORKED, EMPTY_STATE._replace(cases=(case, other)), incident("x"))
    undo(turn, gone)
    assert turn.cases == (case._replace(stage=left[0], reasons=left[1]), other)


def test_what_only_another_rule_keeps_is_left() -> None:
    case = Opened("inc", "something_else", "held", TUESDAY, "inc", ("held:t1:a",))
    turn = Turn(policy("infiniti"), WORKED, EMPTY_STATE._replace(cases=(case,)), incident("x"))
    undo(turn, "t1")
    undo(turn, "inc")
    assert turn.cases == (case,)
