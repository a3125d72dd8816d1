"""Columns about a person: unique pupil numbers, e-mail, status."""

from __future__ import annotations

import pytest

from evenhand.apps.people.roster.people_columns import email_of, sex_of, status_of, upn_is_sound, upn_of
from evenhand.apps.people.roster.tables import read_table


@pytest.mark.parametrize(
    ("upn", "sound"),
    [("A801200001001", False), ("H801200001001", True), ("H80120000100", False), ("H80120000100I", False),
     ("I801200001001", False), ("H8O1200001001", False), ("", False)],
)  # fmt: skip
def test_the_check_letter_of_a_upn(upn: str, sound: bool) -> None:
    assert upn_is_sound(upn) is sound


def test_each_upn_has_one_check_letter() -> None:
    sound = [letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if upn_is_sound(f"{letter}801200001001")]
    assert sound == ["H"]


def test_a_faulty_upn_and_a_faulty_email_are_warnings_and_left_empty() -> None:
    table = read_table("Student.csv", "ID,UPN,Email\n1,A801200001001,nowhere\n2,h801200001001,a@x.org\n")
    assert [upn_of(table, row) for row in table.rows] == ["", "H801200001001"]
    assert [email_of(table, row) for row in table.rows] == ["", "a@x.org"]
    assert [(fault.line, fault.column, fault.severity) for fault in table.faults] == [
        (2, "UPN", "warning"),
        (2, "Email", "warning"),
    ]


def test_status_and_sex_words() -> None:
    text = "id,status,enabledUser,sex\n1,active,TRUE,Female\n2,,FALSE,m\n3,tobedeleted,,other\n4,Inactive,,\n"
    table = read_table("users.csv", text)
    assert [status_of(table, row) for row in table.rows] == ["active", "active", "removed", "inactive"]
    assert [sex_of(table, row) for row in table.rows] == ["F", "M", "other", ""]
