"""The rules behind a paragraph, told in words that follow the declarations and the settings."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.apps.policy.rule_words import points_words, rule_words
from evenhand.engine.explain import citing
from evenhand.engine.pack.resolve import Policy, SettingValue
from evenhand.packs.reader import pack_ids
from tests.kept_packs import kept_pack

DAY = date(2026, 11, 17)
POLICIES = ("star_binary", "infiniti")


def told(
    clause: str, *settings: SettingValue, pack: str = "star_binary"
) -> list[tuple[str, tuple[str, ...]]]:
    policy = Policy.of(kept_pack(pack), settings)
    return [(line.head, line.bodies) for line in rule_words(policy.on(DAY), citing(policy.pack)[clause])]


def all_words(clause: str, *settings: SettingValue) -> str:
    return " ".join(" ".join((head, *bodies)) for head, bodies in told(clause, *settings))


def test_a_ladder_tells_its_steps_in_order_and_its_scope() -> None:
    head, bodies = told("80")[0]
    assert "in a lesson" in head
    assert "a warning, then a referral" in bodies[0]
    assert "The lesson" in bodies[0]


def test_words_follow_the_schools_settings() -> None:
    longer = SettingValue("ladder.scope", "day", date(2026, 9, 1))
    assert "Counted within: The lesson" in all_words("80")
    assert "Counted within: The lesson" not in all_words("80", longer)


def test_an_effect_that_a_setting_switches_off_is_not_told() -> None:
    ended = SettingValue("contact.deadline", "end_of_day", date(2026, 9, 1))
    assert "the same day" in all_words("100", ended)
    assert "the same day" not in all_words("100")


def test_an_entry_a_deadline_and_a_gate_are_told_with_their_figures() -> None:
    assert "straight to a referral" in all_words("81")
    assert "within 5 minutes" in all_words("96")
    assert "1 school day later" in all_words("97")
    assert "60 minutes after the closing bell" in all_words("100")
    assert "comes before going back" in all_words("101")


def test_occasions_with_one_answer_are_told_together() -> None:
    lines = told("A2")
    missed = [head for head, bodies in lines if any("“missed”" in body for body in bodies)]
    assert len(missed) == 1
    assert "Late detention" in missed[0]
    assert "Homework detention" in missed[0]


def test_many_rows_of_the_catalogue_are_a_number_and_few_are_named() -> None:
    assert ("Catalogue", ("23 rows rest on this paragraph.",)) in told("A1")
    assert any(head.startswith("Catalogue, ") for head, _ in told("144"))


def test_an_items_figures_are_told_by_stage() -> None:
    policy = Policy.of(kept_pack("star_binary"))
    item = next(item for item in policy.pack.items.values() if item.group == "disruptive")
    assert points_words(policy.on(DAY), item) == "behaviour points: warning 1, referral 3"


@pytest.mark.parametrize("name", POLICIES)
def test_every_rule_is_whole_sentences_without_references(name: str) -> None:
    assert name in pack_ids()
    policy = Policy.of(kept_pack(name))
    found = citing(policy.pack)
    for clause in policy.pack.clauses:
        for line in rule_words(policy.on(DAY), found.get(clause, ())):
            words = f"{line.head} {' '.join(line.bodies)}"
            assert line.head
            assert all(body.endswith((".", "?")) for body in line.bodies)
            assert "param:" not in words
            assert "setting:" not in words
            assert "_" not in words, words
