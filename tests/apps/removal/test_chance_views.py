"""Conduct in the room over HTTP: the steps in their order, each by its own people, with what follows shown before."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import HttpResponse

from evenhand.apps.casework.models import Proposal
from evenhand.apps.conduct.models import Event
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import arrived
from tests.apps.removal.stays import CALLING_OUT
from tests.apps.removal.test_views import client_of
from tests.cast import SchoolCast

FAMILY = {"who": "Mrs Year", "how": "phone", "said": "A talk at lunch was offered"}
FIRST = "First chance: the manager&#x27;s warning"


def act(here: SchoolCast, stay: Stay, role: str, position: int, **more: str) -> HttpResponse:
    given = {"token": str(uuid4()), "act": CALLING_OUT, "position": str(position), **more}
    answer: HttpResponse = client_of(here, role).post(f"/board/{stay.pk}/conduct/", given)  # type: ignore[assignment]
    return answer


def said(here: SchoolCast, stay: Stay, role: str = "removal_manager") -> str:
    return client_of(here, role).get(f"/board/{stay.pk}/conduct/").content.decode().split("<template")[0]


def used(here: SchoolCast) -> int:
    with in_school(here.school):
        return Event.objects.filter(kind="conduct").count()


@pytest.mark.covers("STAR-122a")
def test_the_first_chance_is_the_managers_and_nobody_elses(here: SchoolCast) -> None:
    stay = arrived(here)
    text = said(here, stay, "senior_leader")
    assert FIRST in text
    assert "This is recorded by: Impact Centre manager" in text
    assert act(here, stay, "senior_leader", 1).status_code == 422
    assert used(here) == 0
    assert act(here, stay, "removal_manager", 1).status_code == 302
    so_far = said(here, stay).split('id="so-far"')[1]
    assert FIRST in so_far
    assert "Calling out" in so_far


@pytest.mark.covers("STAR-122b")
def test_only_a_senior_leader_records_the_second(here: SchoolCast) -> None:
    stay = arrived(here)
    act(here, stay, "removal_manager", 1)
    assert act(here, stay, "removal_manager", 2).status_code == 422
    assert act(here, stay, "senior_leader", 2).status_code == 302
    assert used(here) == 2


@pytest.mark.covers("STAR-122c")
def test_the_third_needs_the_family_and_stands_in_the_contact_log(here: SchoolCast) -> None:
    stay = arrived(here)
    act(here, stay, "removal_manager", 1)
    act(here, stay, "senior_leader", 2)
    answer = act(here, stay, "removal_manager", 3)
    assert "Say who of the family was reached, and how." in answer.content.decode()
    assert act(here, stay, "removal_manager", 3, **FAMILY).status_code == 302
    log = client_of(here).get(f"/board/{stay.pk}/").content.decode().split('id="log"')[1]
    assert "Mrs Year" in log
    assert "A talk at lunch was offered" in log


@pytest.mark.covers("STAR-122d")
def test_a_chance_out_of_order_is_refused(here: SchoolCast) -> None:
    stay = arrived(here)
    answer = act(here, stay, "removal_manager", 3, **FAMILY)
    assert answer.status_code == 422
    assert "Another step comes first" in answer.content.decode()
    assert used(here) == 0


@pytest.mark.covers("STAR-123")
def test_after_the_third_the_principal_is_asked_and_what_follows_was_shown(here: SchoolCast) -> None:
    stay = arrived(here)
    act(here, stay, "removal_manager", 1)
    act(here, stay, "senior_leader", 2)
    act(here, stay, "removal_manager", 3, **FAMILY)
    text = said(here, stay)
    assert "The chances are used up" in text
    assert "Principal: consider a fixed period exclusion of half a day" in text
    assert 'href="/policy/123/"' in text
    act(here, stay, "removal_manager", 4)
    with in_school(here.school):
        assert [(row.kind, row.decider_role) for row in Proposal.objects.filter(status="open")] == [
            ("failed_stay", "principal")
        ]
    assert "Decide" in client_of(here, "principal").get("/inbox/").content.decode()


@pytest.mark.covers("STAR-93d")
def test_a_breach_advances_the_chances_or_is_a_note_as_chosen(here: SchoolCast) -> None:
    stay = arrived(here)
    assert (
        act(here, stay, "removal_manager", 0, **{"as": "note", "words": "Whispered once"}).status_code == 302
    )
    text = said(here, stay)
    assert "A note, and nothing more" in text.split('id="so-far"')[1]
    assert FIRST in text.split('id="so-far"')[0]
    act(here, stay, "removal_manager", 1)
    assert FIRST not in said(here, stay).split('id="so-far"')[0]


def test_a_note_says_in_words_what_it_was(here: SchoolCast) -> None:
    stay = arrived(here)
    answer = act(here, stay, "removal_manager", 0, **{"as": "note", "words": ""})
    assert "Say in words what it was." in answer.content.decode()


def test_a_page_sent_twice_is_one_record(here: SchoolCast) -> None:
    stay, token = arrived(here), str(uuid4())
    for _ in range(2):
        act(here, stay, "removal_manager", 1, token=token)
    assert used(here) == 1


def test_an_act_that_passes_over_the_chances_is_a_card_of_its_own(here: SchoolCast) -> None:
    text = said(here, arrived(here))
    assert "Principal: consider whether an exclusion is called for" in text


def test_teachers_do_not_record_conduct_in_the_room(here: SchoolCast) -> None:
    stay = arrived(here)
    assert client_of(here, "teacher").get(f"/board/{stay.pk}/conduct/").status_code == 404
    assert act(here, stay, "teacher", 1).status_code == 404
