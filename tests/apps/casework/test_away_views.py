"""Marking somebody away through the browser, and whose tasks stand in the inbox meanwhile."""

from __future__ import annotations

from datetime import timedelta

from evenhand.apps.access.models import Away
from evenhand.apps.casework.models import Task
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, SchoolCast
from tests.classroom import signed_in

PAGE = "/inbox/away/"
DAYS = {"first": TODAY.isoformat(), "last": (TODAY + timedelta(days=1)).isoformat()}


def test_a_tutor_marks_themselves_away_and_the_teacher_sees_and_does_what_is_owed(here: SchoolCast) -> None:
    with in_school(here.school):
        task = Task.objects.create(
            school=here.school, kind="chase", label="Ring the bus company", owner=here.user("tutor")
        )
    tutor, teacher = signed_in(here, "tutor"), signed_in(here, "teacher")
    assert "Ring the bus company" not in teacher.get("/inbox/").content.decode()
    sent = {**DAYS, "stand_in": str(here.user("teacher").pk)}
    answer = tutor.post(PAGE, sent, follow=True).content.decode()
    assert "Ms N. Tutor is marked away, Tuesday 17 November to Wednesday 18 November." in answer
    assert "Ms N. Teacher stands in" in answer
    inbox = teacher.get("/inbox/").content.decode()
    assert "Ring the bus company" in inbox
    assert "For Ms N. Tutor, who is away." in inbox
    assert "You see to what Ms N. Tutor owes: Tuesday 17 November to Wednesday 18 November" in inbox
    assert teacher.post(f"/inbox/{task.pk}/done/").status_code == 302
    with in_school(here.school):
        assert Task.objects.get(pk=task.pk).status == "done"
        row = Away.objects.get()
    assert "Ms N. Tutor is back." in tutor.post(f"{PAGE}{row.pk}/back/", follow=True).content.decode()
    assert "Nobody is marked away" in tutor.get(PAGE).content.decode()


def test_only_leaders_choose_whom_they_mark(here: SchoolCast) -> None:
    page = signed_in(here, "teacher").get(PAGE).content.decode()
    assert 'name="person"' not in page
    lead = signed_in(here, "pastoral_lead")
    assert 'name="person"' in lead.get(PAGE).content.decode()
    sent = {**DAYS, "person": str(here.user("tutor").pk)}
    assert "whoever holds the role stands in" in lead.post(PAGE, sent, follow=True).content.decode()


def test_what_is_wrong_is_said_above_the_form(here: SchoolCast) -> None:
    answer = signed_in(here, "teacher").post(PAGE, {"first": "2026-11-18", "last": "2026-11-17"})
    assert answer.status_code == 422
    assert "in that order" in answer.content.decode()
    assert signed_in(here, "teacher").post(f"{PAGE}999999/back/").status_code == 404
