"""Help now, and the requests that a duty leader confirms or declines."""

from __future__ import annotations

import pytest
import time_machine

from evenhand.apps.casework.models import Alert
from evenhand.apps.conduct.models import Event, HelpCall
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, SchoolCast
from tests.classroom import one, send, signed_in

JSON = {"accept": "application/json"}


def ask(cast: SchoolCast) -> str:
    """A red line act at lunch, recorded by a tutor on duty."""
    record = one(cast, "concern", "RED-01", lesson=None, where="out_of_class", place="Yard")
    assert send(signed_in(cast, "tutor"), record).status_code == 200
    return str(record["id"])


def test_help_is_one_tap_and_alerts_those_who_answer(here: SchoolCast) -> None:
    answer = signed_in(here).post("/help/", {"lesson": here.lesson.pk}, headers=JSON)
    assert answer.json()["words"] == "Help was called at 11:32."
    with in_school(here.school):
        call, alert = HelpCall.objects.get(), Alert.objects.get()
    assert (call.lesson_id, call.place, alert.kind, alert.subject) == (
        here.lesson.pk,
        "12",
        "help",
        f"help:{call.pk}",
    )
    assert alert.seen_at is None


def test_a_second_tap_is_the_same_call(here: SchoolCast) -> None:
    client = signed_in(here)
    calls = {client.post("/help/", {"lesson": here.lesson.pk}, headers=JSON).json()["call"] for _ in range(2)}
    assert len(calls) == 1


def test_the_first_answer_stands_with_its_time(here: SchoolCast) -> None:
    call = signed_in(here).post("/help/", {"lesson": here.lesson.pk}, headers=JSON).json()["call"]
    assert signed_in(here, "other").post(f"/help/{call}/answer/").status_code == 404
    with time_machine.travel(MOMENT.replace(second=42), tick=False):
        leader = signed_in(here, "duty_leader")
        assert "I am on my way" in leader.get("/help/").content.decode()
        assert leader.post(f"/help/{call}/answer/", headers=JSON).json()["seconds"] == 42
    with time_machine.travel(MOMENT.replace(minute=40), tick=False):
        assert (
            signed_in(here, "principal").post(f"/help/{call}/answer/", headers=JSON).json()["seconds"] == 42
        )
    with in_school(here.school):
        assert HelpCall.objects.get().answered_by == here.user("duty_leader")
        assert Alert.objects.get().seen_at is not None


def test_nobody_sees_the_calls_of_others_but_those_who_answer(here: SchoolCast) -> None:
    signed_in(here).post("/help/", {"lesson": here.lesson.pk})
    assert "Nia Teacher" in signed_in(here).get("/help/").content.decode()
    assert "Nia Teacher" not in signed_in(here, "other").get("/help/").content.decode()


@pytest.mark.covers("STAR-153b", "STAR-153c", "STAR-154c")
def test_a_confirmed_request_is_a_referral_with_both_names(here: SchoolCast) -> None:
    asked = ask(here)
    leader = signed_in(here, "duty_leader")
    html = leader.get("/requests/").content.decode()
    assert "Nia Tutor asks for a referral" in html
    assert "Yard" in html
    assert leader.post(f"/requests/{asked}/", {"answer": "confirm"}).status_code == 302
    with in_school(here.school):
        first, answer = Event.objects.order_by("seq")
        stay = Stay.objects.get()
    assert (first.recorded_by, answer.recorded_by) == (here.user("tutor"), here.user("duty_leader"))
    assert stay.decider == here.user("duty_leader")
    assert (answer.where, answer.place, answer.about) == (first.where, first.place, asked)
    assert "No requests wait" in leader.get("/requests/").content.decode()


def test_a_request_is_declined_with_a_reason_and_leaves_nothing(here: SchoolCast) -> None:
    asked = ask(here)
    leader = signed_in(here, "duty_leader")
    leader.post(f"/requests/{asked}/", {"answer": "decline"})
    assert "Nia Tutor asks" in leader.get("/requests/").content.decode()
    leader.post(f"/requests/{asked}/", {"answer": "decline", "reason": "I saw it, it was play."})
    assert "No requests wait" in leader.get("/requests/").content.decode()
    with in_school(here.school):
        assert Stay.objects.count() == 0


def test_a_request_is_answered_once(here: SchoolCast) -> None:
    asked = ask(here)
    for _ in range(2):
        signed_in(here, "duty_leader").post(f"/requests/{asked}/", {"answer": "confirm"})
    with in_school(here.school):
        assert Event.objects.filter(kind="confirm").count() == 1


def test_only_leaders_have_requests(here: SchoolCast) -> None:
    asked = ask(here)
    assert signed_in(here, "tutor").get("/requests/").status_code == 404
    assert signed_in(here, "tutor").post(f"/requests/{asked}/", {"answer": "confirm"}).status_code == 404
