"""The inbox through HTTP: what waits, done once with an undo, put off, passed on, decided; flat in the number of rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from evenhand.apps.casework import counting
from evenhand.apps.casework.models import Alert, Proposal, Task
from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.clock import now
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import MOMENT, SchoolCast
from tests.incidents import arrived, concern, task_of


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    counting.forget()


def client_of(school: SchoolCast, role: str) -> Client:
    client = Client()
    client.force_login(school.user(role), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(answer: Any) -> str:
    return str(answer.content, "utf-8")


def test_an_empty_inbox_says_so(here: SchoolCast) -> None:
    answer = client_of(here, "teacher").get(reverse("inbox"))
    assert "Nothing is waiting for you" in text(answer)


def test_a_task_stands_with_its_pupil_its_time_and_its_paragraph(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here)
    page = text(client_of(here, "teacher").get(reverse("inbox")))
    assert "Hold the restorative conversation before Amara Year8 goes back to lessons" in page
    assert "¶ 101" in page
    assert "This week" in page
    assert '<span class="nav-count" data-count="inbox">1' in page
    office = text(client_of(here, "office").get(reverse("inbox")))
    assert "restorative conversation" not in office


def test_done_is_one_tap_with_an_undo(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here)
        reading = task_of("reading")
        Task.objects.filter(pk=reading.pk).update(role="teacher")
    client = client_of(here, "teacher")
    first = client.post(reverse("inbox-done", args=[reading.pk]), follow=True)
    assert "Done just now" in text(first)
    again = client.post(reverse("inbox-done", args=[reading.pk]))
    assert again.status_code == 422
    assert "done already" in text(again)
    client.post(reverse("inbox-undo", args=[reading.pk]))
    with in_school(here.school):
        assert task_of("reading").status == "open"


def test_telling_a_family_asks_who_how_and_what_was_said(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here)
        task = task_of("family")
        Task.objects.filter(pk=task.pk).update(role="office")
    client = client_of(here, "office")
    empty = client.post(reverse("inbox-done", args=[task.pk]), {"who": "", "how": "phone", "note": ""})
    assert empty.status_code == 422
    assert "Who you spoke to" in text(empty)
    client.post(
        reverse("inbox-done", args=[task.pk]),
        {"who": "Mrs Bello", "how": "phone", "note": "She will collect him at 16:00."},
    )
    with in_school(here.school):
        assert task_of("family").note == "Mrs Bello, by phone: She will collect him at 16:00."
        assert Event.objects.get(kind=EventKind.STATION).code == "family"


def test_year_bound_roles_see_their_years_only(here: SchoolCast) -> None:
    with in_school(here.school):
        for pupil in (here.pupils[0], here.pupils[3]):
            Task.objects.create(
                school=here.school, pupil=pupil, kind="x", label="Ring", role="head_of_year", opened_at=now()
            )
    page = text(client_of(here, "head_of_year").get(reverse("inbox")))
    assert "Ring: Amara Year8" in page
    assert "Ring: Amara Year9" not in page


def test_what_is_past_its_time_stands_first_and_says_who_was_told(here: SchoolCast) -> None:
    with in_school(here.school):
        arrived(here)
        task = task_of("repair")
        Task.objects.filter(pk=task.pk).update(due_at=MOMENT - timedelta(minutes=20))
        task.changes.create(school=here.school, at=MOMENT, change="overdue", reason="head_of_year")
    page = text(client_of(here, "teacher").get(reverse("inbox")))
    assert "Past its time" in page
    assert "Was due today, 11:12" in page
    assert "Head of year was told 11:32 today" in page


def test_putting_off_and_passing_on_ask_for_a_reason(here: SchoolCast) -> None:
    with in_school(here.school):
        task = Task.objects.create(
            school=here.school, pupil=here.pupil, kind="x", label="Ring", role="teacher", opened_at=now()
        )
    client = client_of(here, "teacher")
    assert (
        client.post(reverse("inbox-defer", args=[task.pk]), {"until": "2026-11-18T09:00"}).status_code == 422
    )
    sent = {"until": "2026-11-18T09:00", "reason": "After the trip"}
    assert client.post(reverse("inbox-defer", args=[task.pk]), sent).status_code == 302
    person = {"person": here.user("tutor").pk, "reason": "Their tutor knows them"}
    assert client.post(reverse("inbox-reassign", args=[task.pk]), person).status_code == 302
    page = text(client_of(here, "tutor").get(reverse("inbox-task", args=[task.pk])))
    assert "After the trip" in page
    assert "Their tutor knows them" in page
    assert client.get(reverse("inbox-task", args=[task.pk])).status_code == 404


def test_a_leader_confirms_a_request(here: SchoolCast) -> None:
    with in_school(here.school):
        items = policy_of(here.school.pk).pack.items.values()
        code = next(
            i.code
            for i in items
            if i.group == "red_line" and not i.details and not i.conditions and "starred" not in i.tags
        )
        concern(here, code, where=Where.OUT_OF_CLASS, place="Dining hall")
        request = Proposal.objects.get()
    client = client_of(here, "duty_leader")
    page = text(client.get(reverse("inbox")))
    assert "Waiting for your confirmation" in page
    assert "Dining hall" in page
    url = reverse("inbox-request", args=[request.pk])
    declined = client.post(url, {"answer": "decline", "reason": ""}, follow=True)
    assert "Give a short reason for declining." in text(declined)
    client.post(url, {"answer": "confirm"})
    with in_school(here.school):
        assert Proposal.objects.get(pk=request.pk).status == "accepted"
    assert client_of(here, "teacher").post(url, {"answer": "confirm"}).status_code == 404


@pytest.mark.covers("STAR-XCe", "STAR-82a")
def test_the_principal_decides_with_reasons_and_no_answer_excludes(here: SchoolCast) -> None:
    with in_school(here.school):
        items = policy_of(here.school.pk).pack.items.values()
        concern(here, next(i.code for i in items if "starred" in i.tags and not i.details))
        proposal = Proposal.objects.get()
    client = client_of(here, "principal")
    assert "Decide" in text(client.get(reverse("inbox")))
    url = reverse("proposal", args=[proposal.pk])
    page = text(client.get(url))
    assert "Nothing is issued from here." in page
    assert client.post(url, {"answer": "exclude", "reasons": "Because"}).status_code == 422
    assert client.post(url, {"answer": "considered", "reasons": ""}).status_code == 422
    assert client.post(url, {"answer": "considered", "reasons": "A first time."}).status_code == 302
    with in_school(here.school):
        assert Proposal.objects.get().status == "declined"
        kinds = set(Event.objects.values_list("kind", flat=True))
    assert kinds == {"concern"}
    assert client_of(here, "senior_leader").get(url).status_code == 404


def test_an_alert_is_seen_once(here: SchoolCast) -> None:
    with in_school(here.school):
        alert = Alert.objects.create(
            school=here.school,
            at=now(),
            role="duty_leader",
            kind="not_here",
            subject="s",
            body={"name": "Amara"},
        )
    client = client_of(here, "duty_leader")
    assert "Not here yet: Amara" in text(client.get(reverse("inbox")))
    client.post(reverse("alert-seen", args=[alert.pk]))
    assert "Not here yet: Amara" not in text(client.get(reverse("inbox")))
    assert client_of(here, "teacher").post(reverse("alert-seen", args=[alert.pk])).status_code == 404


def test_the_number_of_queries_is_flat(here: SchoolCast, django_assert_max_num_queries: Any) -> None:
    with in_school(here.school):
        arrived(here)
        Task.objects.bulk_create(
            Task(
                school=here.school,
                pupil=here.pupil,
                kind="x",
                label=f"Ring {n}",
                role="teacher",
                opened_at=now(),
            )
            for n in range(60)
        )
    client = client_of(here, "teacher")
    client.get(reverse("inbox"))
    with django_assert_max_num_queries(13):
        answer = client.get(reverse("inbox"))
    assert text(answer).count('class="task"') == 61
