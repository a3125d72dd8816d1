"""Who sees which messages, and what was said to a family by whatever way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.letters import selectors
from evenhand.apps.letters.models import Message
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import parent, say, set_up
from tests.cast import SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up():
        parent(here.pupil)
        yield here


def test_a_head_of_year_sees_the_messages_of_the_year(school: SchoolCast) -> None:
    other = school.pupils[1]
    other.year_group = 9
    other.save()
    mine = say(school)
    say(school, pupil=other)
    head, lead = school.actor("head_of_year"), school.actor("pastoral_lead")
    assert selectors.in_tab(head, "print") == [mine]
    assert selectors.counts(head)["print"] == 1
    assert selectors.counts(lead)["print"] == 2


def test_a_tab_holds_what_stands_so(school: SchoolCast) -> None:
    actor = school.actor("pastoral_lead")
    message = say(school)
    for tab, statuses in selectors.TABS.items():
        for status in statuses:
            Message.objects.update(status=status)
            assert selectors.in_tab(actor, tab) == [message]
            assert selectors.counts(actor).get(tab) == (None if tab == selectors.GONE else 1)


def test_only_those_who_may_be_told_are_offered(school: SchoolCast) -> None:
    parent(school.pupil, name="Not told", may_be_told=False)
    assert [contact.name for contact in selectors.contacts_of(school.pupil)] == ["Asha Khan"]
