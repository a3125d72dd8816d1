"""Loading: texts in, a pack out, or every fault at once."""

import dataclasses
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenhand.engine.pack.errors import PackErrors
from evenhand.engine.pack.load import load_pack
from evenhand.engine.values import LadderMode, Role, Unit, Where
from evenhand.packs.reader import pack_texts
from tests.engine.pack.test_letter_files import ENGLISH, MESSAGE
from tests.tiny_pack import PACKS, faults, faults_of, line_of, tiny_texts, with_edit

VALUES = [
    "1",
    "-1.5",
    "true",
    '""',
    '"x"',
    "[]",
    "[1, [2]]",
    "{ a = 1 }",
    "[{ a = [] }]",
    "2026-09-01",
    "10:00:00",
]

TWENTY = [
    ("catalogue.toml", 'tags = ["laud"]', 'tag "laud" is not known', 'write "loud"'),
    ("catalogue.toml", 'group = "manners"', 'group "manners" is not known', "one of rules"),
    ("catalogue.toml", 'code = "TALK"\nlabel = "Leaving', '"TALK" is there twice', "another name"),
    ("clauses.toml", 'force = "might"', '"might" is not known here', "must, should, may, ethos"),
    ("clauses.toml", '[[clause]]\nid = "3"', 'clause "3" says that a rule performs it', "built = false"),
    ("ladders.toml", "match =", '"any" is a bare figure', "setting:<key>"),
    ("ladders.toml", "position = 3", "position 3 is step number 2", "write 2"),
    ("ladders.toml", "[[ladder.step.effect]]", "places a pupil without a decider", "decider ="),
    ("pack.toml", "mark = 7", "7 stands here", 'write "7"'),
    ("pack.toml", "[source]", "review_due is missing", "a date (2026-09-01)"),
    ("pack.toml", "[vocabulary]", 'no word for "concern"', "concern ="),
    ("pack.toml", "tuter =", '"tuter" is not known here', 'write "tutor"'),
    (
        "params.toml",
        '{ since = 2027-01-04, value = 15, origin = "default"',
        "a default without its reason",
        "why =",
    ),
    ("params.toml", "{ since = 2027-01-04", "comes before 2027-09-01", "order of date"),
    ("params.toml", 'value = "3 pm"', '"3 pm" does not count time', "12:10"),
    ("placements.toml", "minutes = ", 'param "quiet.hours" is not known', 'write "quiet.minutes"'),
    ("placements.toml", 'station = "stand"', 'station "stand" is not known', "one of sit"),
    ("placements.toml", 'on = "expcted"', 'the moment "expcted" never comes', 'write "expected"'),
    ("placements.toml", 'role = "senco"', 'nobody holds the role "senco"', "under [roles]"),
    ("settings.toml", 'default = "week"', 'the default "week" is nothing', "lesson, day"),
    ("settings.toml", '[[setting]]\nkey = "step.match"', "question is missing", "question ="),
    ("settings.toml", "qestion =", "this key is not known", 'write "question"'),
]


def test_the_pack_of_two_steps_becomes_declarations() -> None:
    pack = load_pack(tiny_texts())
    assert (pack.id, pack.mark, pack.source.effective_from) == ("tiny", "rule", date(2026, 9, 1))
    assert pack.roles == {Role.TEACHER: ("Teacher",), Role.TUTOR: ("Class teacher",)}
    ladder = pack.ladders["two_steps"]
    assert (ladder.mode, ladder.where) == (LadderMode.STRICT, (Where.LESSON,))
    assert [step.id for step in ladder.steps] == ["remind", "quiet"]
    assert ladder.steps[1].effects[0].placement == "quiet_room"
    minutes = pack.params["quiet.minutes"]
    assert minutes.unit is Unit.MINUTES
    assert [(value.since, value.value) for value in minutes.values] == [
        (date(2026, 9, 1), 10),
        (date(2027, 1, 4), 15),
    ]
    assert list(pack.items) == ["TALK", "WANDER"]
    assert pack.ledgers == {}


def test_twenty_faults_are_all_reported_at_once_with_file_and_line() -> None:
    texts = pack_texts(PACKS / "faulty" / "twenty")
    found = faults_of(texts)
    for file, words, message, mend in TWENTY:
        place = f"{file}:{line_of(file, words, texts)}:"
        assert [fault for fault in found if fault.startswith(place) and message in fault and mend in fault], (
            f"{place} {message}"
        )
    assert len(found) == len(TWENTY)


