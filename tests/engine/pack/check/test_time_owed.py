"""Time owed whose slot nobody chooses, or that is owed by no range of years."""

from __future__ import annotations

import pytest

from evenhand.packs.reader import pack_texts
from tests.tiny_pack import faults_of


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("time_owed.toml", 'chooser = "subject_lead"\n', "", "a time that nobody chooses"),
        ("time_owed.toml", 'id = "lunch"', 'id = "noon"', "lunch"),
        ("settings.toml", 'value = "7-13"', 'value = "seven up"', "is no range of year groups"),
    ],
)
def test_each_fault_is_reported(file: str, old: str, new: str, words: str) -> None:
    texts = pack_texts("star_binary")
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    assert any(fault.startswith("time_owed.toml:") and words in fault for fault in faults_of(texts))
