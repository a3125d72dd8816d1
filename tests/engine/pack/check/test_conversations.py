"""Conversations that ask for more than there is, or that refer to nothing."""

from __future__ import annotations

import pytest

from evenhand.packs.reader import pack_texts
from tests.tiny_pack import faults_of


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("conversations.toml", 'task = "restorative"', 'task = "chat"', "chat"),
        ("conversations.toml", 'minimum = "param:restorative.minimum"', 'minimum = "param:restorative.prompts"',
         "asks for at least 8 prompts and at most 5"),
        ("conversations.toml", "promises = { repair", "promises = { prize", "prize"),
        ("conversations.toml", 'after = "setting:restorative.escalate_second"',
         'after = "setting:restorative.escalate_first"', "comes no later than the chase before it"),
        ("conversations.toml", 'on = "not_ready"', 'on = "sleepy"', "never comes here"),
    ],
)  # fmt: skip
def test_each_fault_is_reported(file: str, old: str, new: str, words: str) -> None:
    texts = pack_texts("infiniti")
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    assert any(fault.startswith("conversations.toml:") and words in fault for fault in faults_of(texts))
