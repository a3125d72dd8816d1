"""The pages of detentions: lists by room, the register on a phone, homework, minutes given back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from evenhand.apps.conduct.commands import Command, Refused
from evenhand.apps.conduct.models import Event, LedgerEntry
from evenhand.apps.conduct.services import record
from evenhand.apps.detentions import placing
from evenhand.apps.detentions.models import OwedTime, Room
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.apps.detentions.detained import AFTER, END, director, everybody_late, homework, late, leader_of_day
from tests.cast import TODAY, Cast, SchoolCast
from tests.classroom import signed_in

REGISTER = "/detentions/register/late_detention/2026-11-17/after/"
IN_P1 = datetime(2026, 11, 17, 9, 10, tzinfo=UTC)
LONG = "Bartholomew-Alexander Oluwaseyi Montgomery-Papadopoulou"


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


@pytest.mark.covers("STAR-147a")
def test_the_register_has_a_row_for_each_pupil(here: SchoolCast) -> None:
    more = Pupil.objects.create(
        school=here.school,
        source_id="seven",
        given=LONG,
        family="K",
        year_group=8,
        form="8R",
        direction="rtl",
        lang="ar",
    )
    for pupil in (*here.pupils, more):
        late(here, pupil)
    page = text(signed_in(here, "head_of_year").get(REGISTER))
    assert page.count('class="duty-line"') == 7
    assert LONG in page
    assert 'dir="rtl" lang="ar"' in page


@pytest.mark.covers("STAR-147b", "STAR-147d")
def test_the_register_is_taken_on_its_page(here: SchoolCast) -> None:
    leader_of_day(here)
    rows = everybody_late(here)
    answers = {f"said-{row.pk}": "attended" for row in rows[:-1]} | {f"said-{rows[-1].pk}": "missed"}
    with time_machine.travel(END, tick=False):
        client = signed_in(here, "head_of_year")
        saved = client.post(REGISTER, answers, follow=True)
        assert "Register complete and sent" in text(saved)
        board = text(client.get("/detentions/day/?years=all"))
    assert "Register sent 15:35" in text(saved)
    assert "Did not come: late detention, Tuesday 17 November" in board
    assert "until 16:00, Wednesday 18 November" in board
    assert LedgerEntry.objects.filter(pupil=rows[-1].pupil, value=3).count() == 1


def test_a_register_with_a_missing_reason_says_what_is_missing_and_keeps_the_answers(
    here: SchoolCast,
) -> None:
    owed = late(here)
    with time_machine.travel(END, tick=False):
        answer = signed_in(here, "head_of_year").post(REGISTER, {f"said-{owed.pk}": "excused"})
    assert answer.status_code == 422
    assert "say who gave leave, and why" in text(answer)
    assert 'value="excused" checked' in text(answer)
    assert f'href="#reason-{owed.pk}"' in text(answer)


def test_nobody_is_missing_before_it_has_begun(here: SchoolCast) -> None:
    owed = late(here)
    client = signed_in(here, "head_of_year")
    early, begun = (datetime(2026, 11, 17, 15, minute, tzinfo=UTC) for minute in (4, 5))
    with time_machine.travel(early, tick=False):
        assert "It begins at 15:05" in text(client.get(REGISTER))
        answer = client.post(REGISTER, {f"said-{owed.pk}": "missed"})
        assert answer.status_code == 422
        assert f'href="#said-{owed.pk}"' in text(answer)
        assert "it begins on Tuesday 17 November at 15:05, so nobody can be missing yet" in text(answer)
        leave = {f"said-{owed.pk}": "excused", f"reason-{owed.pk}": "Dentist, said the office"}
        assert client.post(REGISTER, leave).status_code == 302
    other = late(here, here.pupils[1])
    with time_machine.travel(begun, tick=False):
        assert "Everybody came until you say otherwise" in text(client.get(REGISTER))
        assert client.post(REGISTER, {f"said-{other.pk}": "missed"}).status_code == 302


@pytest.mark.parametrize(
    "path",
    ["/detentions/register/late_detention/tomorrow/after/", "/detentions/register/x/2026-11-17/after/"],
)
def test_a_register_that_is_not_there_is_not_found(here: SchoolCast, path: str) -> None:
    assert signed_in(here, "head_of_year").get(path).status_code == 404


@pytest.mark.covers("STAR-148")
def test_the_days_leader_stands_with_the_detention(here: SchoolCast) -> None:
    leader_of_day(here)
    late(here)
    page = text(signed_in(here, "head_of_year").get("/detentions/"))
    assert "Head of year, Year 10: Ms N. HeadOfYear" in page


def test_rooms_fill_in_order_and_say_who_has_no_seat(here: SchoolCast) -> None:
    actor = here.actor("head_of_year")
    placing.save_room(actor, name="Hall", capacity=2, order=1)
    placing.save_room(actor, name="Library", capacity=3, order=2)
    everybody_late(here)
    page = text(signed_in(here, "head_of_year").get("/detentions/"))
    assert "Hall, 2 of 2 seats" in page
    assert "Library, 3 of 3 seats" in page
    assert "No seat left" in page


def test_a_seat_given_by_hand_stands(here: SchoolCast) -> None:
    actor = here.actor("head_of_year")
    placing.save_room(actor, name="Hall", capacity=2, order=1)
    library = placing.save_room(actor, name="Library", capacity=3, order=2)
    owed = late(here)
    client = signed_in(here, "head_of_year")
    client.post(f"/detentions/{owed.pk}/seat/", {"room": library.pk})
    assert "Library, 1 of 3 seats" in text(client.get("/detentions/"))
    client.post(f"/detentions/rooms/{library.pk}/close/")
    assert "Hall, 1 of 2 seats" in text(client.get("/detentions/"))


def test_rooms_are_kept_on_their_page(here: SchoolCast) -> None:
    client = signed_in(here, "head_of_year")
    assert "No rooms are kept yet" in text(client.get("/detentions/rooms/"))
    wrong = client.post("/detentions/rooms/", {"name": "Hall", "capacity": "0", "order": "1"})
    assert wrong.status_code == 422
    client.post("/detentions/rooms/", {"name": "Hall", "capacity": "20", "order": "1"})
    assert Room.objects.get().capacity == 20
    assert "20 seats" in text(client.get("/detentions/rooms/"))


def test_a_room_known_by_its_name_is_changed_in_the_list_alone(here: SchoolCast) -> None:
    client = signed_in(here, "head_of_year")
    hall = placing.save_room(here.actor("head_of_year"), name="Hall", capacity=20, order=1)
    again = client.post("/detentions/rooms/", {"name": "hall ", "capacity": "5", "order": "2"})
    assert again.status_code == 422
    assert "Hall is in the list already. Change its seats there." in text(again)
    hall.refresh_from_db()
    assert (hall.capacity, hall.order) == (20, 1)
    wrong = client.post(f"/detentions/rooms/{hall.pk}/", {"capacity": "none", "order": "2"})
    assert wrong.status_code == 422
    assert f'href="#room-{hall.pk}-capacity"' in wrong.content.decode()
    assert [
        tag
        for tag in re.findall(r"<input[^>]*>", wrong.content.decode())
        if 'id="id_order"' in tag and 'value="2"' in tag
    ]
    client.post(f"/detentions/rooms/{hall.pk}/", {"capacity": "5", "order": "2"})
    hall.refresh_from_db()
    assert (hall.capacity, hall.order) == (5, 2)
    placing.close_room(here.actor("head_of_year"), room=hall)
    gone = client.post(f"/detentions/rooms/{hall.pk}/", {"capacity": "9", "order": "1"})
    assert gone.status_code == 404
    client.post("/detentions/rooms/", {"name": "Hall", "capacity": "8", "order": "1"})
    hall.refresh_from_db()
    assert (hall.capacity, hall.closed) == (8, False)


def test_a_bus_home_clashes_and_the_detention_is_moved(here: SchoolCast) -> None:
    owed = late(here)
    client = signed_in(here, "head_of_year")
    bus = {"kind": "transport", "words": "Route 12", "weekday": "1", "starts": "15:10", "ends": "16:00"}
    wrong = client.post(f"/detentions/{owed.pk}/commitments/", bus | {"ends": "15:00"})
    assert wrong.status_code == 422
    client.post(f"/detentions/{owed.pk}/commitments/", bus)
    assert "Bus or taxi home, 15:10 (Route 12)" in text(client.get("/detentions/"))
    moved = client.post(
        f"/detentions/{owed.pk}/move/", {"day": "2026-11-18", "reason": "The bus home"}, follow=True
    )
    assert "Late detention, Wednesday 18 November, 15:05 to 15:35" in text(moved)
    assert "Route 12" not in text(client.get("/detentions/"))


def test_two_detentions_at_once_clash(here: SchoolCast) -> None:
    late(here)
    homework(here, detention_day=TODAY.isoformat(), detention_slot="after_school")
    page = text(signed_in(here, "head_of_year").get("/detentions/"))
    assert page.count("chip-due") == 2


def test_the_family_is_said_to_be_told(here: SchoolCast) -> None:
    owed = late(here)
    client = signed_in(here, "head_of_year")
    assert "Family not told yet" in text(client.get("/detentions/"))
    client.post(f"/detentions/{owed.pk}/told/", {"how": "Phone, her mother"})
    assert "Family told 11:32" in text(client.get("/detentions/"))


@pytest.mark.covers("STAR-151a", "STAR-151c")
def test_homework_is_recorded_from_the_class_and_its_time_chosen(here: SchoolCast) -> None:
    teacher = signed_in(here)
    path = f"/detentions/homework/{here.lesson.pk}/"
    assert path in text(teacher.get(f"/class/{here.lesson.pk}/"))
    token = str(uuid4())
    nobody = teacher.post(path, {"token": token})
    assert nobody.status_code == 422
    form = {"token": token, "words": "Essay on rivers", "pupil": [str(one.pk) for one in here.pupils[:2]]}
    teacher.post(path, form)
    teacher.post(path, form)
    assert Event.objects.filter(kind=EventKind.HOMEWORK_MISSED).count() == 2
    assert list(LedgerEntry.objects.values_list("value", flat=True)) == [2, 2]
    director(here)
    client = signed_in(here, "subject_lead")
    page = text(client.get("/detentions/"))
    assert page.count("Set this time") == 2
    action = page.split('action="/detentions/choose/')[1].split("/")[0]
    chosen = {"kind": "homework_detention", "day": "2026-11-18", "slot": "lunch"}
    client.post(f"/detentions/choose/{action}/", chosen)
    after = text(client.get("/detentions/"))
    assert after.count("Set this time") == 1
    assert "At lunch, 12:10 to 12:40" in after


def test_a_number_of_queries_that_does_not_grow_with_the_rows(
    here: SchoolCast, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(here, "head_of_year")
    everybody_late(here)
    client.get("/detentions/")
    for path, most in (("/detentions/", 20), (REGISTER, 20), ("/detentions/day/?years=all", 20)):
        with django_assert_max_num_queries(most):
            assert client.get(path).status_code == 200


def test_next_door_nobody_stays_and_nothing_of_ours_is_found(cast: Cast) -> None:
    owed = late(cast.here)
    client = signed_in(cast.next_door, "head_of_year")
    assert client.get(f"/detentions/{owed.pk}/").status_code == 404
    assert "Nobody stays today or on the days to come" in text(client.get("/detentions/"))


def set_minutes(cast: SchoolCast, minutes: int) -> OwedTime:
    """A consequence of the fourth step at the special school: minutes at the next break."""
    command = Command(
        uuid4(),
        EventKind.LADDER_STEP,
        cast.pupil.pk,
        code="LRN-01",
        where=Where.LESSON,
        lesson_id=cast.lessons["P1"].pk,
        details={
            "step": 4,
            "consequence": "give_back",
            "minutes": minutes,
            "change": "Hands to oneself",
            "reason": "At once",
        },
    )
    done = record(cast.actor("teacher"), commands=[command]).done[0]
    return OwedTime.objects.get(pk=done.event.pk)


@pytest.mark.covers("INF-SS-19")
def test_minutes_are_given_back_at_the_break_up_to_the_cap(cast: Cast) -> None:
    school = cast.next_door
    with in_school(school.school), time_machine.travel(IN_P1, tick=False):
        owed = set_minutes(school, 6)
        with pytest.raises(Refused, match="more than may be given back in one break"):
            set_minutes(school, 5)
        client = signed_in(school, "teacher")
        page = text(client.get("/detentions/give-back/"))
        assert "6 minutes with Ms N. Teacher · 6 of 10 in this break" in page
        assert "Break, 10:55" in page
        client.post(f"/detentions/give-back/{owed.pk}/", {"outcome": "served"})
        owed.refresh_from_db()
        assert owed.stage == "served"
        assert '<b class="sm">Given back</b>' in text(client.get("/detentions/give-back/"))


@pytest.mark.covers("INF-SS-19")
def test_no_minutes_are_put_off_to_another_day(cast: Cast) -> None:
    school = cast.next_door
    with in_school(school.school), time_machine.travel(IN_P1, tick=False):
        owed = set_minutes(school, 6)
        answer = signed_in(school, "teacher").post(
            f"/detentions/give-back/{owed.pk}/", {"outcome": "deferred"}, follow=True
        )
    assert "No break is left today" in text(answer)


def test_a_teacher_settles_no_detention(here: SchoolCast) -> None:
    owed = late(here)
    client: Client = signed_in(here)
    assert client.get("/detentions/").status_code == 404
    assert client.post(f"/detentions/give-back/{owed.pk}/", {"outcome": "served"}).status_code == 404
    assert OwedTime.objects.get(slot=AFTER).stage == "set"
