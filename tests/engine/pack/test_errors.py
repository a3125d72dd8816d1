"""Findings in words: where, what, what was expected, what to write; and words that were probably meant."""

from __future__ import annotations

import pytest

from evenhand.engine.pack.errors import PackError, PackErrors, listed, near

WORDS = tuple(f"w{number:02}" for number in range(1, 15))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PackError("pack.toml", 3, 1, "", "is wrong"), "pack.toml:3:1 is wrong"),
        (PackError("pack.toml", 3, 1, "mark", "is wrong"), "pack.toml:3:1 mark: is wrong"),
        (PackError("a.toml", 3, 9, "mark", "is wrong", "a text"), "a.toml:3:9 mark: is wrong; expected a text"),
        (PackError("a.toml", 3, 9, "mark", "is wrong", "", '"7"'), 'a.toml:3:9 mark: is wrong; write "7"'),
        (
            PackError("a.toml", 3, 9, "mark", "is wrong", "a text", '"7"'),
            'a.toml:3:9 mark: is wrong; expected a text; write "7"',
        ),
    ],
)  # fmt: skip
def test_a_finding_says_where_it_is_and_what_would_be_right(error: PackError, words: str) -> None:
    assert str(error) == words


def test_findings_stand_in_order_of_file_and_line() -> None:
    late, early, other = (
        PackError("a.toml", 10, 1, "", "late"),
        PackError("a.toml", 9, 1, "", "early"),
        PackError("b.toml", 1, 1, "", "other"),
    )
    errors = PackErrors([other, late, early])
    assert errors.errors == (early, late, other)
    assert str(errors) == "a.toml:9:1 early\na.toml:10:1 late\nb.toml:1:1 other"


def test_a_word_close_to_a_known_one_is_offered_in_quotes_and_no_other() -> None:
    assert near("lesson", ["lessons", "break"]) == '"lessons"'
    assert near("anything", ["lessons", ""]) == ""
    assert near("", ["", "lessons"]) == ""


def test_known_words_are_listed_and_the_rest_is_counted() -> None:
    assert listed(["one", "", "two"]) == "one, two"
    assert listed(WORDS[:12]) == ", ".join(WORDS[:12])
    assert listed(WORDS) == f"{', '.join(WORDS[:12])} and 2 more"
    assert listed(WORDS[:3], most=2) == "w01, w02 and 1 more"
    assert listed([""]) == "those declared, and there are none"
