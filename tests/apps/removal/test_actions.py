"""Taps and forms of the board over HTTP: done, refused with words, and never by those who may not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from evenhand.apps.access.models import Membership
from evenhand.apps.casework.models import Task
from evenhand.apps.removal import services
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral, referral_outside, time_out
from tests.apps.removal.test_views import client_of
from tests.cast import Cast, SchoolCast, add_person

Clock = time_machine.Traveller


def arrived(here: SchoolCast) -> Stay:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        return stay


def stage(here: SchoolCast, stay: Stay) -> str:
    with in_school(here.school):
        return Stay.objects.get(pk=stay.pk).stage


def test_arrived_is_one_tap_with_undo(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
    client = client_of(here)
    answer = client.post(f"/board/{stay.pk}/arrived/")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Amara is here" in page
    address = next(part.split('"')[0] for part in page.split('action="') if "/undo/" in part.split('"')[0])
    assert stage(here, stay) == "here"
    client.post(address)
    assert stage(here, stay) == "expected"


def test_undo_is_offered_to_nobody_else_and_not_for_long(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        stay = referral(here)
    client = client_of(here)
    address = client.post(f"/board/{stay.pk}/arrived/").headers["Location"]
    assert "Undo" not in client_of(here, "pastoral_lead").get(address).content.decode().split("<template")[0]
    moment.shift(timedelta(minutes=3))
    assert "Amara is here" not in client.get(address).content.decode()


def test_a_second_tap_is_answered_with_words(here: SchoolCast) -> None:
    stay = arrived(here)
    answer = client_of(here).post(f"/board/{stay.pk}/arrived/", follow=True)
    assert "This pupil has arrived already." in answer.content.decode()


def test_a_station_is_done_by_a_tap(here: SchoolCast) -> None:
    stay = arrived(here)
    client_of(here).post(f"/board/{stay.pk}/station/reading/")
    with in_school(here.school):
        assert stay.stations.filter(station="reading").exists()


def test_the_family_form_says_what_is_missing_and_keeps_what_was_written(here: SchoolCast) -> None:
    stay = arrived(here)
    client = client_of(here)
    form = {"family-who": "", "family-how": "phone", "family-words": "Told until when"}
    answer = client.post(f"/board/{stay.pk}/log/family/", form)
    assert answer.status_code == 422
    assert "Told until when" in answer.content.decode()
    answer = client.post(f"/board/{stay.pk}/log/family/", {**form, "family-who": "Mrs Year"})
    assert answer.status_code == 302
    with in_school(here.school):
        assert Task.objects.get(about=str(stay.pk), kind="family").status == "done"


def test_release_says_what_comes_first_and_takes_a_reason(here: SchoolCast) -> None:
    stay = arrived(here)
    client = client_of(here)
    answer = client.post(f"/board/{stay.pk}/release/")
    assert answer.status_code == 422
    assert "Restorative conversation comes first" in answer.content.decode()
    assert stage(here, stay) == "here"
    client.post(f"/board/{stay.pk}/release/", {"release-reason": "Agreed for tomorrow"})
    assert stage(here, stay) == "released"


def test_release_goes_on_where_an_adult_is_away(here: SchoolCast) -> None:
    stay = arrived(here)
    client_of(here).post(f"/board/{stay.pk}/release/", {"release-adult_absent": "on"})
    assert stage(here, stay) == "released"


def test_a_phone_is_handed_over_and_given_back(here: SchoolCast) -> None:
    stay = arrived(here)
    client = client_of(here)
    for _ in range(2):
        client.post(f"/board/{stay.pk}/log/phone/", {"phone-how": "Locker 4"})
    with in_school(here.school):
        assert list(stay.notes.order_by("pk").values_list("kind", flat=True)) == ["phone_in", "phone_back"]


@pytest.mark.covers("STAR-97d")
def test_the_reflection_is_stored_and_readable_beside_the_form_of_the_conversation(here: SchoolCast) -> None:
    stay = arrived(here)
    client_of(here).post(f"/board/{stay.pk}/log/reflection/", {"reflection-words": "I talked over Ben"})
    with in_school(here.school):
        assert stay.stations.filter(station="reflection").exists()
    page = client_of(here, "teacher").get(f"/board/{stay.pk}/").content.decode()
    assert "I talked over Ben" in page
    assert 'name="repair-words"' in page


@pytest.mark.parametrize("kind", ["book", "phone", "reflection", "prevention"])
def test_only_those_who_run_the_room_log_in_it(here: SchoolCast, kind: str) -> None:
    stay = arrived(here)
    answer = client_of(here, "teacher").post(f"/board/{stay.pk}/log/{kind}/", {f"{kind}-words": "x"})
    assert answer.status_code == 404


def test_an_unknown_log_does_not_exist(here: SchoolCast) -> None:
    assert client_of(here).post(f"/board/{arrived(here).pk}/log/search/").status_code == 404


def test_a_stay_over_a_break_is_confirmed_on_its_page_by_the_lead(here: SchoolCast, moment: Clock) -> None:
    moment.move_to(datetime(2026, 11, 26, 11, 32, tzinfo=UTC))
    with in_school(here.school):
        lead: Membership = add_person(here.school, "lead", [("behaviour_lead", None)])
        stay = referral_outside(here)
    client = Client()
    client.force_login(lead.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "The stay runs over a break" in client.get(f"/board/{stay.pk}/").content.decode()
    answer = client.post(f"/board/{stay.pk}/over-the-break/", {"gap-until": "2026-11-26T15:00"})
    assert "Give a short reason." in answer.content.decode()
    client.post(f"/board/{stay.pk}/over-the-break/", {"gap-until": "", "gap-reason": ""})
    with in_school(here.school):
        assert Stay.objects.get(pk=stay.pk).gap_confirmed_by_id == lead.user_id
        assert Task.objects.get(about=str(stay.pk), kind="confirm_gap").status == "done"


def test_time_out_is_looked_in_on_called_for_and_ended_by_the_staff_involved(cast: Cast) -> None:
    there = cast.next_door
    with in_school(there.school):
        stay = time_out(there)
    client = client_of(there, "teacher")
    client.post(f"/board/{stay.pk}/looked-in/")
    client.post(f"/board/{stay.pk}/station/radio/")
    with in_school(there.school):
        assert stay.notes.filter(kind="review").count() == 1
        radio = stay.stations.get(station="radio")
        assert (radio.by_id, radio.done_at) == (
            there.user("teacher").pk,
            datetime(2026, 11, 17, 11, 32, tzinfo=UTC),
        )
        assert Task.objects.get(about=str(stay.pk), kind="radio").status == "done"
    client.post(f"/board/{stay.pk}/release/")
    assert stage(there, stay) == "released"
