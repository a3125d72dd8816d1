"""Keeping work ready over HTTP, until it stands on the page of a stay; of two adults the second sees both versions."""

from __future__ import annotations

from tests.apps.removal.room.days import arrived, name_subject
from tests.apps.removal.room.test_views import page
from tests.apps.removal.test_views import client_of
from tests.cast import SchoolCast
from tests.crawling import form_with
from tests.reading_pages import shown

READY = "/board/ready/"


def test_work_kept_by_hand_stands_at_once_where_a_lesson_is_missed(here: SchoolCast) -> None:
    name_subject(here)
    client = client_of(here)
    assert f'href="{READY}"' in page(client, "/board/day/")
    assert "Nothing is kept yet" in page(client, READY)
    held = {"subject": "Science", "words": "Forces, lesson 3", "link": "Textbook, page 40", "seen": ""}
    assert "Science: work is ready" in client.post(READY, held, follow=True).content.decode()
    stay = arrived(here)
    assert "Forces, lesson 3" in page(client, f"/board/{stay.pk}/")
    refused = client.post(READY, {"subject": "Science", "link": "Page 41", "seen": ""})
    assert refused.status_code == 422
    assert "Say what the work is" in refused.content.decode()
    seen = dict(form_with(client.get(READY).content, "seen").fields)["seen"]
    again = client.post(READY, {"subject": "Science", "seen": seen}, follow=True).content.decode()
    assert "Science: nothing is kept any more" in again


def test_the_second_of_two_sees_what_the_first_kept_and_chooses(here: SchoolCast) -> None:
    name_subject(here)
    first, second = client_of(here), client_of(here, "senior_leader")
    for client, words in ((first, "Forces"), (second, "Energy")):
        answer = client.post(READY, {"subject": "Science", "words": words, "link": "", "seen": ""})
    assert answer.status_code == 409
    told = shown(answer.content.decode())
    assert f"{here.actor('removal_manager').name} saved this first" in told
    assert "Forces" in told
    held = dict(form_with(answer.content, "words").fields)
    assert second.post(READY, {**held, "words": "Energy"}).status_code == 302
    assert "Energy" in page(first, READY)
