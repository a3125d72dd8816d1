"""The mapping file of attendance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from evenhand.cli.importing.attendance.mapping import MarkMapping, read_mapping
from evenhand.cli.importing.roster import Usage


def test_without_a_file_our_own_columns_hold() -> None:
    mapping = MarkMapping()
    assert (mapping.wide, mapping.slot("Morning "), mapping.slot("P3"), mapping.code(" L ")) == (
        False, "am", "P3", "L",
    )  # fmt: skip
    assert mapping.day("2026-11-17") == date(2026, 11, 17)


def test_words_of_the_source_are_mapped(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(
        '[columns]\npupil = "UPN"\ndate = "Day"\nsession = "S"\ncode = "C"\n[pupil]\nkey = "upn"\n'
        '[codes]\nHere = "/"\n[sessions]\nAMReg = "am"\n',
        encoding="utf-8",
    )
    mapping = read_mapping(path)
    assert (mapping.key, mapping.code("Here"), mapping.slot("amreg")) == ("upn", "/", "am")


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text('[columns]\nwho = "x"\n[pupil]\nkey = "name_and_form"\n[dates]\nformat = 4\n', "utf-8")
    with pytest.raises(Usage) as wrong:
        read_mapping(path)
    for words in ("[columns] who", "[columns] given is missing", "write [dates] with texts"):
        assert words in str(wrong.value)
