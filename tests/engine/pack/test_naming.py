"""What a declaration is called: its noun and its name, alone and within those around it."""

from __future__ import annotations

from evenhand.engine.pack.naming import name_of, noun_of, words_for
from evenhand.engine.pack.schema import Due, Effect
from evenhand.engine.values import DueRule
from tests.engine.worlds import pack

TINY = pack("tiny")
LADDER = TINY.ladders["two_steps"]
STEP = LADDER.steps[0]


def test_a_declaration_has_the_name_under_which_it_is_declared() -> None:
    assert name_of(LADDER) == "two_steps"
    assert name_of(TINY.items["TALK"]) == "TALK"
    assert name_of(TINY.params["quiet.minutes"]) == "quiet.minutes"
    assert name_of(TINY.params["quiet.minutes"].values[0]) == "10"
    assert name_of(Due(DueRule.NOW)) == ""


def test_an_effect_is_named_by_its_kind_and_by_what_it_does() -> None:
    assert name_of(Effect("place", ("1",), placement="quiet_room")) == "place quiet_room"
    assert name_of(Effect("task", ("1",), id="talk")) == "task talk"
    assert name_of(Effect("task", ("1",))) == "task"


def test_the_noun_is_in_plain_words() -> None:
    assert (noun_of(STEP), noun_of(LADDER)) == ("ladder step", "ladder")


def test_a_chain_is_told_from_the_outside_in_without_the_pack_and_without_values() -> None:
    assert words_for((TINY, LADDER, STEP)) == "ladder two_steps, ladder step remind"
    assert words_for((TINY, "remind", Due(DueRule.NOW))) == "due"
    assert words_for(()) == ""
