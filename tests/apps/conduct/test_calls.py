"""Calls for help reach whoever may answer, wherever they look: the inbox, its number, the board."""

from __future__ import annotations

import re

from evenhand.apps.conduct.calls import Waiting, waiting_for
from evenhand.apps.conduct.help_calls import answer_help, call_help
from evenhand.apps.conduct.models import HelpCall
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import signed_in

WORDS = "Ms N. Teacher asks for help"


def inbox_number(html: str) -> int:
    """The number that the navigation shows beside the inbox."""
    link = re.search(r'<a[^>]*href="/inbox/".*?</a>', html, re.S)
    assert link is not None
    digits = re.search(r">\s*(\d+)", link[0])
    return int(digits[1]) if digits else 0


def test_those_who_answer_see_who_calls_from_where_since_when(here: SchoolCast) -> None:
    with in_school(here.school):
        call = call_help(here.actor("teacher"), lesson=here.lesson, pupil=here.pupil)
        where = f"Room 12, {here.lesson.group.name}, with {here.pupil.first_name}"
        assert waiting_for(here.actor("duty_leader")) == (Waiting(call.pk, "Ms N. Teacher", where, "11:32"),)
        assert waiting_for(here.actor("teacher")) == ()
        answer_help(here.actor("duty_leader"), call=call)
        assert waiting_for(here.actor("duty_leader")) == ()


def test_a_call_without_a_place_says_so(here: SchoolCast) -> None:
    with in_school(here.school):
        call_help(here.actor("teacher"))
        call_help(here.actor("tutor"), place="Yard")
        assert [call.where for call in waiting_for(here.actor("duty_leader"))] == ["Place not known", "Yard"]


def test_a_call_stands_in_the_inbox_and_its_number_until_one_tap_answers_it(here: SchoolCast) -> None:
    leader = signed_in(here, "duty_leader")
    before = inbox_number(leader.get("/inbox/").content.decode())
    signed_in(here).post("/help/", {"lesson": here.lesson.pk})
    page = leader.get("/inbox/").content.decode()
    assert WORDS in page
    assert inbox_number(page) == before + 1
    with in_school(here.school):
        call = HelpCall.objects.get()
    answer = leader.post(f"/help/{call.pk}/answer/", {"back": "/inbox/"})
    assert answer.headers["Location"] == "/inbox/"
    page = leader.get("/inbox/").content.decode()
    assert WORDS not in page
    assert inbox_number(page) == before


def test_a_call_is_on_the_next_poll_of_the_board_and_off_the_one_after_its_answer(here: SchoolCast) -> None:
    leader = signed_in(here, "duty_leader")
    mark = leader.get("/board/cards/").headers["ETag"]
    signed_in(here).post("/help/", {"lesson": here.lesson.pk})
    called = leader.get("/board/cards/", headers={"If-None-Match": mark})
    assert WORDS in called.content.decode()
    assert WORDS not in signed_in(here).get("/board/").content.decode()
    with in_school(here.school):
        call = HelpCall.objects.get()
    answer = leader.post(f"/help/{call.pk}/answer/", {"back": "/board/"})
    assert answer.headers["Location"] == "/board/"
    mark = called.headers["ETag"]
    assert WORDS not in leader.get("/board/cards/", headers={"If-None-Match": mark}).content.decode()


def test_an_answer_leads_nowhere_else(here: SchoolCast) -> None:
    with in_school(here.school):
        call = call_help(here.actor("teacher"), lesson=here.lesson)
    away = {"back": "https://elsewhere.example/"}
    answer = signed_in(here, "duty_leader").post(f"/help/{call.pk}/answer/", away)
    assert answer.headers["Location"] == "/help/"
