"""Taps and forms of the board over HTTP: done, refused with words, and never by those who may not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from evenhand.apps.access.models import Membership
from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.removal import services
from evenhand.apps.removal.models import Stay
from evenhand.apps.support.models import AgreedAdjustment
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral, referral_outside, time_out
from tests.apps.removal.test_views import client_of
from tests.cast import TODAY, Cast, SchoolCast, add_person

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


def test_a_phone_and_a_reflection_that_are_left_warn_once_and_hold_nobody_up(here: SchoolCast) -> None:
    stay = arrived(here)
    client = client_of(here)
    client.post(f"/board/{stay.pk}/log/phone/", {"phone-how": "Locker 4"})
    client.post(f"/board/{stay.pk}/log/repair/", {"repair-who": "Both", "repair-words": "Agreed"})
    answer = client.post(f"/board/{stay.pk}/release/")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Reflection booklet: not done" in page
    assert "The phone is still here" in page
    assert stage(here, stay) == "here"
    assert 'name="release-warned" value="on"' in page
    client.post(f"/board/{stay.pk}/release/", {"release-warned": "on"})
    assert stage(here, stay) == "released"


@pytest.mark.covers("STAR-93e")
def test_a_release_without_the_reflection_warns(here: SchoolCast) -> None:
    stay = arrived(here)
    client = client_of(here)
    client.post(f"/board/{stay.pk}/log/repair/", {"repair-who": "Both", "repair-words": "Agreed"})
    assert "Reflection booklet: not done" in client.post(f"/board/{stay.pk}/release/").content.decode()
    client.post(f"/board/{stay.pk}/log/reflection/", {"reflection-words": "I talked over Ben"})
    client.post(f"/board/{stay.pk}/release/")
    assert stage(here, stay) == "released"


LONGER = {"extension-until": "2026-11-18T15:00", "extension-reason": "Two of four tasks are empty"}


@pytest.mark.covers("STAR-98")
def test_a_longer_stay_needs_the_check_and_none_follows_where_a_reason_is_found(here: SchoolCast) -> None:
    stay = arrived(here)
    client, url = client_of(here), f"/board/{stay.pk}/longer/"
    answer = client.post(url, {**LONGER, "extension-need": ""})
    assert answer.status_code == 422
    assert "Say what the check for an underlying reason found." in answer.content.decode()
    answer = client.post(url, {**LONGER, "extension-need": "found"})
    assert "There is a reason behind the work, so the stay is not made longer." in answer.content.decode()
    with in_school(here.school):
        assert Stay.objects.get(pk=stay.pk).release_at == datetime(2026, 11, 18, 12, 10, tzinfo=UTC)
    assert client.post(url, {**LONGER, "extension-need": "none"}).status_code == 302
    with in_school(here.school):
        assert Stay.objects.get(pk=stay.pk).release_at == datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
        assert Task.objects.filter(about=str(stay.pk), kind="family_extension", status="open").exists()


def test_a_longer_stay_is_the_managers_and_within_the_cap(here: SchoolCast) -> None:
    stay = arrived(here)
    form = {**LONGER, "extension-need": "none"}
    assert client_of(here, "senior_leader").post(f"/board/{stay.pk}/longer/", form).status_code == 422
    assert client_of(here, "teacher").post(f"/board/{stay.pk}/longer/", form).status_code == 404
    far = {**form, "extension-until": "2026-11-20T15:00"}
    assert client_of(here).post(f"/board/{stay.pk}/longer/", far).status_code == 422


@pytest.mark.covers("STAR-99")
def test_a_stay_that_ends_without_a_decision_on_the_support_plan_is_flagged(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here, number=1)
        AgreedAdjustment.objects.create(
            school=here.school, pupil=stay.pupil, kind="seated_posture", agreed_on=TODAY, valid_from=TODAY
        )
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
        services.release(actor=here.actor("removal_manager"), stay=stay, reason="Agreed")
    client, flag = client_of(here), "Support plan: nobody has decided whether it changes"
    assert flag in client.get("/board/day/").content.decode()
    client.post(f"/board/{stay.pk}/log/plan/", {"plan-words": "No change, agreed with the pastoral team"})
    assert flag not in client.get("/board/day/").content.decode()
    with in_school(here.school):
        assert Task.objects.get(about=str(stay.pk), kind="plan_consultation").status == "done"
    other = arrived(here)
    assert 'name="plan-words"' not in client.get(f"/board/{other.pk}/").content.decode()


@pytest.mark.covers("STAR-97b")
def test_a_phone_that_is_handed_over_is_logged_with_its_place_and_is_no_incident(here: SchoolCast) -> None:
    stay = arrived(here)
    with in_school(here.school):
        before = Event.objects.count()
    client = client_of(here)
    client.post(f"/board/{stay.pk}/log/phone/", {"phone-how": "Locker 4"})
    assert "Locker 4" in client.get(f"/board/{stay.pk}/").content.decode().split('id="log"')[1]
    with in_school(here.school):
        assert Event.objects.count() == before


@pytest.mark.covers("STAR-97c")
def test_the_reading_timer_counts_down_by_the_servers_clock_and_completes(
    here: SchoolCast, moment: Clock
) -> None:
    stay = arrived(here)
    client = client_of(here)
    page = client.get(f"/board/{stay.pk}/").content.decode()
    assert 'data-due="2026-11-17T12:02:00+00:00"' in page
    client.post(f"/board/{stay.pk}/log/book/", {"book-who": "Holes"})
    moment.shift(timedelta(minutes=30))
    with in_school(here.school):
        clockwork.fire_due(here.school)
        assert stay.stations.filter(station="reading").exists()
    page = client.get(f"/board/{stay.pk}/").content.decode()
    assert "data-due" not in page
    assert "Holes" in page


@pytest.mark.covers("STAR-93r", "STAR-94a")
def test_two_referrals_in_a_week_show_the_sencos_task_on_the_managers_day_until_closed(
    here: SchoolCast, moment: Clock
) -> None:
    stay = arrived(here)
    with in_school(here.school):
        services.release(actor=here.actor("removal_manager"), stay=stay, reason="Agreed")
    moment.shift(timedelta(hours=2))
    words = "Assess what the pupil needs with the SPOT tool"
    assert words not in client_of(here).get("/board/day/").content.decode()
    with in_school(here.school):
        referral_outside(here)
        task = Task.objects.get(kind="assessment")
    assert words in client_of(here).get("/board/day/").content.decode()
    senco = client_of(here, "senco")
    assert "Amara" in senco.get("/inbox/").content.decode()
    senco.post(f"/inbox/{task.pk}/done/", {"note": ""})
    assert words not in client_of(here).get("/board/day/").content.decode()


@pytest.mark.covers("INF-SS-22")
def test_a_time_out_whose_family_is_not_told_by_five_is_the_pastoral_leads_task(
    next_door: SchoolCast, moment: Clock
) -> None:
    with in_school(next_door.school):
        time_out(next_door)
        task = Task.objects.get(kind="family_contact")
        assert (task.due_at, task.owner_id) == (
            datetime(2026, 11, 17, 17, 0, tzinfo=UTC),
            next_door.user("teacher").pk,
        )
    lead = client_of(next_door, "pastoral_lead")
    assert "Tell the family about the time out" not in lead.get("/inbox/").content.decode()
    moment.shift(timedelta(hours=5, minutes=30))
    with in_school(next_door.school):
        clockwork.fire_due(next_door.school)
        task.refresh_from_db()
        assert (task.status, task.role, task.owner_id) == ("open", "pastoral_lead", None)
    lead = client_of(next_door, "pastoral_lead")
    assert f'id="task-t{task.pk}"' in lead.get("/inbox/").content.decode()
    empty = lead.post(f"/inbox/{task.pk}/done/", {"note": ""})
    assert empty.status_code == 422
