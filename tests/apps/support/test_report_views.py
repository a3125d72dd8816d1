"""Reports through the browser: begun with targets, marked in one tap, reviewed, gone on with and ended."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from evenhand.apps.access.models import Membership, RoleGrant
from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.support.models import ReportCard
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.support.conftest import start
from tests.cast import FROM, MOMENT, SchoolCast
from tests.classroom import signed_in

UNPROCESSABLE = 422


def mark(client: Client, cast: SchoolCast, report: UUID, value: str, **words: str) -> None:
    """One tap on the page of the lesson's reports."""
    sent = {"token": str(uuid4()), "mark": value, **words}
    answer = client.post(f"/reports/lesson/{cast.lesson.pk}/{report}/", sent, follow=True)
    assert answer.status_code == 200


@pytest.mark.covers("STAR-140b")
def test_a_teacher_suggests_a_report_and_cannot_start_one(here: SchoolCast) -> None:
    client = signed_in(here)
    page = client.get(f"/reports/start/{here.pupil.pk}/").content.decode()
    assert "Suggest: Report card" in page
    assert "Target 1" not in page
    sent = {
        "token": str(uuid4()),
        "kind": "report_card",
        "reason": "Three referrals",
        "target1": "Quiet start",
    }
    assert client.post(f"/reports/start/{here.pupil.pk}/", sent).status_code == 302
    with in_school(here.school):
        assert not ReportCard.objects.exists()
        assert Proposal.objects.get(kind="report:card").decider_role == "behaviour_lead"


@pytest.mark.covers("STAR-141a")
def test_with_a_support_plan_the_targets_of_the_report_are_the_plans(here: SchoolCast) -> None:
    with in_school(here.school):
        member = Membership.objects.get(user=here.user("senior_leader"))
        RoleGrant.objects.create(
            school=here.school, membership=member, role="behaviour_lead", valid_from=FROM
        )
    leader, keeper = signed_in(here, "senior_leader"), signed_in(here, "head_of_year")
    profile, begin = f"/profile/{here.pupil.pk}/", f"/reports/start/{here.pupil.pk}/"
    assert 'name="target1"' in leader.get(begin).content.decode()
    for words in ("Ask for a pause card", "Begin within a minute"):
        assert keeper.post(profile, {"do": "add", "kind": "target", "words": words}).status_code == 302
    page = leader.get(begin).content.decode()
    assert "Targets, from the support plan" in page
    assert "Ask for a pause card" in page
    assert 'name="target1"' not in page
    sent = {"token": str(uuid4()), "kind": "report_card", "reason": "Repeat referrals", "target1": "Typed"}
    assert leader.post(begin, sent).status_code == 302
    with in_school(here.school):
        card = ReportCard.objects.get()
    seen = leader.get(f"/reports/{card.pk}/").content.decode()
    for words in ("From the support plan", "Ask for a pause card", "Begin within a minute"):
        assert words in seen
    assert "Typed" not in seen


@pytest.mark.covers("INF-CR-7")
def test_a_daily_report_is_marked_by_whoever_teaches_and_shows_each_lesson(
    next_door: SchoolCast, begun: UUID
) -> None:
    teacher = signed_in(next_door)
    assert "1 on report" in teacher.get(f"/class/{next_door.lesson.pk}/").content.decode()
    page = teacher.get(f"/reports/lesson/{next_door.lesson.pk}/").content.decode()
    assert "Start within a minute" in page
    mark(teacher, next_door, begun, "met")
    card = teacher.get(f"/reports/{begun}/").content.decode()
    assert "Target met" in card
    assert next_door.actor("teacher").name in card
    with time_machine.travel(MOMENT + timedelta(days=1), tick=False):
        assert "Not marked" in signed_in(next_door).get(f"/reports/{begun}/").content.decode()


def test_a_mark_that_needs_a_comment_is_refused_without_one(next_door: SchoolCast, begun: UUID) -> None:
    teacher = signed_in(next_door)
    mark(teacher, next_door, begun, "not_yet")
    with in_school(next_door.school):
        assert Event.objects.filter(kind="report", about=str(begun)).count() == 0
    mark(teacher, next_door, begun, "not_yet", **{"not_yet-comment": "Two reminders"})
    with in_school(next_door.school):
        row = Event.objects.get(kind="report", about=str(begun))
        assert row.said("comment") == "Two reminders"
        assert "Two reminders" not in str(row.details)


