"""A school from a file of answers: all of it or nothing, and what it still lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.access.models import Invitation, User
from evenhand.apps.policy.models import PolicyInForce
from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.main import main
from tests.cast import PASSWORD

ANSWERS = """
name = "Ruta Kazlauskas"
email = "ruta@marlow.example"
school = "Marlow Bridge Academy"
trust = "Northway Learning Trust"
policy = "star_binary"
policy_from = 2026-09-01
year = "2026-27-three-terms"
weeks = 2

[[closure]]
date = 2026-11-27
kind = "inset"

[[invite]]
name = "Nia Okonjo"
email = "nia@marlow.example"
role = "year_link"
year_group = 9
"""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENHAND_FIRST_PASSWORD", PASSWORD)


def setup(tmp_path: Path, text: str) -> int:
    file = tmp_path / "answers.toml"
    file.write_text(text, encoding="utf-8")
    return main(["setup", "--answers", str(file)])


def test_a_file_of_answers_makes_the_whole_school(
    tmp_path: Path, moment: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert setup(tmp_path, ANSWERS) == 0
    said = capsys.readouterr().out
    assert "invitation for Nia Okonjo: /join/" in said
    assert "needed: Pupils. Nobody yet." in said
    school = School.objects.get()
    with in_school(school):
        year = calendar_of(school).years[0]
        assert PolicyInForce.objects.get().pack_id == "star_binary"
        assert Invitation.objects.get().roles == [["year_link", 9, None]]
    assert {label[0] for _, label in year.cycle} == {"A", "B"}
    assert {closure.label for closure in year.closures} >= {"Christmas Day", "Staff training"}
    assert main(["setup", "--check"]) == 1


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (ANSWERS.replace("2026-27-three-terms", "never"), 1, "there is no term pattern 'never'"),
        (ANSWERS.replace("star_binary", "nowhere"), 1, "there is no pack 'nowhere'"),
        (ANSWERS.replace('"year_link"', '"king"'), 1, "'king' is not a role"),
        (ANSWERS.replace("date = 2026-11-27", 'date = "soon"'), 1, "closure"),
        (ANSWERS.replace('email = "ruta@marlow.example"', ""), 2, "missing: email"),
        ("colour = 'blue'", 2, "nobody asks for: colour"),
        ("name = ", 2, "cannot be read"),
    ],
)
def test_a_wrong_answer_makes_nothing_at_all(
    tmp_path: Path, moment: object, capsys: pytest.CaptureFixture[str], text: str, code: int, words: str
) -> None:
    assert setup(tmp_path, text) == code
    assert words in capsys.readouterr().err
    assert not School.objects.exists()
    assert not User.objects.exists()


def test_a_second_first_account_is_refused(
    tmp_path: Path, moment: object, capsys: pytest.CaptureFixture[str]
) -> None:
    setup(tmp_path, ANSWERS)
    assert setup(tmp_path, ANSWERS.replace("Marlow", "Alder")) == 1
    assert "there is an account already" in capsys.readouterr().err


def test_an_example_of_answers_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--example"]) == 0
    assert 'school = "Name of the school"' in capsys.readouterr().out


def test_with_no_school_the_code_of_the_first_account_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--check"]) == 1
    assert "/setup/first/ with the code" in capsys.readouterr().out
