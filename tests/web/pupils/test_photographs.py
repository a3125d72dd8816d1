"""Who may look at a photograph, and where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.people.models import Pupil
from evenhand.apps.people.photographs import keep_photographs, plan_photographs
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.people.photographs.portraits import portrait
from tests.cast import Cast, SchoolCast
from tests.classroom import signed_in


@pytest.fixture
def address(here: SchoolCast, tmp_path: Path) -> str:
    (tmp_path / f"{here.pupil.source_id}.jpg").write_bytes(portrait())
    with in_school(here.school):
        keep_photographs(here.actor("administrator"), plan=plan_photographs(tmp_path))
        return Pupil.objects.get(pk=here.pupil.pk).photo


def test_it_is_kept_by_one_persons_browser_for_the_day(here: SchoolCast, address: str) -> None:
    answer = signed_in(here, "teacher").get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"] == "private, max-age=28800, immutable"
    assert answer.content.startswith(b"\xff\xd8")


def test_another_mark_and_the_school_next_door_find_nothing(cast: Cast, address: str) -> None:
    assert signed_in(cast.here, "teacher").get(f"{address[:-2]}x/").status_code == 404
    assert signed_in(cast.next_door, "teacher").get(address).status_code == 404
    assert signed_in(cast.next_door, "principal").get(address).status_code == 404


def test_it_stands_over_the_initials_on_the_tile_and_the_page(here: SchoolCast, address: str) -> None:
    room = signed_in(here, "teacher").get(f"/class/{here.lesson.pk}/").content.decode()
    assert f'{here.pupil.initials}<img src="{address}" alt=""' in room


def test_a_projected_screen_never_shows_it(here: SchoolCast, address: str) -> None:
    teacher = signed_in(here, "teacher")
    assert address in teacher.get(f"/class/{here.lesson.pk}/").content.decode()
    teacher.post("/projected/", {"do": "hide"})
    for page in (f"/class/{here.lesson.pk}/", f"/pupils/{here.pupil.pk}/", "/find/?q=a"):
        assert "/photograph/" not in teacher.get(page).content.decode(), page


def test_signing_out_empties_what_the_browser_kept(here: SchoolCast) -> None:
    left = signed_in(here, "teacher").post("/sign-out/")
    assert left["Clear-Site-Data"] == '"cache"'
