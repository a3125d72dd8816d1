"""Messages that nobody wrote, texts of no message, and placeholders without a value, each with its place."""

from __future__ import annotations

import pytest

from evenhand.packs.reader import pack_texts
from tests.tiny_pack import faults_of, line_of, tiny_texts


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


MESSAGE = '[[message]]\nid = "note"\nlabel = "A note"\nchannels = ["email"]\ncites = ["1"]\n'
ENGLISH = '[[text]]\nid = "note"\nsubject = "A note about {pupil}"\nbody = "Dear {family}"\n'
ROUTINE = (
    '[[routine]]\nid = "look"\nlabel = "Look"\nrole = "tutor"\nevery = "day"\ncites = ["1"]\n'
    'audience = "family"\ntemplate = "nota"\n'
)
TELL = (
    '[[placement.effect]]\nkind = "tell"\non = "expected"\naudience = "family"\nchannel = "message"\n'
    'template = "nota"\ncites = ["2"]\n'
)


def of_tiny(**files: str) -> list[str]:
    """What loading reports about the pack of two steps with these messages; `en` is their English."""
    texts = tiny_texts()
    texts["triggers.toml"] = files.get("routine", "")
    texts["placements.toml"] += files.get("tell", "")
    for name, file in (("messages", "letters"), ("en", "en"), ("pl", "pl")):
        if name in files:
            texts[f"letters/{file}.toml"] = files[name]
    return faults_of(texts)


def test_messages_and_their_words_belong_together() -> None:
    assert of_tiny(messages=MESSAGE, en=ENGLISH) == []
    (wordless,) = of_tiny(messages=MESSAGE)
    assert wordless.startswith('letters/letters.toml:1:1 message[0]: "note" has no words in English')
    (foreign,) = of_tiny(messages=MESSAGE, pl=ENGLISH)
    assert "no words in English" in foreign
    (unread,) = of_tiny(messages=MESSAGE, en="[[text")
    assert "not TOML" in unread
    (nameless,) = of_tiny(en=ENGLISH)
    assert nameless.startswith('letters/en.toml:2:1 text[0].id: message "note" is not known')


def test_what_a_rule_tells_has_a_message_in_a_pack_with_messages() -> None:
    for part in ({"routine": ROUTINE}, {"tell": TELL}):
        assert of_tiny(**part) == []
        (found,) = of_tiny(messages=MESSAGE, en=ENGLISH, **part)
        assert 'message "nota" is not known; expected one of note; write "note"' in found
    assert of_tiny(messages=MESSAGE, en=ENGLISH, tell=TELL.replace('template = "nota"\n', "")) == []
    assert of_tiny(messages=MESSAGE, en=ENGLISH, routine=ROUTINE.replace('audience = "family"\n', "")) == []


def test_a_message_waits_for_a_task_that_there_is() -> None:
    assert of_tiny(messages=f'{MESSAGE}waits_for = ["talk"]\n', en=ENGLISH) == []
    (found,) = of_tiny(messages=f'{MESSAGE}waits_for = ["talk", "tell"]\n', en=ENGLISH)
    assert found.startswith('letters/letters.toml:6:22 message[0].waits_for[1]: task "tell" is not known')


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("{pupli}", "{pupli} is no placeholder; expected one of pupil,"),
        ("{xyzzy}", "{xyzzy} is no placeholder"),
        ("{pupil", "a brace stands alone"),
        ("pupil}", "a brace stands alone"),
        ("{pupil} and {family}", ""),
    ],
)
def test_placeholders_are_known_and_closed(words: str, fault: str) -> None:
    found = of_tiny(messages=MESSAGE, en=ENGLISH.replace("Dear {family}", words))
    assert [fault in one and one.startswith("letters/en.toml:4:1 text[0].body: ") for one in found] == (
        [True] if fault else []
    )
    assert [one.endswith("write {pupil}") for one in found if "pupli" in one] == [True] * ("pupli" in words)
