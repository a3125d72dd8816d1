"""The register on a phone and the gate: tap the exceptions, see what follows."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
import time_machine

from evenhand.apps.attendance.models import Mark
from evenhand.apps.conduct.models import Event, LedgerEntry, SeatingPlan
from evenhand.apps.detentions.models import OwedTime
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import FROM, Cast, SchoolCast
from tests.classroom import seat_more, signed_in

GATE_TIME = datetime(2026, 11, 17, 8, 47, tzinfo=UTC)
LONG = "Bartholomew-Alexander Oluwaseyi"


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def everybody(cast: SchoolCast, **said: str) -> dict[str, str]:
    """A register with everybody here but for what is said otherwise."""
    marks = {f"mark-{pupil.pk}": "here" for pupil in cast.pupils[:3]}
    return marks | said


def test_everybody_is_here_until_it_is_said_otherwise(here: SchoolCast) -> None:
    seat_more(here, LONG, "عمر")
    client, path = signed_in(here), f"/register/{here.lesson.pk}/"
    page = text(client.get(path))
    assert page.count('value="here" checked') == 5
    assert "This lesson alone" in page
    assert LONG in page
    assert 'dir="rtl" lang="ar"' in page
    saved = client.post(
        path, everybody(here, **{f"mark-{here.pupil.pk}": "away", f"code-{here.pupil.pk}": "M"})
    )
    assert saved.status_code == 302
    assert dict(Mark.objects.values_list("pupil__given", "code")) == {"Amara": "M", "Ben": "/", "Chloe": "/"}
    assert {mark.slot for mark in Mark.objects.all()} == {"P3"}
    assert "2 here, 0 late, 1 away" in text(client.get(path)) or "saved 11:32" in text(client.get(path))


def test_the_first_lesson_of_a_session_marks_the_session(here: SchoolCast) -> None:
    lesson = here.lessons["P4"]
    with time_machine.travel(datetime(2026, 11, 17, 12, 55, tzinfo=UTC), tick=False):
        client = signed_in(here)
        page = text(client.get(f"/register/{lesson.pk}/"))
        assert "Afternoon session" in page
        answer = client.post(f"/register/{lesson.pk}/", everybody(here), follow=True)
    assert "Register saved: 3 here, 0 late, 0 away" in text(answer)
    assert set(Mark.objects.values_list("slot", "code")) == {("pm", "\\")}
    assert Event.objects.filter(kind=EventKind.ATTENDANCE).count() == 3


def test_a_register_that_is_wrong_says_so_and_saves_nothing(here: SchoolCast) -> None:
    wrong = everybody(here, **{f"mark-{here.pupil.pk}": "away", f"code-{here.pupil.pk}": "QQ"})
    answer = signed_in(here).post(f"/register/{here.lesson.pk}/", wrong)
    assert answer.status_code == 422
    assert "QQ is not one of the attendance codes" in text(answer)
    assert not Mark.objects.exists()


def test_what_another_has_marked_meanwhile_stands(here: SchoolCast) -> None:
    lesson = here.lessons["P4"]
    path = f"/register/{lesson.pk}/"
    with time_machine.travel(datetime(2026, 11, 17, 13, 0, tzinfo=UTC), tick=False):
        client = signed_in(here)
        client.post(path, everybody(here))
        signed_in(here, "office").post("/gate/late/", {"pupil": here.pupil.pk, "minutes": "10"})
        stale = everybody(here, **{f"seen-{here.pupil.pk}": "1"})
        answer = client.post(path, stale, follow=True)
    assert "marked by somebody else meanwhile, which stands: Amara: in school, late" in text(answer)
    assert Mark.objects.filter(pupil=here.pupil).order_by("-number")[0].code == "L"


def names_in(page: str) -> list[str]:
    return re.findall(r"duty-line.*?<legend[^>]*>([^<]+)</legend>", page)


def test_the_register_stands_in_the_order_that_was_chosen(here: SchoolCast) -> None:
    with in_school(here.school):
        amara, ben, chloe = here.pupils[:3]
        Pupil.objects.filter(pk=amara.pk).update(family="Zed")
        SeatingPlan.objects.create(
            school=here.school, group=here.groups[8], valid_from=FROM,
            seats={str(chloe.pk): [1, 1], str(amara.pk): [1, 2], str(ben.pk): [1, 3]},
        )  # fmt: skip
    client, path = signed_in(here), f"/register/{here.lesson.pk}/"
    assert [name.split()[0] for name in names_in(text(client.get(path)))] == ["Amara", "Ben", "Chloe"]
    by_seat = [name.split()[0] for name in names_in(text(client.get(f"{path}?by=seat")))]
    assert by_seat == ["Chloe", "Amara", "Ben"]
    by_surname = client.get(f"{path}?by=surname")
    assert [name.split()[0] for name in names_in(text(by_surname))] == ["Ben", "Chloe", "Amara"]
    kept = text(client.get(path))
    assert [name.split()[0] for name in names_in(kept)] == ["Ben", "Chloe", "Amara"]
    assert 'data-by="surname" aria-current="true"' in kept
    assert names_in(text(client.get(f"{path}?by=height")))[0].startswith("Amara")


def test_another_teachers_register_is_not_there(here: SchoolCast) -> None:
    assert signed_in(here, "other").get(f"/register/{here.lesson.pk}/").status_code == 404


@pytest.mark.covers("STAR-145a", "STAR-145b")
def test_a_late_arrival_at_the_gate_brings_the_days_detention_once(here: SchoolCast) -> None:
    with time_machine.travel(GATE_TIME, tick=False):
        client = signed_in(here, "office")
        found = text(client.get("/gate/?q=ama"))
        assert f"?pupil={here.pupil.pk}#here" in found
        page = text(client.get(f"/gate/?pupil={here.pupil.pk}"))
        assert 'name="minutes" inputmode="numeric" maxlength="3" autocomplete="off" value="12"' in page
        form = {"pupil": here.pupil.pk, "minutes": "12", "reason": "Bus"}
        saved = text(client.post("/gate/late/", form, follow=True))
        assert "Amara Year8 marked late, 12 minutes" in saved
        assert "Late detention today, 15:05 to 15:35" in saved
        assert "2 behaviour points" in saved
        again = text(client.post("/gate/late/", form, follow=True))
        assert "was marked late before. Nothing was added" in again
    assert OwedTime.objects.filter(stage="set").count() == 1
    assert list(LedgerEntry.objects.values_list("value", flat=True)) == [2]
    assert Mark.objects.get().code == "L"


def test_after_the_register_has_closed_the_code_says_so(here: SchoolCast) -> None:
    with time_machine.travel(datetime(2026, 11, 17, 9, 30, tzinfo=UTC), tick=False):
        signed_in(here, "office").post("/gate/late/", {"pupil": here.pupil.pk, "minutes": "55"})
    assert Mark.objects.get().code == "U"


def test_a_late_mark_by_mistake_is_taken_back(here: SchoolCast) -> None:
    with time_machine.travel(GATE_TIME, tick=False):
        client = signed_in(here, "office")
        client.post("/gate/late/", {"pupil": here.pupil.pk, "minutes": "12"})
        stranger = signed_in(here, "other").post(f"/gate/on-time/{here.pupil.pk}/", follow=True)
        assert "A leader can correct that" in text(stranger)
        done = text(client.post(f"/gate/on-time/{here.pupil.pk}/", follow=True))
    assert "Amara was on time" in done
    assert "Nobody has been marked late yet" in done
    assert not OwedTime.objects.filter(stage="set").exists()


@pytest.mark.parametrize("minutes", ["", "0", "soon", "481"])
def test_minutes_that_are_none_are_asked_for_again(here: SchoolCast, minutes: str) -> None:
    answer = signed_in(here, "office").post("/gate/late/", {"pupil": here.pupil.pk, "minutes": minutes})
    assert answer.status_code == 422
    assert "Nothing was recorded yet" in text(answer)


@pytest.mark.covers("STAR-143")
def test_gate_duty_shows_praise_and_what_to_keep_in_mind(here: SchoolCast) -> None:
    client = signed_in(here, "senior_leader")
    page = text(client.get(f"/gate/?pupil={here.pupil.pk}"))
    assert "There leaders greet pupils, praise them and remind them" in page
    assert "Past that line no mobile phone is allowed" in page
    code = page.split('name="act" value="')[1].split('"')[0]
    token = page.split('name="token" value="')[1].split('"')[0]
    for _ in range(2):
        client.post(f"/gate/praise/{here.pupil.pk}/", {"act": code, "token": token})
    event = Event.objects.get(kind=EventKind.ACHIEVEMENT)
    assert (event.code, event.place) == (code, "The gate, after the red line")


@pytest.mark.covers("STAR-142")
def test_the_place_of_an_incident_may_be_the_gate(here: SchoolCast) -> None:
    page = text(signed_in(here).get(f"/find/{here.pupil.pk}/"))
    assert '<option value="The gate, after the red line">' in page


def test_a_school_whose_policy_knows_no_lateness_keeps_the_mark_alone(cast: Cast) -> None:
    school = cast.next_door
    with time_machine.travel(GATE_TIME, tick=False):
        signed_in(school, "office").post("/gate/late/", {"pupil": school.pupil.pk, "minutes": "12"})
        page = text(signed_in(school, "office").get("/gate/"))
    assert "Late today" in page
    assert "12 minutes" in page


def test_a_number_of_queries_that_does_not_grow(here: SchoolCast, django_assert_max_num_queries: Any) -> None:
    seat_more(here, *(f"Pupil {number}" for number in range(25)))
    client = signed_in(here)
    for path in (f"/register/{here.lesson.pk}/", "/gate/"):
        client.get(path)
        with django_assert_max_num_queries(16):
            assert client.get(path).status_code == 200
