"""Work on the page of a stay, from the timetable to the teacher and back, and the question of being kept."""

from __future__ import annotations

import pytest

from evenhand.apps.casework.models import Task
from evenhand.apps.removal.models import StayPeriod
from evenhand.apps.removal.room.ready import keep_ready
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import Clock, arrived, at, name_subject
from tests.apps.removal.room.test_views import page, part
from tests.apps.removal.stays import referral, time_out
from tests.apps.removal.test_views import client_of
from tests.cast import Cast, SchoolCast


def work_of(here: SchoolCast, url: str, period: str, role: str = "removal_manager") -> str:
    """What the page says of one period's work."""
    return page(client_of(here, role), url).split(f'id="work-{period}"')[1].split('class="work"')[0]


@pytest.mark.covers("STAR-97g")
def test_a_missed_science_lesson_has_a_science_item(here: SchoolCast) -> None:
    name_subject(here)
    with in_school(here.school):
        manager = here.actor("removal_manager")
        keep_ready(actor=manager, subject="Science", words="Forces, lesson 3", link="e-textbook, page 40")
        stay = referral(here)
    client_of(here).post(f"/board/{stay.pk}/arrived/")
    shown = work_of(here, f"/board/{stay.pk}/", "P4")
    assert "Period 4: Science" in shown
    assert "Forces, lesson 3" in shown
    assert "e-textbook, page 40" in shown


def test_arrival_asks_the_teacher_of_each_lesson_and_the_answer_is_the_work(here: SchoolCast) -> None:
    name_subject(here)
    with in_school(here.school):
        stay = referral(here)
    client_of(here).post(f"/board/{stay.pk}/arrived/")
    assert "The teacher is asked" in work_of(here, f"/board/{stay.pk}/", "P4")
    teacher = client_of(here, "teacher")
    inbox = page(teacher, "/inbox/")
    assert "Set work for Amara Year8 in the Impact Centre, Period 4: Science" in inbox
    with in_school(here.school):
        task = Task.objects.get(about=str(stay.pk), kind__endswith=":P4")
    assert task.owner_id == here.user("teacher").pk
    answer = teacher.post(f"/inbox/{task.pk}/done/", {"note": ""})
    assert answer.status_code == 422
    teacher.post(f"/inbox/{task.pk}/done/", {"note": "Worksheet 5, questions 1 to 8"})
    shown = work_of(here, f"/board/{stay.pk}/", "P4")
    assert "Worksheet 5, questions 1 to 8" in shown
    client_of(here).post(f"/board/{stay.pk}/tasks/")
    with in_school(here.school):
        assert Task.objects.filter(about=str(stay.pk), kind__startswith="work:").count() == 3


@pytest.mark.covers("STAR-93f")
def test_a_period_without_work_is_flagged_when_the_day_closes(here: SchoolCast, moment: Clock) -> None:
    stay = arrived(here)
    client = client_of(here)
    client.post(f"/board/{stay.pk}/tasks/P4/", {"words": "Worksheet 5", "link": ""})
    at(moment, 15, 5)
    missing = part(page(client), "gaps")
    assert "Period 5: no work was set" in missing
    assert "Period 4: no work was set" not in missing


def test_work_is_handed_in_and_looked_at_by_its_teacher(here: SchoolCast) -> None:
    with in_school(here.school):
        stay = referral(here)
    client = client_of(here)
    client.post(f"/board/{stay.pk}/arrived/")
    url = f"/board/{stay.pk}/tasks/P3/"
    client_of(here, "teacher").post(url, {"words": "Worksheet 4", "link": ""})
    client.post(url + "in/")
    assert "Handed in" in work_of(here, f"/board/{stay.pk}/", "P3", "teacher")
    client_of(here, "teacher").post(url + "seen/", {"result": "met", "remark": "Careful work"})
    shown = work_of(here, f"/board/{stay.pk}/", "P3")
    assert "Looked at: good enough. Careful work" in shown
    with in_school(here.school):
        assert StayPeriod.objects.get(stay=stay, period="P3").looked_by_id == here.user("teacher").pk


def test_a_teacher_of_another_class_sets_nothing(here: SchoolCast) -> None:
    stay = arrived(here)
    answer = client_of(here, "other").post(f"/board/{stay.pk}/tasks/P4/", {"words": "X"}, follow=True)
    assert "This cannot be recorded from here." in answer.content.decode()
    assert client_of(here).post(f"/board/{stay.pk}/tasks/P1/", {"words": "X"}).status_code == 404


@pytest.mark.covers("INF-SS-25")
def test_kept_from_leaving_opens_a_record_of_its_own(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        stay = time_out(next_door)
    client = client_of(next_door, "teacher")
    text = page(client, f"/board/{stay.pk}/")
    assert "Alone in a closed space, or kept from leaving?" in text
    answer = client.post(f"/board/{stay.pk}/kept/", {"kept": "yes", "reason": ""}, follow=True)
    assert "Say why, and what made it necessary." in answer.content.decode()
    client.post(f"/board/{stay.pk}/kept/", {"kept": "yes", "reason": "The door was held for a minute"})
    assert "Alone, or kept from leaving" in page(client, f"/board/{stay.pk}/").split('id="log"')[1]
    with in_school(next_door.school):
        opened = dict(Task.objects.filter(kind__startswith="restrictive").values_list("kind", "role"))
    assert opened == {
        "restrictive_record": "author",
        "restrictive_family": "pastoral_lead",
        "restrictive_leader": "senior_leader",
    }
    assert "Look at why Amara Year8 was alone or kept from leaving" in page(
        client_of(next_door, "senior_leader"), "/inbox/"
    )


def test_not_kept_is_noted_and_opens_nothing(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        stay = time_out(next_door)
    client_of(next_door, "teacher").post(f"/board/{stay.pk}/kept/", {"kept": "no"})
    with in_school(next_door.school):
        assert not Task.objects.filter(kind__startswith="restrictive").exists()
        assert stay.notes.filter(kind="free_to_leave").count() == 1


def test_a_policy_that_does_not_ask_has_no_such_question(cast: Cast) -> None:
    stay = arrived(cast.here)
    client = client_of(cast.here)
    assert "kept from leaving" not in page(client, f"/board/{stay.pk}/")
    answer = client.post(f"/board/{stay.pk}/kept/", {"kept": "no"}, follow=True)
    assert "The policy does not ask this here." in answer.content.decode()
