"""Photographs through the page: whose they are is shown before any is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evenhand.apps.people.models import Photograph, Pupil
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.people.photographs.portraits import portrait, zipped
from tests.cast import SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

PAGE = "/import/photographs/"


@pytest.fixture
def client(here: SchoolCast, tmp_path: Path, settings: Any) -> Client:
    settings.MEDIA_ROOT = tmp_path
    return signed_in(here, "administrator")


def upload(client: Client, files: dict[str, bytes]) -> str:
    uploads = [SimpleUploadedFile(name, content) for name, content in files.items()]
    answer = client.post(PAGE, {"do": "upload", "files": uploads}, follow=True)
    return shown(answer.content.decode())


def kept(here: SchoolCast) -> int:
    with in_school(here.school):
        return Photograph.objects.count()


def test_a_zip_is_looked_at_kept_shown_and_one_removed(
    client: Client, here: SchoolCast, tmp_path: Path
) -> None:
    files = {f"{here.pupil.source_id}.jpg": portrait(), "nobody.jpg": portrait("red")}
    page = upload(client, {"faces.zip": zipped(files)})
    assert "Keep those that are sound" in page
    assert "nobody.jpg" in page
    assert kept(here) == 0, "a look keeps nothing"
    done = shown(client.post(PAGE, {"do": "apply"}, follow=True).content.decode())
    assert "Photographs kept: 1. 1 files were left out." in done
    assert list((tmp_path / "imports").iterdir()) == []
    with in_school(here.school):
        address = Pupil.objects.get(pk=here.pupil.pk).photo
    principal = signed_in(here, "principal")
    assert address in principal.get(f"/pupils/{here.pupil.pk}/").content.decode()
    gone = client.post(PAGE, {"do": "remove", "pupil": str(here.pupil.pk)}, follow=True)
    assert "was removed" in shown(gone.content.decode())
    assert kept(here) == 0
    assert principal.get(address).status_code == 404


def test_what_cannot_be_taken_is_said_and_nothing_stays(client: Client, here: SchoolCast) -> None:
    assert "Choose the files first." in upload(client, {})
    refused = client.post(PAGE, {"do": "remove", "pupil": "nobody"})
    assert refused.status_code == 422
    assert "Nothing was removed" in shown(refused.content.decode())
    page = upload(client, {"faces.zip": b"PK\x03\x04 cut"})
    assert "whole zip file" in page
    assert "Nothing would change." in page
    client.post(PAGE, {"do": "discard"})
    assert "Nobody has one yet." in shown(client.get(PAGE).content.decode())
    assert kept(here) == 0
