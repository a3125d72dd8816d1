"""Stages of a conversation that are refused, and the parts of the form that the pack declares."""

from __future__ import annotations

import pytest

from evenhand.engine.facts import Fact
from evenhand.engine.rules.restorative.cases import owner_of
from evenhand.engine.values import EventKind
from tests.engine.rules.restorative.test_cases import incident, talk
from tests.engine.worlds import happened, pack, policy, run


def test_a_conversation_that_the_policy_does_not_have_is_refused() -> None:
    event = happened("t", "chat", EventKind.CONVERSATION, about="inc")
    assert run(policy("infiniti"), incident(), event).missing("t") == ("code",)


def test_a_stage_that_is_none_is_refused() -> None:
    event = talk("t", "held")._replace(details={"stage": "started"})
    assert run(policy("infiniti"), incident(), event).missing("t") == ("stage",)


@pytest.mark.parametrize("name", ["note", "text", "reason", "answers", "summary"])
@pytest.mark.covers("STAR-111b")
def test_a_disclosure_carries_no_words(name: str) -> None:
    event = talk("t", "disclosure")
    event = event._replace(details={**event.details, name: "what was said"})
    assert run(policy("infiniti"), incident(), event).missing("t") == ("text_to_safeguarding_only",)


def test_anybody_may_pass_a_disclosure_on() -> None:
    event = talk("t", "disclosure")._replace(by="somebody", roles=())
    assert not run(policy("infiniti"), incident(), event).decisions["t"].refused


@pytest.mark.covers("STAR-106", "STAR-108", "STAR-109", "STAR-112", "STAR-113", "STAR-114")
def test_the_form_has_its_stages_prompts_purposes_and_ticks() -> None:
    form = pack("star_binary").conversations["restorative"]
    assert [stage.value for stage in form.stages] == ["regulate", "relate", "repair"]
    assert (len(form.listening), len(form.purposes), len(form.prompts)) == (4, 4, 5)
    assert [tick.value for tick in form.ticks] == ["expectations", "aspirations", "belief"]


@pytest.mark.covers("INF-RJ-3")
@pytest.mark.parametrize(("owner", "found"), [("lead-9", "lead-9"), ("", "adult-1"), ("lead:9", None)])
def test_a_session_is_owed_by_the_lead_who_was_chosen_or_who_opens_it(owner: str, found: str | None) -> None:
    told: dict[str, Fact] = {"stage": "opened", "parties": ("pupil-a", "pupil-b"), "owner": owner}
    event = happened("s", "justice", EventKind.CONVERSATION, by="adult-1", roles=("pastoral_lead",))
    event = event._replace(details=told)
    done = run(policy("infiniti"), event)
    if found is None:
        assert done.missing("s") == ("owner",)
    else:
        (case,) = done.state.cases
        assert owner_of(case) == found
