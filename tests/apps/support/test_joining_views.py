"""Somebody new, through the browser: met, written down, released, and who hears when that is late."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Alert
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import one, send, signed_in
from tests.reading_pages import shown

# Monday the 23rd is the first day: two school days before it is Thursday the 19th.
THURSDAY = datetime(2026, 11, 19, 8, 35, tzinfo=UTC)


def words(client: Client, address: str) -> str:
    """What a reader sees of the page, without doubled spaces."""
    return " ".join(shown(client.get(address).content.decode()).split())


@pytest.mark.covers("INF-PP-1")
def test_two_school_days_before_the_start_a_profile_that_is_not_released_is_heard_of(
    next_door: SchoolCast,
) -> None:
    profile = f"/profile/{next_door.pupil.pk}/"
    join = f"{profile}joining/"
    with time_machine.travel(THURSDAY.replace(hour=8, minute=34), tick=False) as clock:
        liaison, head, teacher = (
            signed_in(next_door, role) for role in ("family_liaison", "principal", "teacher")
        )
        assert teacher.post(join, {"do": "expect", "starts": "2026-11-23"}).status_code == 404
        liaison.post(join, {"do": "expect", "starts": "2026-11-23"})
        clockwork.tick()
        assert "profile not released" not in words(liaison, "/inbox/")
        assert "Somebody new" in words(teacher, profile)
        clock.move_to(THURSDAY)
        clockwork.tick()
        clockwork.tick()
        for client in (liaison, head):
            assert "Starts 23 November, profile not released: Amara Year8" in words(client, "/inbox/")
        with in_school(next_door.school):
            assert Alert.objects.filter(kind="joining_due").count() == 2
        assert "Staff should have been told" in words(liaison, profile)
        liaison.post(join, {"do": "release"})
        liaison.post(join, {"do": "met", "on": "2026-11-18", "who": "Amara and her aunt"})
        liaison.post(join, {"do": "release"})
        assert "being put together" in words(teacher, profile)
        liaison.post(profile, {"do": "add", "kind": "risk", "words": "Allergic to nuts"})
        assert "Allergic to nuts" not in words(teacher, profile)
        assert "met 18 November: Amara and her aunt" in words(liaison, profile)
        liaison.post(join, {"do": "release"})
        assert "Allergic to nuts" in words(teacher, profile)
        for client in (liaison, head):
            assert "profile not released" not in words(client, "/inbox/")


def test_only_of_whom_nothing_is_recorded_is_it_asked_whether_they_join(next_door: SchoolCast) -> None:
    fresh, known = next_door.pupils[:2]
    liaison, teacher = signed_in(next_door, "family_liaison"), signed_in(next_door)
    assert send(teacher, one(next_door, "achievement", "CMP-01", known)).status_code == 200
    question = "Is the pupil about to join?"
    assert question in words(liaison, f"/profile/{fresh.pk}/")
    assert question not in words(liaison, f"/profile/{known.pk}/")
    assert "Somebody new" not in words(liaison, f"/profile/{known.pk}/")


def test_what_is_wrong_is_said_on_the_profile_and_nothing_is_kept(next_door: SchoolCast) -> None:
    liaison, join = signed_in(next_door, "family_liaison"), f"/profile/{next_door.pupil.pk}/joining/"
    for sent, said in (
        ({"do": "expect", "starts": "soon"}, "on which day"),
        ({"do": "met", "on": "2026-11-16", "who": "Mother"}, "Say first"),
    ):
        answer = liaison.post(join, sent)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert liaison.post(join, {"do": "expect", "starts": "2026-11-23"}).status_code == 302
    answer = liaison.post(join, {"do": "met", "on": "2026-11-16", "who": "x" * 201})
    assert (answer.status_code, "Who came has 201" in answer.content.decode()) == (422, True)
