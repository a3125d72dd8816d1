"""The folder of a pack's messages: what it declares, in which languages, and what does not belong there."""

from __future__ import annotations

import pytest

from evenhand.engine.pack.load import load_pack
from evenhand.packs.reader import pack_ids, pack_texts
from tests.tiny_pack import faults_of, tiny_texts

MESSAGE = '[[message]]\nid = "note"\nlabel = "A note"\nchannels = ["email"]\ncites = ["1"]\n'
ENGLISH = '[[text]]\nid = "note"\nsubject = "A note about {pupil}"\nbody = "Dear {family}"\n'


@pytest.mark.parametrize("pack", sorted(set(pack_ids())))
def test_each_of_our_packs_speaks_four_languages(pack: str) -> None:
    found = load_pack(pack_texts(pack))
    assert set(found.languages) == {"en", "pl", "ro", "ur"}
    assert set(found.languages["en"].texts) == set(found.messages)
    for code, language in found.languages.items():
        assert (len(language.weekdays), len(language.months)) == (7, 12), code
        assert len(language.texts) >= 5, code


def test_words_decide_nothing_and_leave_the_digest_as_it_is() -> None:
    texts = tiny_texts()
    plain = load_pack(texts)
    worded = load_pack(texts | {"letters/letters.toml": MESSAGE, "letters/en.toml": ENGLISH})
    assert worded.digest == plain.digest
    assert worded.languages["en"].texts["note"].subject == "A note about {pupil}"


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("letters/English.toml", ENGLISH, "neither the declaration of messages nor named after a language"),
        ("letters/pl.toml", "[[text", "not TOML"),
        ("letters/pl.toml", ENGLISH + 'colour = "red"', "colour"),
    ],
)
def test_what_does_not_belong_there_is_reported(file: str, text: str, words: str) -> None:
    texts = tiny_texts() | {"letters/letters.toml": MESSAGE, "letters/en.toml": ENGLISH, file: text}
    assert any(fault.startswith(file) and words in fault for fault in faults_of(texts))


@pytest.mark.parametrize(
    ("declared", "english", "fault"),
    [
        ("[[mess", ENGLISH, "letters/letters.toml:1:7 not TOML"),
        (MESSAGE, "[[te", "letters/en.toml:1:5 not TOML"),
        (
            MESSAGE,
            ENGLISH.replace("{pupil}", "{popil}"),
            "letters/en.toml:3:1 text[0].subject: {popil} is no",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault_and_no_more_follow(
    declared: str, english: str, fault: str
) -> None:
    texts = tiny_texts() | {"letters/letters.toml": declared, "letters/en.toml": english}
    (found,) = faults_of(texts)
    assert found.startswith(fault)


def test_a_file_of_no_language_is_reported_at_its_start() -> None:
    texts = tiny_texts() | {"letters/letters.toml": MESSAGE, "letters/en.toml": ENGLISH}
    (found,) = faults_of(texts | {"letters/English.toml": ENGLISH})
    assert found.startswith("letters/English.toml:1:1 this file is neither")
