"""Folders and zips that are damaged, hostile or not what they seem."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from evenhand.apps.people.roster import read_roster
from tests.apps.people.roster.packages import (
    read,
    sds_v1,
    write,
    zipped,
)


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Student.csv", b"0" * (32 * 1024 * 1024))
    return data.getvalue()


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    path.write_bytes(bomb())
    (found,) = read_roster(path).faults
    assert (found.value, found.expected) == ("Student.csv", "at most 128 MB when unpacked")


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    raw = bomb()
    size = (32 * 1024 * 1024).to_bytes(4, "little")
    path = tmp_path / "lie.zip"
    path.write_bytes(raw.replace(size, (100).to_bytes(4, "little")))
    roster = read_roster(path)
    assert len(roster.faults) == 1
    assert roster.pupils == ()


@pytest.mark.parametrize(
    "name", ["../Student.csv", "/etc/Student.csv", "a/../../Student.csv", "C:\\x\\Student.csv", "..\\x.csv"]
)
def test_a_zip_with_names_that_lead_outside_is_refused_whole(name: str, tmp_path: Path) -> None:
    roster = read_roster(zipped(tmp_path / "slip.zip", {**sds_v1(), name: "ID\n1\n"}))
    assert [one.expected for one in roster.faults] == ["file names that stay inside the zip"]
    assert roster.pupils == ()
    assert [entry.name for entry in tmp_path.iterdir()] == ["slip.zip"]


def test_a_zip_cut_short_is_refused(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", sds_v1(200)).read_bytes()
    for part in (4, 30, len(whole) // 2, len(whole) - 10):
        path = tmp_path / "cut.zip"
        path.write_bytes(whole[:part])
        (found,) = read_roster(path).faults
        assert (found.file, found.expected) == (
            "cut.zip",
            "a whole zip file that is not damaged or encrypted",
        )


def test_a_damaged_member_is_noticed(tmp_path: Path) -> None:
    raw = bytearray(zipped(tmp_path / "whole.zip", sds_v1(200)).read_bytes())
    at = raw.index(b"Student.csv") + 200
    raw[at] ^= 0xFF
    path = tmp_path / "damaged.zip"
    path.write_bytes(raw)
    roster = read_roster(path)
    assert [one.expected for one in roster.faults] == ["a whole zip file that is not damaged or encrypted"]
    assert roster.pupils == ()


def test_too_many_files_in_a_zip(tmp_path: Path) -> None:
    (found,) = read_roster(zipped(tmp_path / "many.zip", {f"{n}.csv": "a\n" for n in range(300)})).faults
    assert (found.value, found.expected) == ("300 files", "at most 200 files")


def test_two_files_of_one_name_in_two_folders(tmp_path: Path) -> None:
    files = {**{f"new/{name}": text for name, text in sds_v1().items()}, "old/Student.csv": "ID\n1\n"}
    (found,) = read(tmp_path, {**files}).faults
    assert (found.value, found.expected) == ("new/Student.csv and old/Student.csv", "each file name once")


def test_a_workbook_is_answered_with_what_to_do(tmp_path: Path) -> None:
    (found,) = read_roster(zipped(tmp_path / "pupils.xlsx", {"[Content_Types].xml": "<x/>"})).faults
    assert found.how_to_mend == "Save each sheet as CSV UTF-8."


def test_an_empty_folder_and_an_empty_zip(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "empty", zipped(tmp_path / "empty.zip", {})):
        (found,) = read_roster(path).faults
        assert found.expected == "at least one CSV file"


def test_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"Student.csv": "ID,School DfE Number,Grade\nX,S1,9\n"})
    files = {**sds_v1()}
    del files["Student.csv"], files["StudentEnrollment.csv"]
    folder = write(tmp_path / "roster", files)
    (folder / "Student.csv").symlink_to(outside / "Student.csv")
    assert read_roster(folder).pupils == ()
