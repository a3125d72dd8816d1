"""The outbox over HTTP: who sees what, letting go, cancelling, printing, and the contact log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from evenhand.apps.casework.models import Task
from evenhand.apps.casework.services import complete
from evenhand.apps.letters import sending
from evenhand.apps.letters.models import ContactEntry, Delivery, Message
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import (
    MailServer,
    by_mail,
    by_notify,
    mail_server,
    parent,
    say,
    set_up,
    text_server,
)
from tests.apps.removal.stays import referral, time_out
from tests.cast import SchoolCast
from tests.classroom import signed_in

Clock = time_machine.Traveller
LATE = {"until": "16:00", "day": "2026-11-17"}


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server, by_mail(server):
        yield server


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up():
        parent(here.pupil)
        yield here


def shown(school: SchoolCast, path: str, role: str = "pastoral_lead") -> str:
    answer = signed_in(school, role).get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def task(school: SchoolCast) -> Task:
    return Task.objects.create(
        school=school.school, pupil=school.pupil, kind="dsl_decision", label="Decide", role="office"
    )


def test_a_call_has_its_number_wherever_it_is_asked_for(school: SchoolCast) -> None:
    number = 'href="tel:07700 900123"'
    parent(school.pupil, name="Omar Khan", phone="", email="", order=2)
    assert number in shown(school, f"/pupils/{school.pupil.pk}/contact/")
    asked = Task.objects.create(
        school=school.school,
        pupil=school.pupil,
        kind="family_call",
        label="Phone the family",
        owner=school.user("pastoral_lead"),
    )
    page = shown(school, f"/inbox/{asked.pk}/")
    assert number in page
    assert "no number on record" in page
    message = say(school)
    Message.objects.filter(pk=message.pk).update(channel="phone", status="to_phone")
    assert number in shown(school, f"/outbox/{message.pk}/")
    Message.objects.filter(pk=message.pk).update(status="queued")
    assert number not in shown(school, f"/outbox/{message.pk}/")


def test_a_message_waits_for_its_gate_and_goes_when_it_is_cleared(
    school: SchoolCast, post: MailServer, moment: Clock
) -> None:
    gate = task(school)
    message = say(school, "late_finish", values=LATE, gate=("task", str(gate.pk)))
    moment.shift(timedelta(hours=1))
    sending.tick()
    assert post.taken == []
    text = shown(school, "/outbox/?show=held")
    assert message.subject in text
    complete(school.actor("office"), task_id=gate.pk, note="Told by phone", note_needed=True)
    sending.tick()
    assert len(post.taken) == 1
    assert message.subject not in shown(school, "/outbox/?show=held")
    assert message.subject in shown(school, "/outbox/?show=gone")


def test_a_held_message_is_let_go_before_its_gate_only_with_a_reason(school: SchoolCast) -> None:
    message = say(school, "late_finish", values=LATE, gate=("talk", "12"))
    client = signed_in(school, "pastoral_lead")
    assert client.post(f"/outbox/{message.pk}/release/", {"reason": " "}).status_code == 422
    message.refresh_from_db()
    assert message.status == "held"
    client.post(f"/outbox/{message.pk}/release/", {"reason": "The family asked"})
    message.refresh_from_db()
    assert message.status == "to_phone"
    row = Delivery.objects.get(change="released")
    assert (row.answer, row.by_id) == ("The family asked", school.user("pastoral_lead").pk)


def test_what_is_cancelled_never_goes(school: SchoolCast, post: MailServer, moment: Clock) -> None:
    message = say(school)
    client = signed_in(school, "pastoral_lead")
    assert client.post(f"/outbox/{message.pk}/cancel/").status_code == 422
    client.post(f"/outbox/{message.pk}/cancel/", {"reason": "Told in person"})
    moment.shift(timedelta(hours=1))
    sending.tick()
    assert post.taken == []
    message.refresh_from_db()
    assert message.status == "cancelled"


def test_what_failed_is_sent_again_or_printed(school: SchoolCast, post: MailServer, moment: Clock) -> None:
    post.refused.add("asha@home.example")
    message = say(school)
    moment.shift(timedelta(hours=1))
    sending.tick()
    client = signed_in(school, "office")
    assert "550" in client.get("/outbox/?show=failed").content.decode()
    client.post(f"/outbox/{message.pk}/retry/")
    sending.tick()
    message.refresh_from_db()
    assert message.status == "failed"
    client.post(f"/outbox/{message.pk}/reroute/", {"channel": "print"})
    message.refresh_from_db()
    assert message.status == "to_print"
    assert not Task.objects.filter(kind="phone_instead", status="open").exists()


@pytest.mark.covers("STAR-XCd")
def test_with_no_way_set_up_a_message_is_to_print_or_to_phone_and_nothing_goes(
    school: SchoolCast, moment: Clock
) -> None:
    letter = say(school, "exclusion_withdrawn", pupil=with_parent(school, 1, phone="", lang="pl"))
    call = say(school, "late_finish", values=LATE)
    with mail_server() as server:
        moment.shift(timedelta(days=1))
        sending.tick()
        assert server.taken == []
    for message, status, tab in ((letter, "to_print", "print"), (call, "to_phone", "phone")):
        message.refresh_from_db()
        assert message.status == status
        assert f"/outbox/{message.pk}/" in shown(school, f"/outbox/?show={tab}")
        page = shown(school, f"/outbox/{message.pk}/")
        assert message.body.splitlines()[0] in page
    assert "not set up" in shown(school, f"/outbox/{call.pk}/")


def test_a_message_shows_each_language_and_says_when_there_is_none(school: SchoolCast) -> None:
    polish = say(school, "late_finish", values=LATE, pupil=with_parent(school, 1, lang="pl"))
    tamil = say(school, "late_finish", values=LATE, pupil=with_parent(school, 2, lang="ta"))
    text = shown(school, f"/outbox/{polish.pk}/")
    assert 'lang="pl" dir="ltr"' in text
    assert 'lang="ur" dir="rtl"' in text
    assert "wychodzi dzisiaj ze szkoły o 16:00" in text
    assert "Asked for in" not in text
    assert "Asked for in Tamil" in shown(school, f"/outbox/{tamil.pk}/")
    assert tamil.language == "en"


def with_parent(school: SchoolCast, number: int, **given: Any) -> Any:
    pupil = school.pupils[number]
    parent(pupil, **given)
    return pupil


def test_a_sensitive_message_shows_its_words_to_few(school: SchoolCast) -> None:
    message = say(school, "exclusion_withdrawn", values={"facts": "Reasons: a matter of its own"})
    assert "a matter of its own" in shown(school, f"/outbox/{message.pk}/")
    for path in (f"/outbox/{message.pk}/", "/outbox/?show=print", "/outbox/print/"):
        hidden = shown(school, path, "office")
        assert "a matter of its own" not in hidden
        assert message.subject not in hidden


def test_letters_are_printed_in_one_file_and_handed_on(school: SchoolCast) -> None:
    messages = [say(school), say(school, pupil=with_parent(school, 1, lang="ur"))]
    client = signed_in(school, "office")
    answer = client.post("/outbox/print/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content[:5] == b"%PDF-"
    assert Delivery.objects.filter(change="printed").count() == 2
    client.post("/outbox/print/given/", {"letter": [message.pk for message in messages]})
    assert set(Message.objects.values_list("status", flat=True)) == {"given"}
    assert ContactEntry.objects.count() == 2


def test_a_call_that_is_made_is_in_the_contact_log(school: SchoolCast) -> None:
    message = say(school, "late_finish", values=LATE)
    call = Task.objects.get(about=f"message:{message.pk}")
    client = signed_in(school, "office")
    assert f"/outbox/{message.pk}/" in client.get(f"/inbox/{call.pk}/").content.decode()
    client.post(f"/inbox/{call.pk}/done/", {"who": "Asha Khan", "how": "phone", "note": "She comes at four"})
    sending.tick()
    message.refresh_from_db()
    assert message.status == "given"
    text = shown(school, f"/pupils/{school.pupil.pk}/contact/")
    assert "She comes at four" in text
    assert "She comes at four" in shown(school, f"/pupils/{school.pupil.pk}/")


@pytest.mark.covers("INF-CR-5")
def test_a_text_that_fails_is_a_call_for_whoever_wrote_it_and_done_keeps_who_how_and_what_was_said(
    next_door: SchoolCast, moment: Clock
) -> None:
    with in_school(next_door.school), text_server() as texts, by_notify(texts):
        parent(next_door.pupil)
        time_out(next_door)
        writer = signed_in(next_door, "teacher")
        writer.post(f"/pupils/{next_door.pupil.pk}/contact/write/", {"template": "time_out"})
        message = Message.objects.get(template="time_out")
        assert (message.channel, message.contact and message.contact.name) == ("text", "Asha Khan")
        moment.shift(timedelta(minutes=20))
        sending.tick()
        texts.state = "permanent-failure"
        moment.shift(timedelta(minutes=2))
        sending.follow()
        task = Task.objects.get(about=f"message:{message.pk}")
        assert "Phone instead" in writer.get("/inbox/").content.decode()
        assert "Phone instead" not in signed_in(next_door, "other").get("/inbox/").content.decode()
        assert writer.post(f"/inbox/{task.pk}/done/", {"note": "Told"}).status_code == 422
        writer.post(f"/inbox/{task.pk}/done/", {"who": "Asha Khan", "how": "phone", "note": "All is well"})
        sending.tick()
        message.refresh_from_db()
        assert message.status == "given"
        (entry,) = ContactEntry.objects.filter(pupil=next_door.pupil)
        assert (entry.way, entry.who) == ("phone", "Asha Khan")
        assert writer.get(f"/pupils/{next_door.pupil.pk}/contact/").content.decode().count("All is well") == 1


def test_an_entry_is_kept_with_who_how_and_by_whom(school: SchoolCast) -> None:
    client = signed_in(school, "pastoral_lead")
    path = f"/pupils/{school.pupil.pk}/contact/"
    known = parent(school.pupils[1])
    own = school.pupil.contacts.get()
    assert client.post(path, {"contact": known.pk, "way": "phone"}).status_code == 422
    assert client.post(path, {"contact": "0", "way": "phone"}).status_code == 422
    client.post(path, {"contact": own.pk, "way": "phone", "words": "Talked about the morning"})
    client.post(path, {"contact": "0", "who": "An aunt", "way": "person", "not_reached": "1"})
    first, second = ContactEntry.objects.order_by("pk")
    assert (first.who, first.way, first.reached) == ("Asha Khan", "phone", True)
    assert (second.who, second.reached, second.by_id) == ("An aunt", False, school.user("pastoral_lead").pk)
    text = client.get(path).content.decode()
    assert "Talked about the morning" in text
    assert "An aunt, in person, not reached" in text


@pytest.mark.covers("INF-PP-11")
def test_a_contact_who_is_not_to_be_told_cannot_be_chosen_and_is_not_written_to(school: SchoolCast) -> None:
    barred = parent(
        school.pupil, name="Not to be told", email="other@home.example", may_be_told=False, order=0
    )
    client = signed_in(school, "pastoral_lead")
    path = f"/pupils/{school.pupil.pk}/contact/"
    assert "Not to be told" not in client.get(path).content.decode()
    assert client.post(path, {"contact": barred.pk, "way": "phone"}).status_code == 422
    assert not ContactEntry.objects.exists()
    message = say(school)
    assert message.contact is not None
    assert message.contact.name == "Asha Khan"
    school.pupil.contacts.update(may_be_told=False)
    assert say(school, dedupe="nobody").contact is None


def test_writing_home_is_filled_from_today_and_refused_where_there_is_nothing(school: SchoolCast) -> None:
    client = signed_in(school, "pastoral_lead")
    path = f"/pupils/{school.pupil.pk}/contact/write/"
    assert client.post(path, {"template": "removal_referral"}).status_code == 422
    assert client.post(path, {"template": "permanent_exclusion"}).status_code == 404
    referral(school)
    for _ in range(2):
        assert client.post(path, {"template": "removal_referral"}).status_code == 302
    message = Message.objects.get()
    assert "sent out of a lesson today, Tuesday 17 November 2026" in message.body
    assert "What happened: " in message.body


def test_those_without_the_outbox_do_not_find_it(school: SchoolCast) -> None:
    message = say(school)
    for role in ("teacher", "governor"):
        client = signed_in(school, role)
        assert client.get("/outbox/").status_code == client.get(f"/outbox/{message.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/outbox/?show=print", "/outbox/print/"])
def test_a_longer_list_asks_no_more_of_the_database(
    school: SchoolCast, path: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        say(school, dedupe=str(number))
    client = signed_in(school, "office")
    client.get(path)
    with django_assert_max_num_queries(14):
        assert client.get(path).status_code == 200
