"""Reports through the browser: begun with targets, marked in one tap, reviewed, gone on with and ended."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from evenhand.apps.access.models import Membership, RoleGrant
from evenhand.apps.casework.models import Proposal, Task
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.models import Event
from evenhand.apps.removal import services as removal
from evenhand.apps.support.models import ReportCard
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import referral_outside
from tests.apps.support.conftest import start
from tests.cast import FROM, MOMENT, SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown

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


def behaviour_lead(cast: SchoolCast) -> Client:
    """A browser of the senior leader who decides about reports."""
    with in_school(cast.school):
        member = Membership.objects.get(user=cast.user("senior_leader"))
        RoleGrant.objects.get_or_create(
            school=cast.school, membership=member, role="behaviour_lead", valid_from=FROM
        )
    return signed_in(cast, "senior_leader")


def sent_out(cast: SchoolCast, moment: time_machine.Traveller, day: int) -> None:
    """One referral on a day of November that is over the same day."""
    moment.move_to(MOMENT.replace(day=day))
    with in_school(cast.school):
        stay, manager = referral_outside(cast), cast.actor("removal_manager")
        removal.arrive(actor=manager, stay=stay)
        removal.release(actor=manager, stay=stay, reason="The family is here")


REPORT = {"kind": "report_card", "reason": "Repeat referrals", "target1": "Begin within a minute"}


@pytest.mark.covers("STAR-141c")
def test_a_review_shows_the_referrals_before_the_report_and_during_it(
    here: SchoolCast, moment: time_machine.Traveller
) -> None:
    for day in (11, 12, 16):
        sent_out(here, moment, day)
    moment.move_to(MOMENT)
    begin = f"/reports/start/{here.pupil.pk}/"
    assert behaviour_lead(here).post(begin, {**REPORT, "token": str(uuid4())}).status_code == 302
    sent_out(here, moment, 18)
    moment.move_to(MOMENT.replace(day=19))
    with in_school(here.school):
        card = ReportCard.objects.get()
    path, head = f"/reports/{card.pk}/", signed_in(here, "head_of_year")
    assert "Reviewed" not in head.get(path).content.decode()
    assert head.post(path, {"choice": "review", "token": str(uuid4())}).status_code == 302
    seen = " ".join(shown(head.get(path).content.decode()).split())
    assert "Thursday 19 November: referrals before 2 , during 1 , over as many school days" in seen


@pytest.mark.covers("STAR-141b")
def test_lessons_that_nobody_marked_are_flagged_when_the_day_closes(
    here: SchoolCast, moment: time_machine.Traveller
) -> None:
    moment.move_to(MOMENT - timedelta(days=1))
    begin = f"/reports/start/{here.pupil.pk}/"
    assert behaviour_lead(here).post(begin, {**REPORT, "token": str(uuid4())}).status_code == 302
    moment.move_to(MOMENT)
    with in_school(here.school):
        card = ReportCard.objects.get()
    page = f"/reports/lesson/{here.lesson.pk}/"
    teacher = signed_in(here)
    assert "Begin within a minute" in teacher.get(page).content.decode()
    mark(teacher, here, card.pk, "met", **{"met-praise": "First to begin"})
    evening = MOMENT + timedelta(hours=7)
    moment.move_to(evening)
    with in_school(here.school):
        assert not Task.objects.filter(kind="report_unmarked").exists()
        close_due(here.school, evening)
    tutor = signed_in(here, "tutor")
    assert "Fill in the lessons that nobody marked" in tutor.get("/inbox/").content.decode()
    seen = shown(tutor.get(f"/reports/{card.pk}/").content.decode())
    assert "First to begin" in seen
    assert "Not marked" in seen


@pytest.mark.covers("STAR-140a")
def test_repeat_referrals_suggest_a_report_to_whoever_decides(
    here: SchoolCast, moment: time_machine.Traveller
) -> None:
    leader = behaviour_lead(here)
    sent_out(here, moment, 12)
    assert "A monitoring report" not in leader.get("/inbox/").content.decode()
    sent_out(here, moment, 16)
    inbox = behaviour_lead(here).get("/inbox/").content.decode()
    assert "A monitoring report" in inbox
    assert here.pupil.display_name in shown(inbox)


@pytest.mark.covers("STAR-141a")
def test_with_a_support_plan_the_targets_of_the_report_are_the_plans(here: SchoolCast) -> None:
    leader, keeper = behaviour_lead(here), signed_in(here, "head_of_year")
    profile, begin = f"/profile/{here.pupil.pk}/", f"/reports/start/{here.pupil.pk}/"
    assert 'name="target1"' in leader.get(begin).content.decode()
    for words in ("Ask for a pause card", "Begin within a minute"):
        assert keeper.post(profile, {"do": "add", "kind": "target", "words": words}).status_code == 302
    page = leader.get(begin).content.decode()
    assert "Targets, from the support plan" in page
    assert "Ask for a pause card" in page
    assert 'name="target1"' not in page
    assert leader.post(begin, {**REPORT, "token": str(uuid4()), "target1": "Typed"}).status_code == 302
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
