"""Phones at the door, through the browser: in, kept, found, and given back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Alert, Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.models import SettingChange
from evenhand.apps.support.models import DeviceMark
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import FROM, MOMENT, Cast, SchoolCast
from tests.classroom import one, send, signed_in
from tests.incidents import happen
from tests.reading_pages import shown

UNPROCESSABLE = 422


def door(client: Client, cast: SchoolCast, pupil: int = 0, **sent: object) -> int:
    """Mark one pupil in; the status of the answer."""
    given = {"device": "phone", **sent}
    return int(client.post(f"/arrivals/in/{cast.pupils[pupil].pk}/", given).status_code)


def words(client: Client, address: str = "/arrivals/") -> str:
    """What a reader sees of the page itself, without doubled spaces."""
    html = client.get(address).content.decode()
    start = html.index("<main")
    return " ".join(shown(html[start : html.index("</main>", start)]).split())


def collections(cast: SchoolCast) -> set[str]:
    """What is owed for the headteacher to say what a collection home was, by its kind."""
    with in_school(cast.school):
        return set(
            Task.objects.filter(pupil=cast.pupil, role="principal", status="open").values_list(
                "kind", flat=True
            )
        )


def collect(cast: SchoolCast) -> None:
    """A leader asks the family to collect the pupil who waits."""
    details = {
        "stage": "raise", "reason": "behaviour", "left_at": "11:50", "agreed_by": "Asha Khan", "attendance_code": "C",
    }  # fmt: skip
    with in_school(cast.school):
        happen(
            cast,
            "senior_leader",
            EventKind.SANCTION,
            code="collection",
            where=Where.OUT_OF_CLASS,
            details=details,
        )


@pytest.mark.covers("INF-MP-1")
def test_each_pupil_is_in_with_one_of_four_answers_and_gets_it_back_by_slot(next_door: SchoolCast) -> None:
    office = signed_in(next_door, "office")
    assert "Still to come in 3" in words(office)
    assert door(office, next_door, 0, mark="handed_in", slot="b2") == 302
    assert door(office, next_door, 1, mark="none") == 302
    assert door(office, next_door, 2, mark="") == UNPROCESSABLE
    signed_in(next_door, "pastoral_lead").post(
        f"/arrivals/agreed/{next_door.pupils[2].pk}/", {"device": "phone", "reason": "Measures sugar"}
    )
    assert door(office, next_door, 2, mark="exempt") == 302
    assert door(office, next_door, 3, mark="refused", adult=next_door.user("office").pk) == 302
    with in_school(next_door.school):
        rows = list(DeviceMark.objects.order_by("pk").values_list("pupil_id", "mark", "slot", "device"))
    assert rows == [
        (next_door.pupil.pk, "handed_in", "B2", "phone"),
        (next_door.pupils[1].pk, "none", "", ""),
        (next_door.pupils[2].pk, "exempt", "", "phone"),
        (next_door.pupils[3].pk, "refused", "", "phone"),
    ]
    leaving = words(office, "/arrivals/leaving/")
    assert "B2 Amara Year8" in leaving
    back = f"/arrivals/leaving/{next_door.pupil.pk}/"
    assert office.post(back, {"device": "phone"}).status_code == 302
    assert "Nothing is held" in words(office, "/arrivals/leaving/")
    assert office.post(back, {"device": "phone"}).status_code == UNPROCESSABLE


@pytest.mark.covers("INF-MP-3")
def test_who_keeps_it_waits_until_it_is_handed_in_and_the_wait_is_kept(next_door: SchoolCast) -> None:
    office = signed_in(next_door, "office")
    adult = next_door.user("office").pk
    assert door(office, next_door, mark="refused") == UNPROCESSABLE
    assert door(office, next_door, mark="refused", adult=adult) == 302
    assert door(office, next_door, mark="refused", adult=adult) == 302
    seen = words(office)
    assert "Waiting 1" in seen
    assert "Kept at 11:32 · on site, Ms N. Office stays there" in seen
    with time_machine.travel(MOMENT + timedelta(minutes=9), tick=False):
        assert door(office, next_door, mark="handed_in", slot="1") == 302
        assert "Waited 9 minutes" in words(office)
    with in_school(next_door.school):
        rows = list(DeviceMark.objects.order_by("pk").values_list("mark", "adult_id", "at"))
        assert rows == [("refused", adult, MOMENT), ("handed_in", None, MOMENT + timedelta(minutes=9))]
        assert Event.objects.filter(code="ARR-01").count() == 1
        kinds = set(Task.objects.filter(pupil=next_door.pupil).values_list("kind", flat=True))
    assert {"family_call", "family_meeting"} <= kinds


@pytest.mark.covers("INF-MP-4")
def test_after_a_quarter_of_an_hour_those_who_lead_hear_and_nobody_is_sent_home(
    next_door: SchoolCast,
) -> None:
    office = signed_in(next_door, "office")
    door(office, next_door, mark="refused", adult=next_door.user("office").pk)
    for minutes, told in ((14, 0), (15, 1), (16, 1)):
        with (
            time_machine.travel(MOMENT + timedelta(minutes=minutes), tick=False),
            in_school(next_door.school),
        ):
            clockwork.fire_due(next_door.school)
            assert Alert.objects.filter(kind="device_kept").count() == told
    with in_school(next_door.school):
        alert = Alert.objects.get(kind="device_kept")
    assert (alert.role, alert.user_id) == ("senior_leader", next_door.user("senior_leader").pk)
    leader = signed_in(next_door, "senior_leader")
    with time_machine.travel(MOMENT + timedelta(minutes=16), tick=False):
        assert "Phone still kept, pupil waiting: Amara Year8" in words(leader, "/inbox/")
        seen = words(leader)
        assert "16 min" in seen
        assert "With an adult in reception, marked as on site" in seen
        assert (
            "Nobody is sent home for this: a collection is for the headteacher to decide and to record"
            in seen
        )
        page = leader.get("/arrivals/").content.decode().partition("<main")[2].partition("</main")[0]
        assert {word for word in ("suspend", "sanction", "collection/") if word in page} == set()
        place = "With an adult in reception, marked as on site"
        assert f"Now: {place}, since 11:32" in words(leader, f"/pupils/{next_door.pupil.pk}/")
        assert f"Amara Year8 {place}" in words(leader, "/board/who-is-where/")
        assert not collections(next_door)
        collect(next_door)
        assert collections(next_door) == {"classify"}
        door(office, next_door, mark="handed_in", slot="1")
        assert "still kept" not in words(leader, "/inbox/")
        assert f"Now: {place}" not in words(leader, f"/pupils/{next_door.pupil.pk}/")
        assert place not in words(leader, "/board/who-is-where/")


@pytest.mark.covers("INF-MP-5")
def test_what_is_agreed_on_the_profile_is_set_on_arrival(next_door: SchoolCast) -> None:
    office, lead = signed_in(next_door, "office"), signed_in(next_door, "pastoral_lead")
    assert door(office, next_door, mark="exempt") == UNPROCESSABLE
    agreed = f"/arrivals/agreed/{next_door.pupil.pk}/"
    sent = {"device": "tablet", "reason": "Speaks with it", "until": "2026-11-17"}
    assert office.post(agreed, sent).status_code == 404
    assert lead.post(agreed, {**sent, "reason": ""}).status_code == UNPROCESSABLE
    assert "kept by agreement" not in words(office)
    assert lead.post(agreed, sent).status_code == 302
    assert "Tablet : Speaks with it until 17 Nov 2026" in words(lead, f"/profile/{next_door.pupil.pk}/")
    assert "Tablet: kept by agreement" in words(office)
    page = office.get("/arrivals/").content.decode()
    (line,) = re.findall(rf'<li class="duty-line" id="pupil-{next_door.pupil.pk}">.*?</li>', page, re.DOTALL)
    assert re.findall(r'<button class="btn btn-primary" name="mark" value="(\w+)"', line) == ["exempt"]
    assert re.findall(r'<button[^>]* value="(\w+)"', line)[0] == "exempt"
    assert door(office, next_door, mark="exempt") == 302
    assert "Kept by agreement, 11:32" in words(office)
    with time_machine.travel(MOMENT + timedelta(days=1), tick=False):
        assert "kept by agreement" not in words(signed_in(next_door, "office")).lower()
    lead.post(agreed, {"do": "end"})
    assert "Speaks with it" not in words(lead, f"/profile/{next_door.pupil.pk}/")


@pytest.mark.covers("INF-MP-6")
def test_a_device_found_in_the_day_is_a_note_and_goes_through_the_register(next_door: SchoolCast) -> None:
    office, teacher = signed_in(next_door, "office"), signed_in(next_door)
    door(office, next_door, mark="none")
    answer = send(teacher, one(next_door, "concern", "ARR-02"))
    assert answer.status_code == 200, answer.content
    assert "Found 11:32, Ms N. Teacher" in words(office, "/arrivals/leaving/")
    with in_school(next_door.school):
        noted = Event.objects.get(code="ARR-02")
    found = f"/arrivals/found/{next_door.pupil.pk}/"
    sent = {"device": "phone", "slot": "9", "event": str(noted.pk)}
    assert office.post(found, sent).status_code == 302
    assert office.post(found, sent).status_code == 404
    assert teacher.post(found, {"device": "watch", "slot": "10", "place": "Library"}).status_code == 302
    held = words(office, "/arrivals/leaving/")
    assert "9 Amara Year8" in held
    assert "10 Amara Year8" in held
    with in_school(next_door.school):
        assert Event.objects.filter(code="ARR-02").count() == 2
        assert not Task.objects.filter(pupil=next_door.pupil).exists()
    review = words(signed_in(next_door, "pastoral_lead"), "/daily/2026-11-17/")
    assert "Amara" not in review
    office.post(f"/arrivals/leaving/{next_door.pupil.pk}/", {"device": "phone"})
    assert "9 Amara Year8 8R" not in words(office, "/arrivals/leaving/")


@pytest.mark.covers("INF-MG-6")
def test_the_door_of_a_class_asks_for_the_phone_when_a_pupil_is_greeted(next_door: SchoolCast) -> None:
    teacher = signed_in(next_door)
    page = f"/greet/{next_door.lesson.pk}/"
    assert "Handed in" not in words(teacher, page)
    answer = teacher.post(page, {"pupil": next_door.pupil.pk})
    assert answer.headers["Location"] == f"{page}#pupil-{next_door.pupil.pk}"
    assert "Handed in" in words(teacher, page)
    sent = {"mark": "handed_in", "device": "phone", "slot": "3", "lesson": next_door.lesson.pk}
    answer = teacher.post(f"/arrivals/in/{next_door.pupil.pk}/", sent)
    assert answer.headers["Location"] == f"{page}#pupil-{next_door.pupil.pk}"
    seen = words(teacher, page)
    assert "Handed in" not in seen
    assert "Phone in slot 3, 11:32" in seen


def test_a_school_without_it_has_no_such_page_and_a_setting_ends_it(cast: Cast) -> None:
    elsewhere = signed_in(cast.here, "office")
    assert "the policy does not ask for it" in words(elsewhere)
    assert elsewhere.post(f"/arrivals/in/{cast.here.pupil.pk}/", {"mark": "none"}).status_code == 404
    assert 'href="/arrivals/"' not in elsewhere.get("/now/").content.decode()
    there = cast.next_door
    with in_school(there.school):
        SettingChange.objects.create(
            school=there.school, key="phones.hand_in", value=False, since=FROM, reason="Not here"
        )
    office = signed_in(there, "office")
    assert "the school has switched it off" in words(office)
    assert "the school has switched it off" in words(office, "/arrivals/leaving/")
    assert office.post(f"/arrivals/in/{there.pupil.pk}/", {"mark": "none"}).status_code == 404
    assert "by agreement" not in words(signed_in(there, "pastoral_lead"), f"/profile/{there.pupil.pk}/")
