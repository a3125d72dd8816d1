"""Records collected once each: a second record with an id is a fault, or the same person at another school."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.apps.people.roster.assembling import Draft, Where
from evenhand.apps.people.roster.model import (
    Fault,
    RosterContact,
    RosterEnrolment,
    RosterGroup,
    RosterPupil,
    RosterSchool,
    RosterStaff,
    RosterTerm,
)
from evenhand.apps.people.roster.tables import read_table

TABLE_TEXT = "id,grade\nx,9\nx,13\n,R\nx,purple\nx,\n"


@pytest.fixture
def places() -> list[Where]:
    """The places of the lines of one table, the first of them on line 2."""
    table = read_table("people.csv", TABLE_TEXT)
    return [Where(table, row, ("id",)) for row in table.rows]


@pytest.fixture
def draft() -> Draft:
    return Draft("mapping", "")


def told(places: list[Where]) -> list[tuple[int, str, str]]:
    """Line, severity and first words of each fault."""
    found: list[Fault] = places[0].table.faults
    return [(fault.line, fault.severity, fault.expected.split(";")[0]) for fault in found]


def test_the_same_person_at_a_second_school_is_one_person_with_two(draft: Draft, places: list[Where]) -> None:
    for school, place in zip("ABC", places, strict=False):
        draft.add_pupil(RosterPupil("p1", school, "Amara"), place)
        draft.add_staff(RosterStaff("t1", school, "Nia"), place)
    pupil, member = draft.pupils["p1"][0], draft.staff["t1"][0]
    assert (pupil.school_id, pupil.other_school_ids) == ("A", ("B", "C"))
    assert (member.school_id, member.other_school_ids) == ("A", ("B", "C"))
    assert told(places) == []


def test_pupils_and_staff_may_have_the_same_id(draft: Draft, places: list[Where]) -> None:
    draft.add_pupil(RosterPupil("1", "A"), places[0])
    draft.add_staff(RosterStaff("1", "A"), places[1])
    assert told(places) == []


def test_a_line_that_says_the_same_again_is_a_warning(draft: Draft, places: list[Where]) -> None:
    for place in places[:2]:
        draft.add_school(RosterSchool("x", "Marlow"), place)
        draft.add_pupil(RosterPupil("x", "A"), place)
        draft.add_staff(RosterStaff("x", "A"), place)
        draft.add_group(RosterGroup("x", "A", "8R"), place)
    assert told(places) == [
        (3, "warning", "each school once"),
        (3, "warning", "each pupil once"),
        (3, "warning", "each member of staff once"),
        (3, "warning", "each group once"),
    ]


def test_a_line_that_says_otherwise_is_an_error_and_the_first_stays(
    draft: Draft, places: list[Where]
) -> None:
    for name, place in zip(("Amara", "Ben"), places, strict=False):
        draft.add_school(RosterSchool("x", name), place)
        draft.add_pupil(RosterPupil("x", "A", name), place)
        draft.add_group(RosterGroup("x", "A", name), place)
    assert told(places) == [(3, "error", "an id used once")] * 3
    assert draft.pupils["x"][0].given == draft.groups["x"][0].name == "Amara"


def test_a_pupil_with_another_name_at_another_school_is_not_the_same(
    draft: Draft, places: list[Where]
) -> None:
    draft.add_pupil(RosterPupil("x", "A", "Amara"), places[0])
    draft.add_pupil(RosterPupil("x", "B", "Ben"), places[1])
    assert draft.pupils["x"][0].other_school_ids == ()
    assert told(places) == [(3, "error", "an id used once")]


def test_a_term_may_be_named_often_and_dated_once(draft: Draft, places: list[Where]) -> None:
    term = RosterTerm("T", "Autumn", date(2026, 9, 1), date(2026, 12, 18))
    draft.add_term(term, places[0])
    draft.add_term(term, places[1])
    assert told(places) == []
    draft.add_term(RosterTerm("T", "Autumn"), places[2])
    assert told(places) == [(4, "warning", "the term as on line 2")]
    assert draft.terms["T"][0] == term


def test_a_place_counts_once_and_a_contact_once_for_each_number(draft: Draft, places: list[Where]) -> None:
    for place in places[:2]:
        draft.add_enrolment(RosterEnrolment("g", "p", "pupil"), place)
        draft.add_contact(RosterContact("p", "Ada", phone="1"), place)
    draft.add_contact(RosterContact("p", "Ada", phone="2"), places[2])
    assert (len(draft.enrolments), len(draft.contacts), told(places)) == (1, 2, [])
    draft.add_enrolment(RosterEnrolment("g", "p", "pupil", end=date(2026, 12, 18)), places[2])
    assert told(places) == [(4, "error", "an id used once")]


def test_year_groups_are_read_and_what_is_none_is_a_warning(draft: Draft, places: list[Where]) -> None:
    assert [draft.year(place, "grade") for place in places] == [9, 13, 0, None, None]
    assert told(places) == [(5, "warning", "a year group (N, R or 1 to 14)")]


def test_a_record_without_an_id_is_an_error(draft: Draft, places: list[Where]) -> None:
    assert [draft.identified(place, "pupil") for place in places] == ["x", "x", "", "x", "x"]
    assert told(places) == [(4, "error", "the id of the pupil")]


def test_a_note_is_kept_once_and_no_question_is_no_question(draft: Draft) -> None:
    draft.note("usernames stand in")
    draft.note("usernames stand in")
    draft.ask(None)
    assert (draft.notes, draft.questions) == (["usernames stand in"], [])
