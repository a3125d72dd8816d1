"""The pictures of a folder, a zip or one file."""

from __future__ import annotations

from pathlib import Path

from evenhand.apps.people.photographs.finding import LARGEST, Pictures
from tests.apps.people.photographs.portraits import portrait, zipped

FACE = portrait()


def names(pictures: Pictures) -> list[str]:
    return [name for name, _ in pictures]


def test_of_a_folder_pictures_are_read_and_other_files_named(tmp_path: Path) -> None:
    (tmp_path / "year 7").mkdir()
    (tmp_path / "year 7" / "a.JPG").write_bytes(FACE)
    (tmp_path / "b.png").write_bytes(portrait(kind="PNG"))
    (tmp_path / "list.xlsx").write_bytes(b"PK")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    pictures = Pictures(tmp_path)
    assert names(pictures) == ["b.png", "year 7/a.JPG"]
    (fault,) = pictures.faults
    assert (fault.file, fault.value) == ("list.xlsx", ".xlsx")


def test_a_zip_and_one_file_are_read_alike(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(zipped({"in/a.jpg": FACE, "__MACOSX/in/._a.jpg": b"x"}))
    (tmp_path / "a.jpg").write_bytes(FACE)
    assert list(Pictures(tmp_path / "all.zip")) == [("in/a.jpg", FACE)]
    assert list(Pictures(tmp_path / "a.jpg")) == [("a.jpg", FACE)]


def test_a_zip_that_leads_outside_or_is_cut_gives_nothing(tmp_path: Path) -> None:
    whole = zipped({"../a.jpg": FACE})
    (tmp_path / "outside.zip").write_bytes(whole)
    (tmp_path / "cut.zip").write_bytes(zipped({"a.jpg": FACE})[:-30])
    for name, expected in (("outside.zip", "inside the zip"), ("cut.zip", "whole zip")):
        pictures = Pictures(tmp_path / name)
        assert names(pictures) == []
        assert expected in pictures.faults[0].expected


def test_a_file_that_is_too_large_is_passed_over(tmp_path: Path) -> None:
    with (tmp_path / "a.jpg").open("wb") as file:
        file.truncate(LARGEST + 1)
    (tmp_path / "b.jpg").write_bytes(FACE)
    pictures = Pictures(tmp_path)
    assert names(pictures) == ["b.jpg"]
    assert pictures.faults[0].expected == "at most 20 MB"


def test_a_path_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path / "nowhere")
    assert names(pictures) == []
    assert pictures.faults[0].how_to_mend == "Check the path."
