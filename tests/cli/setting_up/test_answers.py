"""Answers from a file, from arguments over it, and typed for what is still missing."""

from __future__ import annotations

import getpass
import tomllib
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from evenhand.cli.setting_up.answers import EXAMPLE_ANSWERS, NEEDED, Incomplete, gather
from tests.cast import PASSWORD

FULL = 'name = "Ruta"\nemail = "ruta@marlow.example"\nschool = "Marlow"\n'


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENHAND_FIRST_PASSWORD", PASSWORD)


def arguments(file: Path | None = None, **given: Any) -> Namespace:
    plain: dict[str, Any] = dict.fromkeys(("name", "email", "school", "trust", "policy", "year"), "")
    return Namespace(**(plain | {"weeks": 0, "answers": file} | given))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "answers.toml"
    path.write_text(FULL, encoding="utf-8")
    return path


def test_arguments_stand_over_the_file_and_the_file_over_nothing(file: Path) -> None:
    answers = gather(arguments(file, school="Alder", weeks=2), ask=False)
    assert (answers.name, answers.school, answers.weeks, answers.password) == ("Ruta", "Alder", 2, PASSWORD)
    assert (answers.trust, answers.block) == ("", [])


def test_all_that_is_missing_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVENHAND_FIRST_PASSWORD")
    with pytest.raises(Incomplete, match=f"missing: {', '.join(NEEDED)}"):
        gather(arguments(), ask=False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('colour = "blue"\nshape = "round"', "nobody asks for: colour, shape"),
        ('password = "a long enough phrase"', "nobody asks for: password"),
        ("name = ", "cannot be read"),
        ('name = "\udcff"', "cannot be read"),
    ],
    ids=["unknown", "a password", "not TOML", "not UTF-8"],
)
def test_a_file_that_cannot_be_used_says_why(file: Path, text: str, words: str) -> None:
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Incomplete, match=words):
        gather(arguments(file), ask=False)


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Incomplete, match="cannot be read"):
        gather(arguments(tmp_path / "nowhere.toml"), ask=False)


def test_only_what_is_missing_is_asked(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(words: str) -> str:
        asked.append(words)
        return "  Northway " if words.startswith("Name of the trust") else ""

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.delenv("EVENHAND_FIRST_PASSWORD")
    monkeypatch.setattr(getpass, "getpass", lambda _words: PASSWORD)
    answers = gather(arguments(file), ask=True)
    assert (answers.name, answers.trust, answers.password) == ("Ruta", "Northway", PASSWORD)
    assert [words.split("(")[0].strip(": ") for words in asked] == [
        "Name of the trust",
        "Policy",
        "Term pattern to start from",
    ]


def test_an_empty_answer_to_what_is_needed_is_still_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _words: "")
    with pytest.raises(Incomplete, match="missing: name, email, school"):
        gather(arguments(), ask=True)


def test_the_example_can_be_answered_with_and_holds_no_password(file: Path) -> None:
    file.write_text(EXAMPLE_ANSWERS, encoding="utf-8")
    answers = gather(arguments(file), ask=False)
    assert (answers.school, answers.weeks, answers.closure[0]["kind"]) == ("Name of the school", 2, "inset")
    assert "password" not in tomllib.loads(EXAMPLE_ANSWERS)