def test_two_taps_on_one_page_are_one_mark(next_door: SchoolCast, begun: UUID) -> None:
    teacher = signed_in(next_door)
    sent = {"token": str(uuid4()), "mark": "met"}
    for _ in range(2):
        teacher.post(f"/reports/lesson/{next_door.lesson.pk}/{begun}/", sent)
    with in_school(next_door.school):
        assert Event.objects.filter(kind="report", about=str(begun)).count() == 1


def test_who_does_not_teach_the_lesson_cannot_mark_it(next_door: SchoolCast, begun: UUID) -> None:
    path = f"/reports/lesson/{next_door.lesson.pk}/{begun}/"
    assert signed_in(next_door, "other").post(path, {"token": str(uuid4()), "mark": "met"}).status_code == 404


@pytest.mark.covers("INF-CR-10")
def test_a_second_report_warns_and_needs_to_be_meant(next_door: SchoolCast, begun: UUID) -> None:
    lead = signed_in(next_door, "pastoral_lead")
    assert (
        "on report already: Daily report"
        in lead.get(f"/reports/start/{next_door.pupil.pk}/").content.decode()
    )
    assert start(lead, next_door, kind="positive").status_code == UNPROCESSABLE
    assert start(lead, next_door, kind="positive", reason="", another="1").status_code == UNPROCESSABLE
    assert start(lead, next_door, kind="positive", another="1").status_code == 302
    with in_school(next_door.school):
        assert ReportCard.objects.filter(ended_at=None).exclude(pk=begun).get().kind == "positive"


def test_a_report_without_a_target_is_refused_and_what_was_typed_stays(next_door: SchoolCast) -> None:
    answer = start(signed_in(next_door, "pastoral_lead"), next_door, target1="", reason="Typed reason")
    assert answer.status_code == UNPROCESSABLE
    assert "Typed reason" in answer.content.decode()


@pytest.mark.covers("INF-CR-9")
def test_a_positive_report_offers_no_negative_mark(next_door: SchoolCast) -> None:
    lead = signed_in(next_door, "pastoral_lead")
    start(lead, next_door, kind="positive")
    page = signed_in(next_door).get(f"/reports/lesson/{next_door.lesson.pk}/").content.decode()
    assert 'name="mark"' in page
    assert 'value="not_yet"' not in page


def test_a_report_ends_with_a_reason_by_who_decides_and_leaves_the_list(
    next_door: SchoolCast, begun: UUID
) -> None:
    lead, teacher = signed_in(next_door, "pastoral_lead"), signed_in(next_door)
    path = f"/reports/{begun}/"
    assert next_door.pupil.display_name in lead.get("/reports/").content.decode()
    end = {"choice": "end", "reason": "Five good days"}
    assert teacher.post(path, {**end, "token": str(uuid4())}).status_code == UNPROCESSABLE
    refused = lead.post(path, {"choice": "end", "reason": "", "token": str(uuid4())})
    assert refused.status_code == UNPROCESSABLE
    assert lead.post(path, {**end, "token": str(uuid4())}).status_code == 302
    assert next_door.pupil.display_name not in lead.get("/reports/").content.decode()
    assert "ended" in lead.get(path).content.decode()
    with in_school(next_door.school):
        assert Task.objects.filter(kind="report_review").exists()


def test_the_pupils_page_leads_to_the_report(next_door: SchoolCast, begun: UUID) -> None:
    page = signed_in(next_door, "pastoral_lead").get(f"/pupils/{next_door.pupil.pk}/").content.decode()
    assert f"/reports/{begun}/" in page


def test_the_pages_cost_as_much_for_many_reports_as_for_one(
    next_door: SchoolCast, begun: UUID, django_assert_max_num_queries: object
) -> None:
    client = signed_in(next_door)
    for path in ("/reports/", f"/reports/lesson/{next_door.lesson.pk}/", f"/reports/{begun}/"):
        client.get(path)
        with django_assert_max_num_queries(22):  # type: ignore[operator]  # a fixture of the plugin
            client.get(path)


def test_an_unknown_act_and_a_made_up_token_are_not_there(next_door: SchoolCast, begun: UUID) -> None:
    lead = signed_in(next_door, "pastoral_lead")
    assert lead.post(f"/reports/{begun}/", {"choice": "burn", "token": str(uuid4())}).status_code == 404
    assert lead.post(f"/reports/{begun}/", {"choice": "end", "token": "x"}).status_code == 404
