"""Uploaded files between the look and the apply."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evenhand.web.importing.pending import (
    KEPT_SECONDS,
    MOST_FILES,
    Refused,
    folder_of,
    forget,
    is_there,
    keep,
)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return folder_of("roster", 7)


def upload(name: str, content: bytes = b"x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_each_person_and_kind_has_a_folder_of_their_own(folder: Path) -> None:
    others = {folder_of("roster", 8), folder_of("timetable", 7), folder_of("roster", None)}
    assert folder not in others
    assert len(others) == 3


def test_one_file_is_read_itself_and_several_as_their_folder(folder: Path) -> None:
    assert keep(folder, [upload("roster.zip", b"PK")]).read_bytes() == b"PK"
    assert keep(folder, [upload("Student.csv"), upload("School.csv")]) == folder


def test_what_comes_second_stands_in_place_of_the_first(folder: Path) -> None:
    keep(folder, [upload("old.csv"), upload("Student.csv", b"old")])
    keep(folder, [upload("Student.csv", b"new")])
    assert [path.read_bytes() for path in folder.iterdir()] == [b"new"]


def test_nobody_else_on_the_machine_may_look_into_the_folder(folder: Path) -> None:
    keep(folder, [upload("Student.csv")])
    assert folder.stat().st_mode & 0o077 == 0


def test_a_name_leads_nowhere_else(folder: Path, tmp_path: Path) -> None:
    file = upload("Student.csv")
    file._name = "../../outside.csv"  # type: ignore[attr-defined]  # past Django's own cleaning
    keep(folder, [file])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [folder / "outside.csv"]


def test_too_many_files_are_refused_and_what_was_there_is_gone(folder: Path) -> None:
    keep(folder, [upload("old.csv")])
    with pytest.raises(Refused, match=f"in {MOST_FILES} files"):
        keep(folder, [upload(f"{number}.csv") for number in range(MOST_FILES + 1)])
    assert not is_there(folder)


def test_no_file_is_refused(folder: Path) -> None:
    with pytest.raises(Refused, match="Choose the files first"):
        keep(folder, [])


def test_an_hour_later_another_persons_files_are_gone_and_newer_ones_stay(folder: Path) -> None:
    for number, age in ((1, KEPT_SECONDS + 60), (2, KEPT_SECONDS - 60)):
        other = folder_of("roster", number)
        keep(other, [upload("Student.csv")])
        then = time.time() - age
        os.utime(other, (then, then))
    keep(folder, [upload("Student.csv")])
    assert [is_there(folder_of("roster", number)) for number in (1, 2, 7)] == [False, True, True]


def test_nothing_waits_in_an_empty_or_a_missing_folder(folder: Path) -> None:
    assert not is_there(folder)
    folder.mkdir(parents=True)
    assert not is_there(folder)
    forget(folder)
    forget(folder)
    assert not folder.exists()
