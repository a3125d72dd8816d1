"""The pupil's locked page and the adult's side of a booklet."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.core.signing import Signer
from django.test import Client

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.removal.models import StayStation
from evenhand.apps.restorative import booklets
from evenhand.apps.restorative.models import Booklet
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, Cast, SchoolCast
from tests.classroom import signed_in
from tests.crawling import form_with

WORDS = "Sam laughed at me and I threw it"


def opened(cast: SchoolCast, stay: UUID, role: str = "removal_manager") -> str:
    """The address that an adult in the room makes."""
    answer = signed_in(cast, role).post(f"/booklet/open/{stay}/")
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]  # Django's answer


@pytest.fixture
def address(here: SchoolCast, stay: UUID) -> str:
    return opened(here, stay)


@pytest.mark.covers("STAR-97d")
def test_the_pupil_writes_without_an_account_and_the_adults_read_it(
    here: SchoolCast, stay: UUID, address: str
) -> None:
    tablet = Client()
    page = text(tablet.get(address))
    assert "What happened, in your own words?" in page
    assert tablet.post(address, {"do": "finish", "answer-happened": WORDS}).status_code == 302
    assert "hand the tablet back" in text(tablet.get(address))
    manager = signed_in(here, "removal_manager")
    assert WORDS in text(manager.get(f"/booklet/answers/{stay}/"))
    assert manager.post(f"/booklet/answers/{stay}/").status_code == 302
    assert WORDS in text(manager.get(f"/booklet/answers/{stay}/"))
    assert WORDS in text(signed_in(here).get(f"/talks/{stay}/restorative/?ready=1"))
    with in_school(here.school):
        assert StayStation.objects.filter(stay_id=stay, station="reflection").exists()


def test_the_words_stand_in_the_payload_alone(here: SchoolCast, stay: UUID, address: str) -> None:
    Client().post(address, {"do": "finish", "answer-happened": WORDS})
    signed_in(here, "removal_manager").post(f"/booklet/answers/{stay}/")
    with in_school(here.school):
        row = Event.objects.get(kind="station", code="reflection")
        assert row.said("said:happened") == WORDS
        assert WORDS not in str(row.details)
        assert WORDS not in str(StoredDecision.objects.get(pk=row.pk).facts)
        assert WORDS not in str(list(AuditEntry.objects.values_list("body", flat=True)))
        assert Booklet.objects.get().answers == {}


def test_it_is_saved_as_it_goes_and_is_there_again(here: SchoolCast, stay: UUID, address: str) -> None:
    tablet = Client()
    kept = tablet.post(address, {"do": "save", "answer-felt": "Cross"}, headers={"X-Saves": "1"})
    assert kept.status_code == 204
    again = opened(here, stay)
    assert again != address
    assert "Cross" in text(Client().get(again))


def test_on_two_devices_nothing_that_was_written_is_lost(here: SchoolCast, stay: UUID, address: str) -> None:
    one, other = Client(), Client()
    versions = [
        dict(form_with(tablet.get(address).content, "seen").fields)["seen"] for tablet in (one, other)
    ]
    by_itself = {"X-Saves": "1"}
    first = {"do": "save", "seen": versions[0], "answer-happened": WORDS, "answer-felt": ""}
    kept = one.post(address, first, headers=by_itself)
    assert kept.status_code == 204
    # The same device goes on with the version that it was told, and may take words back.
    shorter = {**first, "seen": kept.headers["X-Version"], "answer-happened": "Sam laughed"}
    assert one.post(address, shorter, headers=by_itself).status_code == 204
    mine = {
        "do": "finish",
        "seen": versions[1],
        "answer-happened": "I threw it",
        "answer-felt": "Cross",
    }
    assert other.post(address, mine, headers=by_itself).status_code == 409
    answer = other.post(address, mine)
    assert answer.status_code == 409
    page = form_with(answer.content, "answer-happened")
    assert "Sam laughed\n\nI threw it</textarea>" in text(answer)
    assert "This was also written on another tablet" in text(answer)
    with in_school(here.school):
        assert Booklet.objects.get().answers["happened"] == "Sam laughed"
        assert Booklet.objects.get().handed_in_at is None
    held = {**mine, "seen": dict(page.fields)["seen"], "answer-happened": "Sam laughed, I threw it"}
    assert other.post(address, held).status_code == 302
    with in_school(here.school):
        assert Booklet.objects.get().answers == {"happened": "Sam laughed, I threw it", "felt": "Cross"}
        assert Booklet.objects.get().handed_in_at is not None


def test_what_holds_the_other_words_already_is_saved_as_it_is(address: str) -> None:
    tablet = Client()
    kept = {"do": "save", "seen": "", "answer-happened": "Sam laughed"}
    assert tablet.post(address, kept).status_code == 302
    # The answer to the first was lost on the way, so that the device knows its version as little as nothing.
    assert tablet.post(address, {**kept, "answer-happened": "Sam laughed at me"}).status_code == 302
    assert "Sam laughed at me</textarea>" in text(tablet.get(address))


def test_the_address_ends_by_the_clock_with_the_next_one_and_once_it_is_done(
    here: SchoolCast, stay: UUID, address: str
) -> None:
    again = opened(here, stay)
    assert Client().get(address).status_code == 404
    with time_machine.travel(MOMENT + booklets.LIFE - timedelta(seconds=1), tick=False):
        assert Client().get(again).status_code == 200
    with time_machine.travel(MOMENT + booklets.LIFE, tick=False):
        late = Client().post(again, {"do": "save", "answer-felt": "Late"})
        assert late.status_code == 404
    Client().post(again, {"do": "finish", "answer-felt": "Cross"})
    assert "Cross" not in text(Client().get(again))
    changed = Client().post(again, {"do": "save", "answer-felt": "Changed"})
    assert changed.status_code == 404
    signed_in(here, "removal_manager").post(f"/booklet/answers/{stay}/")
    assert Client().get(again).status_code == 404


def test_it_cannot_be_guessed_or_turned_to_another(cast: Cast, stay: UUID, address: str) -> None:
    here, other = cast.here.school.pk, cast.next_door.school.pk
    with in_school(cast.here.school):
        row = Booklet.objects.get()
    signer = Signer(salt=booklets.SALT)
    made_up = [
        str(uuid4()),
        address.rstrip("/").rsplit("/", 1)[1][:-1] + "x",
        signer.sign_object([other, row.pk.hex, row.key]),
        signer.sign_object([here, uuid4().hex, row.key]),
        signer.sign_object([here, row.pk.hex, "another"]),
        Signer(salt="other").sign_object([here, row.pk.hex, row.key]),
        signer.sign_object("nothing"),
    ]
    for token in made_up:
        assert Client().get(f"/booklet/{token}/").status_code == 404, token
        posted = Client().post(f"/booklet/{token}/", {"do": "finish", "answer-felt": "x"})
        assert posted.status_code == 404
    with in_school(cast.here.school):
        assert Booklet.objects.get().answers == {}


def test_the_page_shows_one_pupil_and_leads_nowhere(here: SchoolCast, address: str) -> None:
    answer = Client().get(address)
    page = text(answer)
    assert "<a " not in page
    assert "<nav" not in page
    assert here.pupil.family not in page
    assert all(other.given not in page for other in here.pupils[1:3])
    assert "sessionid" not in answer.cookies
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_tablet_that_somebody_is_signed_in_on_is_signed_out_first(
    here: SchoolCast, stay: UUID, address: str
) -> None:
    tablet = signed_in(here, "removal_manager")
    before = text(tablet.get(address))
    assert "Hand this tablet over" in before
    assert "in your own words" not in before
    assert tablet.post(address, {"do": "hand_over"}).status_code == 302
    assert "in your own words" in text(tablet.get(address))
    assert tablet.get("/board/").status_code == 302


def test_names_and_answers_run_from_the_right_where_they_do(
    here: SchoolCast, stay: UUID, address: str
) -> None:
    with in_school(here.school):
        Pupil.objects.filter(pk=here.pupil.pk).update(lang="ar", direction="rtl", given="ليلى")
    page = text(Client().get(address))
    assert "ليلى" in page
    assert 'dir="rtl" lang="ar"' in page


def test_shorter_questions_are_a_tap_away(address: str) -> None:
    assert "Why did it happen?" in text(Client().get(address, {"simple": "1"}))


def test_shorter_questions_keep_what_is_written_and_stay_short(address: str) -> None:
    tablet = Client()
    page = tablet.post(address, {"do": "simple", "answer-felt": "Cross"}, follow=True)
    assert "Why did it happen?" in text(page)
    assert "Cross</textarea>" in text(page)
    again = tablet.post(f"{address}?simple=1", {"do": "save", "answer-felt": "Sad"}, follow=True)
    assert "Why did it happen?" in text(again)
    assert "Sad</textarea>" in text(again)


def test_who_may_read_it(cast: Cast, stay: UUID, address: str) -> None:
    Client().post(address, {"do": "save", "answer-felt": WORDS})
    path = f"/booklet/answers/{stay}/"
    for role in ("removal_manager", "teacher", "head_of_year", "pastoral_lead"):
        assert signed_in(cast.here, role).get(path).status_code == 200, role
    for role in ("other", "office", "tutor", "governor"):
        assert signed_in(cast.here, role).get(path).status_code == 404, role
    assert signed_in(cast.next_door, "pastoral_lead").get(path).status_code == 404


def test_only_who_runs_the_room_opens_it_and_marks_it_done(cast: Cast, stay: UUID, address: str) -> None:
    Client().post(address, {"do": "save", "answer-felt": WORDS})
    assert signed_in(cast.here).post(f"/booklet/open/{stay}/").status_code == 404
    assert signed_in(cast.here).post(f"/booklet/answers/{stay}/").status_code == 404
    assert signed_in(cast.next_door, "pastoral_lead").post(f"/booklet/open/{stay}/").status_code == 404


def test_an_empty_booklet_is_not_marked_done(here: SchoolCast, stay: UUID, address: str) -> None:
    answer = signed_in(here, "removal_manager").post(f"/booklet/answers/{stay}/", follow=True)
    assert "Nothing is written in it yet" in text(answer)
    with in_school(here.school):
        assert not StayStation.objects.filter(stay_id=stay, station="reflection").exists()


def test_the_pages_cost_few_queries(
    here: SchoolCast, stay: UUID, address: str, django_assert_max_num_queries: object
) -> None:
    Client().get(address)
    with django_assert_max_num_queries(4):  # type: ignore[operator]  # a fixture of the plugin
        Client().get(address)
    client = signed_in(here, "removal_manager")
    client.get(f"/booklet/answers/{stay}/")
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # a fixture of the plugin
        client.get(f"/booklet/answers/{stay}/")
