"""Messages that nobody wrote, texts of no message, and placeholders without a value, each with its place."""

from __future__ import annotations

import pytest

from evenhand.packs.reader import pack_texts
from tests.tiny_pack import faults_of, line_of


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "words"),
    [
        ("time_owed.toml", 'template = "late_detention"', 'template = "late_detentoin"', "late_detentoin",
         'write "late_detention"'),
        ("letters/en.toml", "{pupil} has a detention today", "{pupli} has a detention today", "{pupli} has",
         "{pupli} is no placeholder"),
        ("letters/pl.toml", "{until}. Zadzwonimy", "{until. Zadzwonimy", "{until. Zadzwonimy", "a brace stands alone"),
        ("letters/ro.toml", 'id = "late_finish"', 'id = "late_finnish"', "late_finnish", "is not known"),
        ("letters/letters.toml", 'channels = ["text", "email", "print"]', 'channels = ["pigeon"]', '"pigeon"',
         'channel "pigeon" is not known'),
        ("letters/letters.toml", 'about = "stay"', 'about = "weather"', 'about = "weather"', "weather"),
        ("letters/letters.toml", 'id = "recognition"', 'id = "recognition"\nwaits_for = ["nobody"]', '"nobody"',
         'task "nobody" is not known'),
    ],
)  # fmt: skip
def test_each_fault_is_reported_where_it_stands(file: str, old: str, new: str, at: str, words: str) -> None:
    texts = pack_texts("star_binary")
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    found = [fault for fault in faults_of(texts) if fault.startswith(f"{file}:") and words in fault]
    assert found, faults_of(texts)
    line = int(found[0].split(":")[1])
    assert abs(line - line_of(file, at, texts)) <= 9


def test_a_message_needs_words_in_english() -> None:
    texts = pack_texts("infiniti")
    texts["letters/letters.toml"] += (
        '\n[[message]]\nid = "new"\nlabel = "New"\nchannels = ["email"]\ncites = []\n'
    )
    assert any('"new" has no words in English' in fault for fault in faults_of(texts))
