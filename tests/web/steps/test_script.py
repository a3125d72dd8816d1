"""Stems are filled, the school is named as itself, and forbidden words never come through."""

import pytest

from evenhand.engine.pack.schema import Prompt
from evenhand.web.steps.script import cleaner, said, stems
from tests.web.steps.flow import ACT, Hand


@pytest.mark.covers("INF-SS-6")
def test_the_stems_of_the_caution_hold_the_name_the_act_and_the_schools_own_terms(hand: Hand) -> None:
    card = hand.built(step="2", code=ACT, rule="respectful").cards[1]
    words = [stem.text for stem in card.stems]
    assert len(words) == 6
    assert words[0] == "Amara, here at Alder one word counts just now: respectful."
    assert words[1] == "What I can see: calling out."
    assert [stem.label for stem in card.stems] == ["Rule", "Seen", "Why not", "Need", "Thanks", "Then"]


@pytest.mark.covers("INF-SS-16")
def test_no_script_ever_holds_a_forbidden_word(hand: Hand) -> None:
    hand.praised(1, "Showed a visitor from Hayes round")
    page = hand.built(code=ACT, change="Do it the hayes way")
    said_aloud = " ".join(stem.text for card in page.cards for stem in card.stems)
    assert "Alder" in said_aloud
    assert "hayes" not in said_aloud.lower()
    assert "the Alder way" in said_aloud


def test_a_word_inside_another_word_is_left_alone() -> None:
    clean = cleaner(["Ash"], "Alder")
    assert clean("Ash, ash and Ashton wash") == "Alder, Alder and Ashton wash"
    assert cleaner([], "Alder")("Ash") == "Ash"


@pytest.mark.parametrize(
    ("words", "inside"),
    [
        ("Calling out.", "calling out"),
        ("IT room left", "IT room left"),
        ("", ""),
        ("A", "a"),
        ("I see", "I see"),
    ],
)
def test_words_inside_a_sentence(words: str, inside: str) -> None:
    assert said(words) == inside


def test_what_is_not_chosen_yet_says_what_to_choose() -> None:
    (stem,) = stems([Prompt("If so, {consequence}.")], {}, [], "Alder")
    assert [(part.words, part.fill, part.after) for part in stem.parts] == [
        ("If so, ", "", ""),
        ("what follows", "consequence", "."),
    ]
    assert stem.text == "If so, what follows."
