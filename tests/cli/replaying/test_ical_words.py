"""What the words of an event mean."""

from __future__ import annotations

import pytest

from evenhand.cli.replaying.ical_words import KINDS, meaning


@pytest.mark.parametrize("word", KINDS)
def test_each_word_is_known_in_the_categories_and_first_in_the_summary(word: str) -> None:
    assert meaning("x", ["OTHER", f" {word} "], whole_days=False) == (KINDS[word], "x")
    assert meaning(f"{word.capitalize()}: x", [], whole_days=False) == (KINDS[word], "x")
    assert meaning(word.lower(), [], whole_days=False) == (KINDS[word], word.lower())


@pytest.mark.parametrize(
    ("summary", "kind"),
    [
        ("Autumn Term 2026/27", "term"),
        ("Spring half term", "block"),
        ("Half-term holiday", "break"),
        ("New Year\u2019s Day (substitute day)", "bank_holiday"),
        ("Summer bank holiday", "bank_holiday"),
        ("Staff development (INSET)", "inset"),
        ("Easter holidays", "closure"),
        ("School closed for election", "closure"),
        ("Terminal check of the boiler", ""),
        ("Autumn term parents' evening", ""),
        ("Half-term disco for year 7", "block"),
        ("Insetting of windows", ""),
    ],
)
def test_summaries_as_schools_write_them(summary: str, kind: str) -> None:
    assert meaning(summary, [], whole_days=True)[0] == kind


def test_what_does_not_last_whole_days_closes_nothing_by_its_words() -> None:
    assert meaning("Planning for INSET", [], whole_days=False)[0] == ""
