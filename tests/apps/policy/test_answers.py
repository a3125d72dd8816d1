"""An open question as it is shown, and an answer as a form sends it."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.apps.policy.answers import as_text, choices_of, read_answer, setting_view
from evenhand.apps.policy.words import SILENT
from evenhand.engine.decisions import Value
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import Choice, Setting
from tests.kept_packs import kept_pack


def asking(kind: str, choices: tuple[Choice, ...] = ()) -> Setting:
    return Setting("a.b", "G-1", "What?", kind, 1, "Because.", ("1",), choices, minimum=1, maximum=5)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", " 3 ", 3),
        ("boolean", "true", True),
        ("time", "9:30".zfill(5), "09:30"),
        ("text", "x", "x"),
    ],
)
def test_what_a_form_sends_becomes_a_value_of_the_type(kind: str, text: str, value: Value) -> None:
    assert read_answer(asking(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("integer", "six", "whole number"),
        ("integer", "6", "from 1 to 5"),
        ("boolean", "perhaps", "Choose"),
        ("time", "noon", "such as 16:30"),
        ("text", " ", "Choose"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(kind: str, text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_answer(asking(kind), text)


def test_choices_keep_their_type() -> None:
    setting = asking("integer", (Choice(5, "Five"), Choice(0, "None")))
    assert read_answer(setting, as_text(0)) == 0
    assert [choice.label for choice in choices_of(asking("boolean"))] == ["Yes", "No"]


def test_a_silence_is_said_and_the_choice_in_force_is_marked() -> None:
    policy = Policy.of(kept_pack("star_binary"))
    day = date(2026, 11, 17)
    view = setting_view(policy.on(day), policy.pack.settings["ladder.scope"], day)
    assert (view.standing, view.open, view.current) == (SILENT, True, None)
    assert [choice.value for choice in view.choices if choice.in_force] == ["lesson"]
