"""Which school a file means, and a file applied for all of its schools or for none."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school
from evenhand.cli.importing.roster import Usage, import_file, school_of
from tests.apps.people.roster.packages import oneroster_12, sds_v2, write

pytestmark = pytest.mark.django_db


def arguments(tmp_path: Path, files: dict[str, str] | None = None, **chosen: Any) -> Namespace:
    """The arguments of the command for a small roster of one school, Hill School with the id S1."""
    path = write(tmp_path / "roster", sds_v2() if files is None else files)
    plain: dict[str, Any] = {
        "path": path,
        "encoding": None,
        "date_order": None,
        "mapping": None,
        "years": "uk",
        "apply": True,
        "create": False,
        "school": "",
        "map": [],
        "year": "",
    }
    return Namespace(**(plain | chosen))


def pupils(school: School) -> int:
    with in_school(school):
        return Pupil.objects.count()


def test_a_look_takes_back_even_the_school_that_it_made(tmp_path: Path) -> None:
    report = import_file(arguments(tmp_path, create=True, apply=False))
    assert (report.schools[0].slug, report.applied) == ("hill-school", False)
    assert report.schools[0].counts["pupils"]["added"] == 3
    assert not School.objects.exists()


def test_a_school_is_meant_by_name_by_map_or_by_argument(tmp_path: Path) -> None:
    schools = {
        slug: create_school(trust="", name=name, slug=slug)
        for slug, name in (("hill", "Hill School"), ("mapped", "Mapped"), ("argued", "Argued"))
    }
    import_file(arguments(tmp_path / "a", map=["S1=mapped"], school="argued"))
    assert [pupils(school) for school in schools.values()] == [0, 3, 0]
    import_file(arguments(tmp_path / "b", school="argued"))
    assert [pupils(school) for school in schools.values()] == [0, 3, 3]


def test_one_school_for_a_file_of_several_is_wrong_usage(tmp_path: Path) -> None:
    create_school(trust="", name="Marlow", slug="marlow")
    files = sds_v2()
    files["orgs.csv"] += "S2,Vale School,school,D\r\n"
    with pytest.raises(Usage, match=r"several schools \(S1, S2\): use --map"):
        import_file(arguments(tmp_path, files, school="marlow"))


def test_a_name_that_is_taken_asks_for_a_map(tmp_path: Path) -> None:
    for number in range(2):
        create_school(trust="", name="Hill School", slug=f"hill-school{number or ''}")
    with pytest.raises(Usage, match="use --map S1=SLUG"):
        import_file(arguments(tmp_path, create=True))


def test_a_file_that_is_no_roster_touches_no_school(tmp_path: Path) -> None:
    report = import_file(arguments(tmp_path, {"notes.csv": "colour,shape\nred,round\n"}, create=True))
    assert (report.format, report.schools, report.applied) == ("", [], False)
    assert report.faults
    assert not School.objects.exists()


@pytest.mark.parametrize("pair", ["S1", "=marlow", "S1="])
def test_half_a_map_is_wrong_usage(tmp_path: Path, pair: str) -> None:
    with pytest.raises(Usage, match="write --map as ID=SLUG"):
        import_file(arguments(tmp_path, map=[pair]))


def test_without_a_name_the_only_school_is_meant() -> None:
    with pytest.raises(Usage, match="none: run evenhand setup first"):
        school_of("")
    marlow = create_school(trust="", name="Marlow", slug="marlow")
    assert school_of("") == marlow
    create_school(trust="", name="Alder", slug="alder")
    with pytest.raises(Usage, match="name one with --school: alder, marlow"):
        school_of("")
    with pytest.raises(Usage, match="no school 'nowhere'; known: alder, marlow"):
        school_of("nowhere")


def test_the_figures_over_all_schools_stand_beside_those_of_each(tmp_path: Path) -> None:
    report = json.loads(import_file(arguments(tmp_path, create=True)).as_json())
    for noun in ("pupils", "staff", "contacts", "groups", "enrolments"):
        assert report[noun] == report["schools"][0]["counts"][noun]
    assert report["pupils"] == {"added": 3, "changed": 0, "unchanged": 0, "absent": 0}


def test_changes_after_a_whole_export_stand_on_what_is_known(tmp_path: Path) -> None:
    whole = oneroster_12()
    import_file(arguments(tmp_path / "a", whole, create=True))
    changes = {"manifest.csv": whole["manifest.csv"].replace(",bulk", ",delta")}
    for name in ("enrollments.csv", "users.csv", "roles.csv"):
        changes[name] = whole[name].split("\r\n")[0] + "\r\n"
    for name in ("academicSessions", "classes", "courses", "orgs", "demographics"):
        changes["manifest.csv"] = changes["manifest.csv"].replace(f"{name},delta", f"{name},absent")
    changes["enrollments.csv"] += "E0-0,tobedeleted,2026,G0,S1,P0,student,false,,\r\n"
    changes["enrollments.csv"] += "ET9,active,2026,G0,S1,T1,teacher,false,,\r\n"
    report = import_file(arguments(tmp_path / "b", changes, school="hill-school"))
    assert report.is_sound
    assert report.enrolments == {"added": 1, "changed": 1, "unchanged": 0, "absent": 0}
    assert report.pupils["absent"] == 0
