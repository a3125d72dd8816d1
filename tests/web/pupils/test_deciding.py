"""Stored decisions in words."""

from __future__ import annotations

from typing import Any

from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import pack
from evenhand.web.pupils.deciding import People, posts_of, step_of


def test_the_step_is_named_as_the_policy_names_it() -> None:
    chosen = pack("star_binary")
    phrase = chosen.ladders["out_of_class"].steps[1].phrase
    taken: list[list[Any]] = [["step", "out_of_class", "referral", 2, 2, "s", False, []]]
    assert step_of(chosen, taken) == phrase
    taken[0][6] = True
    assert step_of(chosen, taken) == f"{phrase} asked for"
    assert step_of(chosen, []) == ""


def test_posts_are_counted_in_words_and_count_only_ledgers_are_not() -> None:
    posted: list[list[Any]] = [
        ["post", "behaviour", 1, "warning", []],
        ["post", "achievement", -2, "void", []],
    ]
    assert list(posts_of(pack("star_binary"), posted)) == ["+1 behaviour point", "-2 achievement points"]
    assert list(posts_of(pack("infiniti"), [["post", "positives", 1, "recorded", []]])) == []


def test_who_acted_and_who_typed() -> None:
    people = People({1: "Ms A", 2: "Mr B"})
    assert people.acted(Event(recorded_by_id=1)) == "Ms A"
    assert people.acted(Event(recorded_by_id=1, on_behalf_of_id=2)) == "Mr B, typed by Ms A"
