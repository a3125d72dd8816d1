"""Encodings: detected, named, or asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.people.roster import read_roster
from tests.apps.people.roster.packages import (
    read,
    with_pupils,
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_encodings_are_detected(encoding: str, tmp_path: Path) -> None:
    text = str(with_pupils("P1,S1,Zoë,O\u2019Brien,9,2012-05-04")["Student.csv"])
    roster = read(tmp_path, with_pupils() | {"Student.csv": text.encode(encoding)})
    assert (roster.pupils[0].given, roster.pupils[0].family, roster.faults) == ("Zoë", "O\u2019Brien", ())
    assert any("Windows-1252" in note for note in roster.notes) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("name", "encoding"), [("José", "mac_roman"), ("Ольга", "cp1251"), ("王芳华", "gbk"), ("Ἑλένη", "cp1253")]
)
def test_an_encoding_that_cannot_be_told_is_asked_for_and_then_obeyed(
    name: str, encoding: str, tmp_path: Path
) -> None:
    raw = str(with_pupils(f"P1,S1,{name},Lee,9,")["Student.csv"]).encode(encoding, "ignore")
    files = with_pupils() | {"Student.csv": raw}
    roster = read(tmp_path, files)
    assert [(one.file, one.line) for one in roster.faults] == [("Student.csv", 2)]
    assert "--encoding" in roster.faults[0].how_to_mend
    assert roster.pupils == ()
    path = tmp_path / "roster" / "Student.csv"
    assert read_roster(path, encoding=encoding).pupils[0].given == raw.decode(encoding).split(",")[7]


def test_one_bad_byte_in_good_utf8_is_located(tmp_path: Path) -> None:
    raw = (
        str(with_pupils("P1,S1,Zoë,Lee,9,", "P2,S1,Bob,Lee,9,")["Student.csv"])
        .encode()
        .replace(b"Bob", b"B\xe9b")
    )
    (found,) = read(tmp_path, with_pupils() | {"Student.csv": raw}).faults
    assert (found.line, found.value) == (3, "byte 0xE9")


def test_a_wrong_or_unknown_encoding_option_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "Student.csv"
    path.write_bytes(b"ID,School DfE Number,Grade\nZo\xeb,S1,9\n")
    for encoding, line in (("utf-8", 2), ("klingon", 0), ("rot13", 0), ("ascii", 2)):
        (found, *_) = read_roster(path, encoding=encoding).faults
        assert found.line == line
