"""A card leads only to a page that there is, and is done only by roles that somebody holds."""

from __future__ import annotations

import pytest

from tests.tiny_pack import faults_of, tiny_texts

CARD = """
[[card]]
id = "pace"
kind = "support"
label = "Pace"
screen = "minutes"
roles = ["tutor"]
cites = ["1"]
"""


def found(old: str, new: str) -> list[str]:
    texts = tiny_texts()
    texts["classroom.toml"] = CARD.replace(old, new, 1)
    return faults_of(texts)


def test_a_card_loads() -> None:
    assert found("", "") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"minutes"', '"minuets"', 'screen "minuets" is not known'),
        ('["tutor"]', '["clerk"]', 'nobody holds the role "clerk"'),
    ],
)
def test_a_page_or_a_role_that_is_not_there_is_named(old: str, new: str, words: str) -> None:
    (fault,) = found(old, new)
    assert words in fault
