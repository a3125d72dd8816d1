"""The pages of the board over HTTP: what they show, to whom, and what the poll costs."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evenhand.apps.audit.services import append
from evenhand.apps.casework import counting
from evenhand.apps.people.models import Contact
from evenhand.apps.removal import services
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral, time_out
from tests.cast import Cast, SchoolCast
from tests.reading_pages import shown

Clock = time_machine.Traveller
MOST_QUERIES = 20


def client_of(cast: SchoolCast, role: str = "removal_manager") -> Client:
    client = Client()
    client.force_login(cast.user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/board/cards/")
    return client


def test_the_empty_board_says_so_in_words(here: SchoolCast) -> None:
    page = client_of(here).get("/board/").content.decode()
    assert "<h1>Impact Centre</h1>" in page
    for words in ("Nobody is on the way.", "Nobody is here beyond today.", "Nobody goes back today."):
        assert words in page


def test_a_referral_is_on_the_next_poll_and_an_unchanged_board_is_not_sent_again(here: SchoolCast) -> None:
    client = client_of(here)
    first = client.get("/board/cards/")
    etag = first.headers["ETag"]
    again = client.get("/board/cards/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    with in_school(here.school):
        referral(here)
    changed = client.get("/board/cards/", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert "Amara Year8" in changed.content.decode()
    assert changed.headers["ETag"] != etag
    assert changed.headers["X-Now"]


def test_a_minute_that_changes_a_card_is_news_and_one_that_does_not_is_none(
    here: SchoolCast, moment: Clock
) -> None:
    manager = client_of(here)
    with in_school(here.school):
        referral(here)
    etag = manager.get("/board/cards/").headers["ETag"]
    moment.shift(timedelta(minutes=1))
    later = manager.get("/board/cards/", headers={"If-None-Match": etag})
    assert (later.status_code, later.content) == (304, b"")
    assert later.headers["ETag"] != etag
    moment.shift(timedelta(minutes=5))
    over = manager.get("/board/cards/", headers={"If-None-Match": later.headers["ETag"]})
    assert "Not here after" in over.content.decode()


def test_what_is_recorded_elsewhere_is_no_news_for_the_board(here: SchoolCast) -> None:
    manager = client_of(here)
    etag = manager.get("/board/cards/").headers["ETag"]
    with in_school(here.school), transaction.atomic():
        append(here.actor("teacher"), action="elsewhere", subject="pupil:1", body={})
    answer = manager.get("/board/cards/", headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.headers["ETag"] != etag
    # A proxy that packs the answers makes the mark a weak one.
    assert manager.get("/board/cards/", headers={"If-None-Match": f"W/{etag}"}).status_code == 304


def test_each_person_has_a_mark_apart(here: SchoolCast) -> None:
    manager, teacher = client_of(here), client_of(here, "teacher")
    assert manager.get("/board/cards/").headers["ETag"] != teacher.get("/board/cards/").headers["ETag"]


def test_an_unchanged_poll_asks_the_chain_once_beside_the_session(here: SchoolCast) -> None:
    client = client_of(here)
    etag = client.get("/board/cards/").headers["ETag"]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/board/cards/", headers={"If-None-Match": etag})
    asked = [query["sql"] for query in queries]
    assert len(asked) <= 4, asked
    assert sum("audit_chainhead" in sql for sql in asked) == 1


def test_the_board_asks_no_more_for_more_pupils(here: SchoolCast) -> None:
    client = client_of(here)
    counts = []
    with in_school(here.school):
        services.arrive(actor=here.actor("removal_manager"), stay=referral(here))
    for number in (1, 2):
        counting.forget()
        with CaptureQueriesContext(connection) as queries:
            client.get("/board/")
        counts.append(len(queries))
        with in_school(here.school):
            services.arrive(actor=here.actor("removal_manager"), stay=referral(here, number=number))
    counting.forget()
    with CaptureQueriesContext(connection) as queries:
        client.get("/board/")
    counts.append(len(queries))
    assert max(counts) == min(counts), counts
    assert max(counts) <= MOST_QUERIES


def test_the_call_list_gives_whom_to_call_and_leaves_out_who_may_not_be_told(here: SchoolCast) -> None:
    with in_school(here.school):
        for name, may in (("Mrs Year", True), ("Mr Elsewhere", False)):
            Contact.objects.create(
                school=here.school, pupil=here.pupil, name=name, phone="020 7946 0018", may_be_told=may
            )
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
    client = client_of(here)
    assert "One family to tell before the bell at 15:00" in client.get("/board/").content.decode()
    page = client.get("/board/call-list/").content.decode()
    assert "Mrs Year" in page
    assert "Mr Elsewhere" not in page
    with in_school(here.school):
        services.tell_family(
            actor=here.actor("removal_manager"), stay=stay, who="Mrs Year", how="phone", words=""
        )
    assert "Every family has been told" in client.get("/board/call-list/").content.decode()
    assert "to tell before the bell" not in client.get("/board/").content.decode()


def test_who_is_where_has_names_and_places_and_no_act(here: SchoolCast) -> None:
    with in_school(here.school):
        services.arrive(actor=here.actor("removal_manager"), stay=referral(here))
        referral(here, number=1)
    page = shown(client_of(here, "office").get("/board/who-is-where/").content.decode())
    assert "Amara Year8" in page
    assert "On the way: Impact Centre" in page
    for word in ("alling out", "referral", "Sent", "Late", "8R"):
        assert word not in page


def test_the_page_of_a_stay_shows_the_reflection_to_the_teacher_who_holds_the_conversation(
    here: SchoolCast,
) -> None:
    with in_school(here.school):
        stay, manager = referral(here), here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        services.record_reflection(actor=manager, stay=stay, words="I talked over the others")
    page = client_of(here, "teacher").get(f"/board/{stay.pk}/").content.decode()
    assert "I talked over the others" in page
    assert "Record the conversation" in page
    assert "Release" not in page
    other = client_of(here, "other").get(f"/board/{stay.pk}/").content.decode()
    assert "Record the conversation" not in other


def test_what_is_to_be_done_stands_before_the_reason_on_the_page_of_a_stay(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
        services.arrive(actor=here.actor("removal_manager"), stay=stay)
    page = client_of(here).get(f"/board/{stay.pk}/").content.decode()
    assert page.index('id="family"') < page.index('id="why-stay"') < page.index('id="log"')


def test_a_stay_of_the_school_next_door_does_not_exist(cast: Cast) -> None:
    with in_school(cast.next_door.school):
        stay = time_out(cast.next_door)
    assert client_of(cast.here).get(f"/board/{stay.pk}/").status_code == 404


def test_a_pupils_name_is_never_markup(here: SchoolCast) -> None:
    with in_school(here.school):
        here.pupil.preferred = "<b>Amara</b>"
        here.pupil.save()
        stay = referral(here)
    client = client_of(here)
    for address in ("/board/", "/board/cards/", "/board/who-is-where/", f"/board/{stay.pk}/"):
        assert "<b>Amara" not in client.get(address).content.decode()
