"""When in the lesson: the minutes of referrals, one's own, of a subject, of the school, small numbers hidden."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.insight.blocks import chosen
from evenhand.apps.people.models import Group, Pupil
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from evenhand.web.referrals.minutes import Page, minutes_page, subjects_of
from tests.apps.removal.stays import CALLING_OUT, referral_outside
from tests.cast import SchoolCast, add_person
from tests.classroom import seat_more, signed_in
from tests.reading_pages import shown

Clock = time_machine.Traveller
MINUTES = "/referrals/minutes/"
STARTS = datetime(2026, 11, 17, 11, 10, tzinfo=UTC)
# Minute of the lesson, from nought, of twenty referrals: seven in the first five minutes, eight from the fortieth on.
TIMES = (0, 1, 1, 2, 3, 4, 4, 12, 17, 23, 28, 34, 40, 41, 43, 44, 44, 51, 52, 59)
GIVEN = tuple(f"Pupil{chr(97 + number)}" for number in range(17))


def send_out(here: SchoolCast, moment: Clock, pupil: Pupil, minute: int) -> None:
    """A warning, then a referral, in that minute of the lesson."""
    moment.move_to(STARTS + timedelta(minutes=minute))
    for _ in range(2):
        command = Command(uuid4(), EventKind.CONCERN, pupil.pk, CALLING_OUT, lesson_id=here.lesson.pk)
        record(here.actor("teacher"), commands=[command])


@pytest.fixture
def twenty(here: SchoolCast, moment: Clock) -> SchoolCast:
    """Twenty referrals of one lesson, each of another pupil."""
    pupils = seat_more(here, *GIVEN)
    with in_school(here.school):
        for pupil, minute in zip(pupils, TIMES, strict=True):
            send_out(here, moment, pupil, minute)
    moment.move_to(STARTS + timedelta(hours=2))
    return here


def read(school: SchoolCast, role: str, of: str = "") -> Page:
    with in_school(school.school):
        found = chosen(school.school)
        assert found is not None
        return minutes_page(school.actor(role), found[0], of)


def said(page: Page) -> dict[str, str]:
    return {one.label: one.said for one in page.slices}


@pytest.mark.covers("STAR-63")
def test_of_twenty_timed_referrals_the_distribution_over_the_lesson_shows(twenty: SchoolCast) -> None:
    client = signed_in(twenty, "senior_leader")
    answer = client.get(MINUTES)
    assert said(answer.context["page"]) == {
        "1 to 5": "7", "6 to 10": "0", "11 to 15": "1", "16 to 20": "1", "21 to 25": "1", "26 to 30": "1",
        "31 to 35": "1", "36 to 40": "0", "41 to 45": "5", "46 to 50": "0", "51 to 55": "2", "56 to 60": "1",
    }  # fmt: skip
    html = answer.content.decode()
    words = " ".join(shown(html).split())
    assert "20 referrals" in words
    assert "41 to 45 5" in words
    assert 'max="7" value="5"' in html
    assert not any(name in words for name in GIVEN)
    assert f'href="{MINUTES}"' in client.get("/referrals/").content.decode()


@pytest.mark.covers("STAR-63")
def test_a_teacher_sees_their_own_beside_the_card_on_pace(twenty: SchoolCast) -> None:
    client = signed_in(twenty, "teacher")
    answer = client.get(MINUTES, {"of": "school"})
    page = answer.context["page"]
    assert (page.of, page.total, page.small) == ("own", "20", 0)
    words = " ".join(shown(answer.content.decode()).split())
    assert "Only you see this" in words
    assert "Change the activity often" in words
    assert f'href="{MINUTES}"' in client.get("/me/").content.decode()
    assert read(twenty, "other").total == "0"
    nothing = shown(signed_in(twenty, "other").get(MINUTES).content.decode())
    assert "None in this term" in nothing


@pytest.mark.covers("STAR-63")
def test_a_subject_lead_sees_the_own_subject_with_small_numbers_hidden(twenty: SchoolCast) -> None:
    with in_school(twenty.school):
        Group.objects.filter(pk=twenty.groups[8].pk).update(subject="Science")
        Group.objects.filter(pk=twenty.groups[9].pk).update(subject="History")
        for name, year in (("science", 8), ("history", 9)):
            member = add_person(twenty.school, name, [("subject_lead", None)])
            twenty.memberships[name] = member
            assert member.staff is not None
            twenty.groups[year].teachings.create(
                school=twenty.school, staff=member.staff, valid_from=twenty.lesson.day - timedelta(days=60)
            )
    page = read(twenty, "science")
    assert (page.of, page.words, page.small) == ("subject", "Science", 5)
    assert said(page) == {
        "1 to 10": "7", "11 to 20": "<5", "21 to 30": "<5", "31 to 40": "<5", "41 to 50": "5", "51 to 60": "<5",
    }  # fmt: skip
    assert [one.bar for one in page.slices] == [7, None, None, None, 5, None]
    words = shown(signed_in(twenty, "science").get(MINUTES).content.decode())
    assert "counts from 1 to below 5 are hidden" in " ".join(words.split())
    assert read(twenty, "history").total == "0"
    assert read(twenty, "science", "own").total == "0"
    with in_school(twenty.school):
        found = chosen(twenty.school)
        assert found is not None
        assert subjects_of(twenty.actor("other"), found[0]) == {"History"}


def test_a_head_of_year_sees_that_year_with_small_numbers_hidden(here: SchoolCast, moment: Clock) -> None:
    with in_school(here.school):
        send_out(here, moment, here.pupils[0], 3)
        referral_outside(here, number=1)
        referral_outside(here, number=3)
    page = read(here, "head_of_year")
    assert (page.words, page.total, page.slices[0].said, page.outside) == ("Year 8", "<5", "<5", "<5")
    everybody = read(here, "pastoral_lead")
    assert (everybody.total, everybody.slices[0].said, everybody.outside) == ("3", "1", "2")


def test_an_unknown_term_is_not_there_and_an_earlier_one_is(twenty: SchoolCast) -> None:
    client = signed_in(twenty, "senior_leader")
    assert client.get(MINUTES, {"term": "no-term"}).status_code == 404
    assert client.get(MINUTES, {"term": "autumn-1"}).context["page"].total == "0"
    assert signed_in(twenty, "governor").get(MINUTES).status_code == 404
