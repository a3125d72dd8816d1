"""Importing through the page: what is broken is said in words, nothing is half done, no file stays."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evenhand.apps.people.models import Group, Pupil
from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.importing.pending import forget_old
from tests.cast import SchoolCast

FOLDER = Path(__file__).resolve().parents[2] / "data" / "roster-sds-uk" / "100_Users"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def client(here: SchoolCast, tmp_path: Path, settings: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    made = Client()
    made.force_login(here.user("administrator"), backend=BACKEND)
    return made


def roster(**changed: bytes) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in FOLDER.glob("*.csv")} | changed


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def look(client: Client, files: dict[str, bytes]) -> str:
    uploads = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post("/import/", {"do": "upload", "files": uploads}, follow=True)
    return answer.content.decode()


def answered(client: Client) -> str:
    answers = {"do": "answer", "school": "10001", "year": "2026-27"}
    return client.post("/import/", answers, follow=True).content.decode()


def imported(here: SchoolCast) -> int:
    with in_school(here.school):
        return Pupil.objects.filter(source="roster").count()


def test_a_look_changes_nothing_and_asks_which_school_and_year(client: Client, here: SchoolCast) -> None:
    page = look(client, roster())
    assert "Which one is yours?" in page
    assert "What would change" in answered(client)
    assert imported(here) == 0


def test_applied_files_are_gone_and_only_our_share_is_in(
    client: Client, here: SchoolCast, tmp_path: Path
) -> None:
    look(client, roster())
    answered(client)
    assert "The roster is in" in client.post("/import/", {"do": "apply"}).content.decode()
    assert imported(here) == 60
    assert not list(tmp_path.rglob("*.csv"))
    look(client, {"roster.zip": zipped(roster())})
    assert "Nothing would change." in answered(client)


def test_discarded_files_are_gone(client: Client, here: SchoolCast, tmp_path: Path) -> None:
    look(client, roster())
    assert list(tmp_path.rglob("*.csv"))
    client.post("/import/", {"do": "discard"})
    assert not list(tmp_path.rglob("*.csv"))
    assert imported(here) == 0


def test_what_nobody_came_back_to_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "roster-1").mkdir()
    monkeypatch.setattr("evenhand.web.importing.pending.KEPT_SECONDS", -1.0)
    forget_old(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"roster.zip": zipped({"Student.csv": b"SIS ID\n1\n"})[:40]}, "cut short, damaged or locked"),
        ({"notes.txt": b"hello"}, "not recognised"),
        ({}, "Choose the files first."),
        ({"roster.zip": zipped({"../Student.csv": b"x"})}, "stay inside the zip"),
    ],
    ids=["truncated zip", "no roster", "no file", "leads outside"],
)
def test_what_cannot_be_read_is_said_and_nothing_is_done(
    client: Client, here: SchoolCast, files: dict[str, bytes], words: str
) -> None:
    assert words in look(client, files)
    client.post("/import/", {"do": "apply"})
    assert imported(here) == 0


def test_a_zip_that_unpacks_to_far_too_much_is_refused_in_words(client: Client, here: SchoolCast) -> None:
    unpacked = b"SIS ID,School SIS ID\n" + b"0" * (200 * 1024 * 1024)
    assert "far more than a roster holds" in look(client, {"roster.zip": zipped({"Student.csv": unpacked})})
    client.post("/import/", {"do": "apply"})
    assert imported(here) == 0


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (b'SIS ID,School SIS ID,Username\r\n13001,10001,"OKlein\r\n13002,10001,BMcMillan\r\n', "Student.csv"),
        (b"SIS ID,School SIS ID,Username\r\n13001,10001,Zo\x81\xff\xfe\r\n", "Student.csv"),
    ],
    ids=["broken quoting", "wrong encoding"],
)
def test_a_broken_table_is_named_with_its_file(
    client: Client, here: SchoolCast, broken: bytes, words: str
) -> None:
    look(client, roster(**{"Student.csv": broken}))
    page = answered(client)
    assert "What could not be read" in page
    assert words in page
    assert imported(here) == 0


def test_too_much_is_refused_before_it_is_kept(
    client: Client, here: SchoolCast, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("evenhand.web.importing.pending.LARGEST", 1000)
    assert "too much at once" in look(client, roster())
    assert not list(tmp_path.rglob("*.csv"))


def test_a_timetable_names_the_lines_that_cannot_be_used(client: Client, here: SchoolCast) -> None:
    lines = b"group,cycle_day,period,room,staff\n8R,B1,P1,12,teacher\n8R,Z9,P1,,\nnowhere,B1,P1,,\n"
    upload = SimpleUploadedFile("timetable.csv", lines)
    page = client.post(
        "/import/timetable/", {"do": "upload", "files": [upload]}, follow=True
    ).content.decode()
    assert "<b>1 lessons</b> can be used. 2 lines cannot." in page
    assert "Z9" in page
    assert "nowhere" in page
    applied = client.post("/import/timetable/", {"do": "apply", "valid_from": "2026-11-23"}, follow=True)
    assert "1 lessons of the timetable hold from 23 November 2026." in applied.content.decode()
    with in_school(here.school):
        assert Group.objects.get(source_id="8R").timetable.filter(valid_to__isnull=True).count() == 1
