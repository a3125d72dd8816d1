"""One school's share of a roster, and which of our schools a school of the file is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evenhand.apps.people.importing.share import match_schools, share_of
from evenhand.apps.people.models import Pupil
from evenhand.apps.people.roster.model import (
    Fault,
    Roster,
    RosterContact,
    RosterEnrolment,
    RosterGroup,
    RosterPupil,
    RosterSchool,
    RosterStaff,
)
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import create_school

ROSTER = Roster(
    schools=(RosterSchool("10", "Marlow Bridge Academy"), RosterSchool("20", "Alder House School")),
    pupils=(
        RosterPupil("p1", "10", "Amara"),
        RosterPupil("p2", "20", "Ben"),
        RosterPupil("p3", "20", "Chloe", other_school_ids=("10",)),
    ),
    staff=(RosterStaff("t1", "10"), RosterStaff("p2", "20")),
    contacts=(RosterContact("p1", "Ada"), RosterContact("p2", "Bo"), RosterContact("gone", "Cy")),
    groups=(RosterGroup("g1", "10", "8R"), RosterGroup("g2", "20", "9R")),
    enrolments=(
        RosterEnrolment("g1", "p1", "pupil"),
        RosterEnrolment("g1", "p3", "pupil"),
        RosterEnrolment("g1", "p2", "pupil"),
        RosterEnrolment("g2", "p1", "pupil"),
        RosterEnrolment("g1", "p2", "teacher"),
        RosterEnrolment("g1", "t1", "teacher"),
    ),
)


def test_a_share_is_the_schools_own_people_and_what_joins_only_them() -> None:
    share = share_of(ROSTER, "10")
    assert [one.source_id for one in share.pupils] == ["p1", "p3"]
    assert [one.source_id for one in share.staff] == ["t1"]
    assert [one.name for one in share.contacts] == ["Ada"]
    assert [one.source_id for one in share.groups] == ["g1"]
    assert [(one.person, one.role) for one in share.enrolments] == [
        ("p1", "pupil"),
        ("p3", "pupil"),
        ("t1", "teacher"),
    ]


def test_without_a_school_in_the_file_everything_is_the_schools() -> None:
    share = share_of(replace(ROSTER, schools=(), partial=True), "")
    assert len(share.pupils) == 3
    assert [one.source_id for one in share.groups] == ["g1", "g2"]
    assert len(share.enrolments) == 6
    assert share.partial


def file_of(*schools: RosterSchool, pupils: int = 0) -> Roster:
    """A roster of these schools; the first has so many pupils."""
    named = tuple(RosterPupil(f"p{n}", schools[0].source_id) for n in range(pupils))
    return Roster(schools=schools, pupils=named)


def test_a_school_is_known_by_its_number_before_its_name() -> None:
    ours = School(pk=1, name="Old name", short_name="Old", identifiers={"urn": "100001"})
    other = School(pk=2, name="Marlow Bridge Academy", short_name="Marlow", identifiers={})
    theirs = RosterSchool("10", "Marlow Bridge Academy", (("urn", "100001"),))
    assert match_schools(file_of(theirs), [ours, other]) == {"10": ours}


def test_a_running_number_of_the_file_tells_nothing() -> None:
    ours = School(pk=1, name="Marlow", short_name="Marlow", identifiers={"number": "7"})
    assert match_schools(file_of(RosterSchool("10", "Alder", (("number", "7"),))), [ours]) == {}


def test_a_school_is_known_by_the_id_of_an_earlier_import() -> None:
    ours = School(pk=1, name="Renamed", short_name="R", identifiers={"roster": "10"})
    assert match_schools(file_of(RosterSchool("10", "Marlow")), [ours]) == {"10": ours}


@pytest.mark.parametrize("name", ["MARLOW BRIDGE ACADEMY", "marlow"])
def test_a_school_is_known_by_its_name_long_or_short(name: str) -> None:
    ours = School(pk=1, name="Marlow Bridge Academy", short_name="Marlow")
    assert match_schools(file_of(RosterSchool("10", name)), [ours]) == {"10": ours}


def test_two_schools_that_answer_alike_are_not_told_apart() -> None:
    twins = [School(pk=n, name="Marlow", short_name="M", identifiers={"urn": "1"}) for n in (1, 2)]
    assert match_schools(file_of(RosterSchool("10", "Marlow", (("urn", "1"),))), twins) == {}
    assert match_schools(file_of(RosterSchool("10", "")), [School(pk=3, name="A", short_name="")]) == {}


@pytest.mark.django_db
def test_a_school_is_known_by_more_than_half_of_its_pupils() -> None:
    ours = create_school(trust="Northway", name="Marlow Bridge Academy")
    with in_school(ours):
        for number in range(2):
            Pupil.objects.create(school=ours, source="roster", source_id=f"p{number}", given="A")
        Pupil.objects.create(school=ours, source="", source_id="p2", given="typed, not imported")
    renamed = RosterSchool("10", "Another name")
    assert match_schools(file_of(renamed, pupils=3), [ours]) == {"10": ours}
    assert match_schools(file_of(renamed, pupils=4), [ours]) == {}


def test_of_a_file_of_changes_only_what_is_another_schools_is_left_out() -> None:
    share = share_of(
        replace(ROSTER, partial=True, enrolments=(*ROSTER.enrolments, RosterEnrolment("g7", "p7", "pupil"))),
        "10",
    )
    assert ("g7", "p7") in [(one.group, one.person) for one in share.enrolments]
    assert not {"g2", "p2"} & {name for one in share.enrolments for name in (one.group, one.person)}


def test_a_share_of_a_file_with_errors_is_faulty() -> None:
    fault = Fault("users.csv", 2, "sourcedId", "", "an id", "")
    assert share_of(replace(ROSTER, faults=(fault,)), "10").is_silent_on_the_rest
    assert not share_of(replace(ROSTER, faults=(replace(fault, severity="warning"),)), "10").faulty
