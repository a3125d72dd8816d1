"""How many prompts make a conversation: against plain counting, and never an apology."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.rules.restorative.demands import words
from evenhand.engine.values import EventKind
from tests.engine.rules.restorative.test_cases import incident
from tests.engine.worlds import happened, pack, policy, run

PROMPTS = [prompt.value for prompt in pack("infiniti").conversations["restorative"].prompts]


@pytest.mark.covers("INF-RC-1", "INF-RC-2", "INF-RC-5")
@given(st.lists(st.sampled_from([*PROMPTS, "weather"]), max_size=8))
def test_two_to_five_different_prompts_of_the_eight(chosen: list[str]) -> None:
    event = happened("t", "restorative", EventKind.CONVERSATION, at="10:00", about="inc")
    told = event._replace(details={"stage": "held", "prompts": tuple(chosen), "apology": False})
    done = run(policy("infiniti"), incident(), told)
    fits = 2 <= len(chosen) <= 5 and len(set(chosen)) == len(chosen) and "weather" not in chosen
    assert done.decisions["t"].refused is not fits


@pytest.mark.covers("INF-RC-1")
def test_eight_prompts_in_the_policys_order() -> None:
    assert PROMPTS == [
        "happened", "thinking", "since", "felt", "who_else", "how_affected", "put_right", "differently",
    ]  # fmt: skip


def test_one_word_is_a_list_of_one() -> None:
    assert (words("a"), words(("a", "b")), words(""), words(None), words(True), words(3)) == (
        ("a",), ("a", "b"), (), (), (), (),
    )  # fmt: skip
