"""The faster writer's texts are those of Python's own and of the engine's, to the byte."""

from __future__ import annotations

import json
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.apps.tenancy.jsontext import canonical, canonical_text, decision_text, digest, state_text
from evenhand.engine import wire
from evenhand.engine.decisions import Decision
from evenhand.engine.facts import EMPTY_STATE
from evenhand.engine.values import EventKind
from tests.engine.test_wire import EVERYTHING, decisions

letters = st.text(st.characters(exclude_categories=()))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | letters | st.sampled_from(EventKind),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
        | st.dictionaries(st.integers(), inner, max_size=2)
        | st.dictionaries(st.sampled_from(EventKind), inner, max_size=2)
    ),
    max_leaves=8,
)


@given(anything)
def test_the_text_is_that_of_pythons_own_writer_whatever_it_holds(value: object) -> None:
    own = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical_text(value) == own


@pytest.mark.parametrize("value", [date(2026, 11, 17), {"at": [time(11, 2)]}, [b"bytes"], {("a",): 1}])
def test_what_is_no_plain_value_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_text(value)


def test_the_digest_is_that_of_the_bytes_and_the_engines() -> None:
    plain = {"b": "Ælfgifu", "a": [1, None]}
    assert canonical(plain) == wire.canonical(plain)
    assert digest(plain) == wire.digest(plain)


@given(decisions)
def test_a_decision_has_the_text_of_its_plain_form(decision: Decision) -> None:
    assert decision_text(decision) == wire.canonical_text(wire.decision_to_plain(decision))


@pytest.mark.parametrize("state", [EMPTY_STATE, EVERYTHING])
def test_a_state_has_the_text_of_its_plain_form(state: object) -> None:
    found = EVERYTHING if state is EVERYTHING else EMPTY_STATE
    assert state_text(found) == wire.canonical_text(wire.state_to_plain(found))
