"""One run: the act by its own code, the state handed back, and the reasons with what they used."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.decisions import Missing, PolicySilent, Propose, Reason, Used
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, policy, run

SCOPE, MATCH = "setting:step.scope", "setting:step.match"


def turn(code: str = "TALK", kind: EventKind = EventKind.CONCERN) -> Turn:
    """The turn of one act under the two rules."""
    return Turn(policy("tiny"), WORKED, EMPTY_STATE, happened("one", code, kind))


def proposal(why: Reason) -> Propose:
    """An outcome for that reason."""
    return Propose("visit", "A visit", "principal", "one", why)


@pytest.mark.parametrize("code", ["TALK", "chatting"])
def test_an_alias_goes_by_the_code_of_its_item(code: str) -> None:
    made = turn(code)
    assert made.item is not None
    assert (made.event.code, made.item.code) == ("TALK", "TALK")


@pytest.mark.parametrize(
    ("code", "kind"), [("chatting", EventKind.STATION), ("NOPE", EventKind.CONCERN), ("", EventKind.VOID)]
)
def test_what_is_no_act_of_the_catalogue_keeps_its_code(code: str, kind: EventKind) -> None:
    assert turn(code, kind).event.code == code


def test_the_state_that_nothing_touched_is_handed_back() -> None:
    state = run(policy(), happened("one", "RED-01")).state
    assert state.stays != ()
    assert Turn(policy(), WORKED, state, happened("two")).state() == state


def test_a_reason_names_the_figures_and_leaves_out_literals() -> None:
    why = turn().why(("1",), "told", (("ordinal", 1),), (SCOPE, 5, "", "param:quiet.minutes"))
    used = (Used("step.scope", "lesson", None), Used("quiet.minutes", 10, date(2026, 9, 1)))
    assert why == Reason(("1",), "told", (("ordinal", 1),), used)


def test_a_decision_is_stamped_with_its_inputs() -> None:
    made = turn()
    decision = made.decision()
    assert (decision.policy, decision.calendar) == (made.policy.digest, WORKED.digest)
    assert decision.settings == made.policy.settings_digest
    assert (decision.outcomes, decision.unanswered) == ((), ())


def test_a_silence_is_named_once_however_often_its_default_was_used() -> None:
    made = turn()
    for figures in ((MATCH,), (SCOPE, MATCH), (MATCH, "param:quiet.minutes")):
        made.outcomes.append(proposal(made.why((), "proposed", (), figures)))
    silent = (PolicySilent("T-2", "step.match"), PolicySilent("T-1", "step.scope"))
    assert made.decision().unanswered == silent


def test_a_default_that_no_outcome_used_is_not_named() -> None:
    made = turn()
    made.why((), "told", (), (SCOPE,))
    made.outcomes.append(proposal(made.why((), "proposed")))
    assert made.decision().unanswered == ()


def test_the_year_group_is_the_pupils() -> None:
    assert turn().year() == 8


def test_what_cannot_be_answered_carries_its_reason() -> None:
    missing = Missing(("scope",), ("1",))
    assert Unable(missing).unanswered is missing
    assert "scope" in str(Unable(missing))
