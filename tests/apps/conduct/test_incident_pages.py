"""What the pages of an incident show to whom."""

from __future__ import annotations

from evenhand.apps.conduct import incidents
from evenhand.apps.conduct.incident_pages import copy_page, incident_page
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.conduct.test_incidents import fight
from tests.cast import SchoolCast


def test_the_page_has_each_part_with_its_words_and_the_whole_once(here: SchoolCast) -> None:
    with in_school(here.school):
        incident = incidents.report(here.actor("teacher"), told=fight(here))
        page = incident_page(here.actor("teacher"), incident)
    assert page.whole == ("A push in the queue, stopped by me.",)
    assert page.where == "Dining hall"
    found = {line.name: (line.part, line.act, [words for words, _ in line.words]) for line in page.lines}
    assert found["Amara Year8"] == ("Took part", "Calling out", ["Pushed Chloe first."])
    assert found["Chloe Year8"] == ("Was harmed", "", ["Her arm hurts."])


def test_a_copy_has_ones_own_words_and_letters_for_the_others(here: SchoolCast) -> None:
    with in_school(here.school):
        incident = incidents.report(here.actor("teacher"), told=fight(here))
        page = copy_page(here.actor("teacher"), incident, here.pupils[0])
    assert page.words == ("Pushed Pupil C first.",)
    assert [label for label, _ in page.others] == ["Pupil B", "Pupil C", "Pupil D"]
    assert dict(page.others)["Pupil C"] == "was harmed"
