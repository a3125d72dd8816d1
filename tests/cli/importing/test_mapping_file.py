"""What every mapping file shares is read in one way."""

from datetime import date
from pathlib import Path

import pytest

from evenhand.cli.importing.mapping_file import ISO, date_of, folded, read_table
from evenhand.cli.importing.roster import Usage


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(b'\xef\xbb\xbf[columns]\npupil = "UPN"\n')
    assert read_table(path) == {"columns": {"pupil": "UPN"}}


def test_a_file_that_is_not_there_or_not_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(Usage, match=r"absent\.toml: No such file"):
        read_table(tmp_path / "absent.toml")
    (tmp_path / "bad.toml").write_text("[columns\n")
    with pytest.raises(Usage, match=r"bad\.toml is not TOML"):
        read_table(tmp_path / "bad.toml")


def test_a_date_is_read_as_the_source_writes_it() -> None:
    assert date_of("2026-11-17", ISO) == date(2026, 11, 17)
    assert date_of("17/11/2026", "%d/%m/%Y") == date(2026, 11, 17)
    with pytest.raises(ValueError, match="17/11/2026"):
        date_of("17/11/2026", ISO)


def test_words_are_compared_without_case_and_space_and_of_a_descriptor_only_its_name() -> None:
    assert folded("  Late   To Lesson ") == "late to lesson"
    assert folded("uri://ed-fi.org/BehaviorDescriptor#School Violation") == "school violation"