def test_a_fault_knows_its_place_in_parts() -> None:
    with pytest.raises(PackErrors) as caught:
        load_pack(with_edit("ladders.toml", "position = 2", 'position = "2"'))
    (error,) = caught.value.errors
    assert (error.file, error.line, error.column) == (
        "ladders.toml",
        line_of("ladders.toml", "position = 2"),
        1,
    )
    assert error.path == "ladder[0].step[1].position"
    assert (error.message, error.expected, error.mend) == ('"2" stands here', "a whole number", "2")
    assert str(caught.value) == str(error)


def test_a_syntax_error_has_its_line_and_hides_no_other_fault() -> None:
    texts = with_edit("params.toml", 'unit = "time"', "unit = time")
    texts["pack.toml"] = texts["pack.toml"].replace('mark = "rule"', "mark = 7")
    found = faults_of(texts)
    assert [fault.partition(" ")[0] for fault in found] == ["pack.toml:5:1", "params.toml:13:8"]
    assert "not TOML" in found[1]


def test_a_text_that_ends_too_early_is_reported_at_its_end() -> None:
    (found,) = faults("params.toml", "", 'name = """open')
    assert found.startswith(f"params.toml:{tiny_texts()['params.toml'].count(chr(10)) + 2}:")


def test_an_unknown_file_and_a_table_in_the_wrong_file() -> None:
    (unknown,) = faults("ladder.toml", "", "")
    assert unknown.startswith("ladder.toml:1:1 this file is not part of a pack")
    assert 'write "ladders.toml"' in unknown
    (misplaced,) = faults("params.toml", "", '[[tag]]\nid = "x"')
    assert "stands in the wrong file; expected it in pack.toml" in misplaced


@pytest.mark.parametrize("file", ["pack.toml", "clauses.toml"])
def test_what_no_pack_can_do_without_is_named_once(file: str) -> None:
    texts = tiny_texts()
    del texts[file]
    found = faults_of(texts)
    assert f"{file}:1:1 this file is missing; expected a file of that name" in found
    assert not any("clause" in fault and "not known" in fault for fault in found)


def test_the_digest_is_of_the_content_and_not_of_the_layout() -> None:
    digest = load_pack(tiny_texts()).digest
    assert (
        load_pack(with_edit("ladders.toml", "position = 2", "position   =   2 # the last")).digest == digest
    )
    texts = tiny_texts()
    texts["cases/more.toml"] = "[[case]]"
    texts["letters/home.typ"] = "Dear"
    assert load_pack(texts).digest == digest
    assert load_pack(with_edit("params.toml", "value = 15,", "value = 16,")).digest != digest
    assert load_pack(with_edit("params.toml", "2027-01-04", "2027-01-05")).digest != digest


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.randoms())
def test_whatever_is_written_loads_or_is_reported_with_its_place(chance: Random) -> None:
    texts = tiny_texts()
    lines = [line for text in texts.values() for line in text.splitlines()]
    names = sorted(name for name in texts if "/" not in name)
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(names)
        own = texts[name].splitlines()
        key = own[chance.randrange(len(own))].partition("=")[0] or "x "
        value = chance.choice(VALUES)
        own[chance.randrange(len(own))] = chance.choice(["", chance.choice(lines), f"{key}= {value}"])
        texts[name] = "\n".join(own)
    try:
        load_pack(texts)
    except PackErrors as errors:
        for error in errors.errors:
            assert 1 <= error.line <= texts[error.file].count("\n") + 1
            assert error.column >= 1
            assert error.message


def test_what_is_loaded_cannot_be_changed() -> None:
    pack = load_pack(tiny_texts())
    with pytest.raises(dataclasses.FrozenInstanceError):
        pack.title = "Other"  # type: ignore[misc]  # the point of the test


def test_a_pack_holds_the_messages_of_its_folder() -> None:
    pack = load_pack(tiny_texts() | {"letters/letters.toml": MESSAGE, "letters/en.toml": ENGLISH})
    assert (list(pack.messages), list(pack.languages)) == (["note"], ["en"])
    bare = load_pack(tiny_texts())
    assert (bare.messages, bare.languages) == ({}, {})


def test_a_file_that_is_not_utf8_is_named_with_the_others() -> None:
    texts = tiny_texts()
    texts["clauses.toml"] = "# one\n# caf\udce9\n" + texts["clauses.toml"]
    texts["ladders.toml"] = "x = " + "[" * 5000 + "]" * 5000
    texts["letters/a.typ"] = "\udcff"
    with pytest.raises(PackErrors) as caught:
        load_pack(texts)
    found = [(one.file, one.line, one.column, one.message) for one in caught.value.errors]
    assert ("clauses.toml", 2, 6, "not UTF-8") in found
    assert ("letters/a.typ", 1, 1, "not UTF-8") in found
    assert ("ladders.toml", 1, 1, "not TOML: too many brackets within each other") in found
