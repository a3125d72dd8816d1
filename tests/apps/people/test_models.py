"""How people are named on a page, from what the roster knows of them."""

from __future__ import annotations

import pytest

from evenhand.apps.people.models import Contact, Group, Pupil, Staff


@pytest.mark.parametrize(
    ("given", "preferred", "family", "shown", "initials"),
    [
        ("Amara", "", "Okafor", "Amara Okafor", "AO"),
        ("Bartholomew", "Bart", "de Souza", "Bart de Souza", "BD"),
        ("Madonna", "", "", "Madonna", "M"),
        ("émile", "", "östberg", "émile östberg", "ÉÖ"),
        ("ليلى", "", "حداد", "ليلى حداد", "لح"),
    ],
)
def test_a_pupil_is_shown_by_the_name_they_go_by(
    given: str, preferred: str, family: str, shown: str, initials: str
) -> None:
    pupil = Pupil(given=given, preferred=preferred, family=family)
    assert pupil.display_name == shown
    assert str(pupil) == shown
    assert pupil.initials == initials


def test_the_name_a_pupil_goes_by_replaces_the_first_name_only() -> None:
    pupil = Pupil(given="Christopher", preferred="Kit", family="Marlow")
    assert pupil.first_name == "Kit"
    pupil.preferred = ""
    assert pupil.first_name == "Christopher"


@pytest.mark.parametrize(
    ("title", "given", "family", "shown"),
    [
        ("Ms", "Nia", "Okonjo", "Ms N. Okonjo"),
        ("", "Nia", "Okonjo", "N. Okonjo"),
        ("Dr", "", "Ahmed", "Dr Ahmed"),
        ("", "", "Ahmed", "Ahmed"),
    ],
)
def test_an_adult_is_shown_by_what_is_known_without_gaps(
    title: str, given: str, family: str, shown: str
) -> None:
    assert Staff(title=title, given=given, family=family).short_name == shown


def test_what_nobody_has_said_is_the_safe_answer() -> None:
    assert Contact(name="Mr Okafor").may_be_told
    assert Contact(name="Mr Okafor").order == 1
    assert Group(name="8R Sci").kind == "class"
    assert Pupil(given="Amara").direction == "auto"
