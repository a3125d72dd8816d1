"""Whose a photograph is."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.people.models import Pupil
from evenhand.apps.people.photographs.matching import mark_of, plain, plan_photographs
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.people.photographs.portraits import portrait
from tests.cast import Cast, SchoolCast

FACE = portrait()


def put(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_bytes(FACE)
    return folder


def made(school: SchoolCast, **fields: str) -> Pupil:
    return Pupil.objects.create(school=school.school, year_group=7, **fields)


@pytest.mark.parametrize(
    "name", ["zed-9.jpg", "Å. Öberg-Smith.jpg", "ÖBERG_SMITH å.png", "Oberg Smith, A 7Q.jpg", "Z999.jpeg"]
)
def test_a_file_may_carry_an_id_or_the_name_however_written(
    here: SchoolCast, tmp_path: Path, name: str
) -> None:
    with in_school(here.school):
        pupil = made(here, source_id="ZED-9", upn="Z999", given="Å", family="Öberg-Smith", form="7Q")
        plan = plan_photographs(put(tmp_path, name))
    assert plan.added == [pupil.pk]
    assert plan.faults == []
    assert pupil.display_name not in plan.absent
    assert here.pupil.display_name in plan.absent


def test_nobody_two_of_one_name_and_two_files_for_one_are_named_and_the_rest_stands(
    here: SchoolCast, tmp_path: Path
) -> None:
    with in_school(here.school):
        for number in "12":
            made(here, source_id=f"twin-{number}", given="Kit", family="Twin")
        one = made(here, source_id="one", given="Only", family="Child")
        put(tmp_path, "Kit Twin.jpg", "nobody.jpg", "one.jpg", "Only Child.jpg")
        (tmp_path / "no picture.jpg").write_bytes(b"text")
        plan = plan_photographs(tmp_path)
    assert {fault.file: fault.value for fault in plan.faults} == {
        "Kit Twin.jpg": "2 pupils have that name",
        "nobody.jpg": "nobody",
        "one.jpg": "Only Child",
        "no picture.jpg": "no picture that can be read",
    }
    assert plan.found == {one.pk: ("Only Child.jpg", mark_of(FACE))}


def test_an_id_counts_before_a_name(here: SchoolCast, tmp_path: Path) -> None:
    with in_school(here.school):
        made(here, source_id="x1", given="Alex", family="Ray")
        other = made(here, source_id="alex ray", given="Kit", family="Moor")
        assert plan_photographs(put(tmp_path, "Alex Ray.jpg")).added == [other.pk]


def test_the_same_file_again_is_the_same_and_another_a_change(here: SchoolCast, tmp_path: Path) -> None:
    with in_school(here.school):
        pupil = made(here, source_id="x1", given="Alex", family="Ray")
        Pupil.objects.filter(pk=pupil.pk).update(photograph=mark_of(FACE))
        plan = plan_photographs(put(tmp_path, "x1.jpg"))
        assert (plan.unchanged, plan.is_empty) == ([pupil.pk], True)
        (tmp_path / "x1.jpg").write_bytes(portrait("red"))
        assert plan_photographs(tmp_path).changed == [pupil.pk]


def test_who_left_and_the_school_next_door_are_nobody(cast: Cast, tmp_path: Path) -> None:
    here, there = cast.here, cast.next_door
    with in_school(there.school):
        made(there, source_id="next-door", given="Next", family="Door")
    with in_school(here.school):
        left = made(here, source_id="gone", given="Long", family="Gone")
        Pupil.objects.filter(pk=left.pk).update(left_on="2026-10-01")
        plan = plan_photographs(put(tmp_path, "gone.jpg", "next-door.jpg"))
    assert plan.found == {}
    assert len(plan.faults) == 2


def test_an_empty_folder_is_a_fault(here: SchoolCast, tmp_path: Path) -> None:
    with in_school(here.school):
        assert "one for each pupil" in plan_photographs(tmp_path).faults[0].expected


def test_plain() -> None:
    assert plain(" Zoë_O’Brien--Łukasz, 7B ") == "zoe o brien łukasz 7b"
