"""Photographs kept, replaced and removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.people.models import Photograph, Pupil
from evenhand.apps.people.photographs import keep_photographs, plan_photographs, remove_photograph
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.people.photographs.portraits import portrait
from tests.cast import SchoolCast


def keep(here: SchoolCast, folder: Path, content: bytes, role: str = "administrator") -> int:
    (folder / f"{here.pupil.source_id}.jpg").write_bytes(content)
    with in_school(here.school):
        return keep_photographs(here.actor(role), plan=plan_photographs(folder), file="faces")


def actions(here: SchoolCast) -> list[str]:
    with in_school(here.school):
        return list(
            AuditEntry.objects.filter(action__contains="photograph")
            .order_by("seq")
            .values_list("action", flat=True)
        )


def test_kept_replaced_and_removed_each_with_its_line_in_the_log(here: SchoolCast, tmp_path: Path) -> None:
    assert keep(here, tmp_path, portrait("teal")) == 1
    assert keep(here, tmp_path, portrait("teal")) == 0, "the same again changes nothing"
    assert keep(here, tmp_path, portrait("red")) == 1
    with in_school(here.school):
        pupil = Pupil.objects.get(pk=here.pupil.pk)
        kept = Photograph.objects.get(pupil=pupil)
        assert bytes(kept.image).startswith(b"\xff\xd8")
        assert pupil.photo == f"/pupils/{pupil.pk}/photograph/{pupil.photograph}/"
        assert remove_photograph(here.actor("administrator"), pupil=pupil) is True
        assert remove_photograph(here.actor("administrator"), pupil=pupil) is False
        assert Pupil.objects.get(pk=pupil.pk).photo == ""
        assert not Photograph.objects.exists()
    assert actions(here) == ["import_photographs", "import_photographs", "photograph.removed"]


def test_what_turns_out_damaged_is_left_out_and_the_photograph_before_it_stays(
    here: SchoolCast, tmp_path: Path
) -> None:
    keep(here, tmp_path, portrait("teal"))
    whole = portrait("red", (800, 800), "PNG")
    (tmp_path / f"{here.pupil.source_id}.jpg").write_bytes(whole[: len(whole) // 2])
    with in_school(here.school):
        before = Pupil.objects.get(pk=here.pupil.pk).photograph
        plan = plan_photographs(tmp_path)
        assert keep_photographs(here.actor("administrator"), plan=plan) == 0
        assert [fault.value for fault in plan.faults] == ["a damaged picture"]
        assert Pupil.objects.get(pk=here.pupil.pk).photograph == before


def test_only_those_who_import(here: SchoolCast, tmp_path: Path) -> None:
    with pytest.raises(PermissionError):
        keep(here, tmp_path, portrait(), "teacher")
    with in_school(here.school), pytest.raises(PermissionError):
        remove_photograph(here.actor("teacher"), pupil=here.pupil)
