"""Requests of duty staff wait for a leader until they are answered or taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from evenhand.apps.access.actors import actor_of
from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.correcting import void
from evenhand.apps.conduct.models import Event
from evenhand.apps.conduct.requests import DAYS, Asked, answer_request, open_requests
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import TODAY, SchoolCast, add_person
from tests.incidents import concern

RED_LINE = "RED-01"


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def ask(school: SchoolCast, pupil: int = 0, code: str = RED_LINE) -> Event:
    """An act out of class, recorded by a tutor on duty."""
    number = school.pupils[pupil].pk
    return concern(school, code, "tutor", where=Where.OUT_OF_CLASS, place="Yard", pupil=number).event


def waiting(school: SchoolCast, role: str = "duty_leader") -> list[Asked]:
    return open_requests(school.actor(role), TODAY)


def keys(found: list[Asked]) -> list[UUID]:
    return [one.key for one in found]


def test_a_request_says_who_what_where_and_when(school: SchoolCast) -> None:
    event = ask(school)
    (found,) = waiting(school)
    assert (found.key, found.pupil_id) == (event.pk, school.pupil.pk)
    assert (found.name, found.form) == ("Amara Year8", "8R")
    assert (found.at, found.place, found.by) == ("11:32", "Yard", "Nia Tutor")
    assert found.act != RED_LINE
    assert found.what
    assert found.cite


def test_requests_wait_oldest_first(school: SchoolCast) -> None:
    first, second = ask(school, 1), ask(school)
    assert keys(waiting(school)) == [first.pk, second.pk]


def test_what_asks_for_nothing_is_no_request(school: SchoolCast) -> None:
    ask(school, code="DIS-04")
    concern(school, RED_LINE)
    assert waiting(school) == []


@pytest.mark.parametrize("confirm", [True, False])
def test_an_answered_request_waits_no_longer(school: SchoolCast, confirm: bool) -> None:
    event, other = ask(school), ask(school, 1)
    done = answer_request(
        school.actor("duty_leader"), event=event, confirm=confirm, answer_id=uuid4(), reason="I saw it."
    ).done[0]
    assert done.event.kind == (EventKind.CONFIRM if confirm else EventKind.DECLINE)
    assert (done.event.about, done.event.place) == (str(event.pk), "Yard")
    assert keys(waiting(school)) == [other.pk]


def test_declining_needs_a_reason(school: SchoolCast) -> None:
    event = ask(school)
    with pytest.raises(Refused):
        answer_request(school.actor("duty_leader"), event=event, confirm=False, answer_id=uuid4())
    assert keys(waiting(school)) == [event.pk]


def test_a_request_taken_back_waits_no_longer(school: SchoolCast) -> None:
    event = ask(school)
    void(school.actor("head_of_year"), event=event, reason="Somebody else")
    assert waiting(school) == []


def test_a_request_is_forgotten_after_a_week(school: SchoolCast) -> None:
    event = ask(school)
    leader = school.actor("duty_leader")
    assert keys(open_requests(leader, TODAY + timedelta(days=DAYS - 1))) == [event.pk]
    assert open_requests(leader, TODAY + timedelta(days=DAYS)) == []


def test_nothing_waits_for_those_who_may_not_confirm_it(school: SchoolCast) -> None:
    ask(school)
    assert waiting(school, "tutor") == []
    for year, expected in ((8, 1), (9, 0)):
        one = add_person(school.school, f"leader{year}", [("duty_leader", year)])
        found = actor_of(one.pk)
        assert found is not None
        assert len(open_requests(found[0], TODAY)) == expected
