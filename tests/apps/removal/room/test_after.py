"""After the room over HTTP: the return watched over, and the cue for a class shown to those alone who can help."""

from __future__ import annotations

import pytest

from evenhand.apps.removal import services
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at
from tests.apps.removal.room.test_views import page
from tests.apps.removal.stays import referral
from tests.apps.removal.test_views import client_of
from tests.cast import SchoolCast, add_person

BACK, CLASSES = "/board/returned/", "/board/classes/"


def released(here: SchoolCast) -> Stay:
    stay = arrived(here)
    with in_school(here.school):
        services.release(actor=here.actor("removal_manager"), stay=stay, reason="Agreed with the family")
    return stay


@pytest.mark.covers("STAR-94c")
def test_who_went_back_yesterday_is_on_the_heads_list_until_settled(here: SchoolCast, moment: Clock) -> None:
    stay = released(here)
    at(moment, 8, 40, day=18)
    head = client_of(here, "head_of_year")
    assert "Amara Year8" in page(head, BACK)
    head.post(f"{BACK}{stay.pk}/", {"words": "Met her at the door, calm first lesson"})
    assert "Met her at the door, calm first lesson" in page(head, BACK)
    head.post(f"{BACK}{stay.pk}/", {"settled": "1"})
    assert "Everybody is settled" in page(head, BACK)


@pytest.mark.covers("STAR-94f")
def test_help_that_the_inclusion_team_logs_is_seen_by_the_head_of_year(here: SchoolCast) -> None:
    stay = released(here)
    with in_school(here.school):
        here.memberships["inclusion_lead"] = add_person(
            here.school, "inclusion_lead", [("inclusion_lead", None)]
        )
    client_of(here, "inclusion_lead").post(f"{BACK}{stay.pk}/", {"words": "Sat with him in science"})
    assert "Sat with him in science" in page(client_of(here, "head_of_year"), BACK)


def test_help_without_words_and_teachers_are_turned_away(here: SchoolCast) -> None:
    stay = released(here)
    answer = client_of(here, "head_of_year").post(f"{BACK}{stay.pk}/", {"words": " "}, follow=True)
    assert "Say what was done to help." in answer.content.decode()
    assert client_of(here, "teacher").get(BACK).status_code == 404


@pytest.mark.covers("STAR-94b")
def test_six_referrals_out_of_one_class_are_a_cue_for_its_subject_lead_alone(
    here: SchoolCast, moment: Clock
) -> None:
    with in_school(here.school):
        here.memberships["subject_lead"] = add_person(here.school, "subject_lead", [("subject_lead", None)])
    lead = client_of(here, "subject_lead")
    for day in (17, 18):
        at(moment, 11, 32, day=day)
        for number in (0, 1, 2):
            _sent_and_back(here, number)
        if day == 17:
            assert "No class needs a cue this week" in page(lead, CLASSES)
    lead = client_of(here, "subject_lead")
    text = page(lead, CLASSES)
    assert "8R Sci" in text
    assert "6 referrals this week" in text
    lead.post(f"{CLASSES}{here.groups[8].pk}/", {"words": "Team-taught on Thursday"})
    assert "Team-taught on Thursday" in page(lead, CLASSES)
    for role in ("teacher", "head_of_year", "senior_leader", "removal_manager", "principal"):
        answer = client_of(here, role).get(CLASSES)
        assert answer.status_code in (302, 404), role
        assert "8R Sci" not in answer.content.decode()


def _sent_and_back(here: SchoolCast, number: int) -> None:
    from evenhand.apps.tenancy.occurrences import ensure_day
    from evenhand.apps.tenancy.selectors import today
    from evenhand.apps.tenancy.services import Slot, save_timetable

    with in_school(here.school):
        day = today(here.school)
        if day != here.lesson.day and not any(one.period == "P3" for one in ensure_day(here.school, day)):
            slots = [Slot(here.groups[8].pk, "A3", "P3", here.memberships["teacher"].staff_id, "12")]
            save_timetable(here.actor("administrator"), slots=slots, valid_from=day)
        held = next(one for one in ensure_day(here.school, day) if one.period == "P3")
        stay = referral(here, number=number, lesson=held)
        manager = here.actor("removal_manager")
        services.arrive(actor=manager, stay=stay)
        services.release(actor=manager, stay=stay, reason="Agreed with the family")
