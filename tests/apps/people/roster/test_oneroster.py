"""What is particular to OneRoster 1.1 and 1.2."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evenhand.apps.people.roster import read_roster
from tests.apps.people.roster.packages import oneroster_11, oneroster_12, write

Maker = Callable[[], dict[str, str]]
both = pytest.mark.parametrize("maker", [oneroster_11, oneroster_12])


@both
def test_a_parent_is_joined_once_though_both_lines_name_the_other(maker: Maker, tmp_path: Path) -> None:
    roster = read_roster(write(tmp_path, maker()))
    (contact,) = roster.contacts
    assert (contact.pupil, contact.name, contact.phone) == ("P0", "Ada Okafor", "01632 960001")
    assert contact.relation in {"parent", "guardian"}
    assert len(roster.staff) == 2


@both
def test_a_homeroom_is_a_tutor_group_and_gives_the_form(maker: Maker, tmp_path: Path) -> None:
    roster = read_roster(write(tmp_path, maker()))
    assert [(group.kind, group.subject, group.terms) for group in roster.groups] == [
        ("tutor", "Maths", ("Y",)),
        ("class", "Maths", ("Y",)),
    ]
    assert roster.pupils[0].form == "g0"


@both
def test_demographics_give_birth_and_sex(maker: Maker, tmp_path: Path) -> None:
    pupil = read_roster(write(tmp_path, maker())).pupils[1]
    assert (str(pupil.date_of_birth), pupil.sex) == ("2011-02-02", "M")


def test_enrolments_keep_dates_and_who_leads(tmp_path: Path) -> None:
    roster = read_roster(write(tmp_path, oneroster_12()))
    pupil = next(place for place in roster.enrolments if place.role == "pupil")
    teacher = next(place for place in roster.enrolments if place.role == "teacher")
    assert (str(pupil.begin), pupil.end, pupil.primary, teacher.primary) == ("2026-09-01", None, False, True)


def test_user_ids_are_kept_by_kind(tmp_path: Path) -> None:
    assert read_roster(write(tmp_path, oneroster_12())).pupils[1].identifiers == (("mis", "1"),)


def test_a_delta_is_partial_and_a_bulk_file_is_not(tmp_path: Path) -> None:
    files = oneroster_12()
    assert not read_roster(write(tmp_path / "bulk", files)).partial
    files["manifest.csv"] = files["manifest.csv"].replace("file.users,bulk", "file.users,delta")
    assert read_roster(write(tmp_path / "delta", files)).partial


def test_a_record_to_be_deleted_is_kept_and_marked(tmp_path: Path) -> None:
    files = oneroster_12()
    files["users.csv"] = files["users.csv"].replace("P1,active", "P1,tobedeleted")
    roster = read_roster(write(tmp_path, files))
    assert [pupil.status for pupil in roster.pupils] == ["active", "removed", "active"]


def test_without_a_manifest_the_version_is_told_by_the_roles_file(tmp_path: Path) -> None:
    for maker, version in ((oneroster_11, "1.1"), (oneroster_12, "1.2")):
        files = maker()
        del files["manifest.csv"]
        roster = read_roster(write(tmp_path / version, files))
        assert (roster.format, roster.version, len(roster.pupils), roster.faults) == (
            "oneroster",
            version,
            3,
            (),
        )


def test_an_unknown_version_is_read_and_noted(tmp_path: Path) -> None:
    files = oneroster_12()
    files["manifest.csv"] = files["manifest.csv"].replace("oneroster.version,1.2", "oneroster.version,2.0")
    roster = read_roster(write(tmp_path, files))
    assert "The manifest says OneRoster 2.0; it was read as 1.2." in roster.notes
    assert len(roster.pupils) == 3
