"""The daily review through the browser: every entry looked at, actions given, decisions asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.casework.models import Deadline, EntryReview, Task
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.classroom import signed_in

DAY = f"/daily/{TODAY.isoformat()}/"
UNPROCESSABLE = 422
AFTER_SCHOOL = MOMENT + timedelta(hours=5)


def concern(cast: SchoolCast, number: int = 0, **more: Any) -> UUID:
    """A concern in the lesson that runs, recorded now."""
    command = Command(
        uuid4(), EventKind.CONCERN, cast.pupils[number].pk, "DIS-04", lesson_id=cast.lesson.pk, **more
    )
    with in_school(cast.school):
        record(cast.actor("teacher"), commands=[command])
    return command.event_id


def review(client: Client, event: UUID, **sent: str) -> int:
    """The answer to one form of the page."""
    return client.post(f"{DAY}{event}/", sent).status_code


@pytest.fixture
def lead(here: SchoolCast) -> Client:
    """The pastoral lead's browser."""
    return signed_in(here, "pastoral_lead")


@pytest.mark.covers("INF-IL-4")
def test_what_was_not_looked_at_is_counted_as_left(here: SchoolCast, lead: Client) -> None:
    events = [concern(here, number) for number in (0, 1)]
    assert "<b>2</b> of 2 to look at" in lead.get(DAY).content.decode()
    assert review(lead, events[0], outcome="none_needed") == 302
    page = lead.get(DAY).content.decode()
    assert "<b>1</b> of 2 to look at" in page
    assert "Nothing needed" in page
    assert f"looked at by {here.actor('pastoral_lead').name}" in page


def test_a_tap_too_many_is_taken_back_until_the_day_is_closed(here: SchoolCast, lead: Client) -> None:
    events = [concern(here, number) for number in (0, 1)]
    review(lead, events[0], outcome="none_needed")
    review(lead, events[1], outcome="action", words="Ring home")
    page = lead.get(DAY).content.decode()
    assert page.count('value="again"') == 1
    other = signed_in(here, "principal")
    assert 'value="again"' not in other.get(DAY).content.decode()
    assert review(other, events[0], outcome="again") == UNPROCESSABLE
    assert review(lead, events[1], outcome="again") == UNPROCESSABLE
    assert review(lead, events[0], outcome="again") == 302
    assert "<b>1</b> of 2 to look at" in lead.get(DAY).content.decode()
    assert review(lead, events[0], outcome="none_needed") == 302
    with in_school(here.school):
        actions = AuditEntry.objects.filter(subject=f"event:{events[0]}", action__startswith="entry.review")
        assert list(actions.order_by("seq").values_list("action", flat=True)) == [
            "entry.review",
            "entry.review_again",
            "entry.review",
        ]
        Task.objects.create(
            school=here.school,
            kind="daily_review",
            about=f"daily_review:{TODAY}",
            status="done",
            opened_at=MOMENT,
        )
    assert 'value="again"' not in lead.get(DAY).content.decode()
    assert review(lead, events[0], outcome="again") == UNPROCESSABLE


@pytest.mark.covers("INF-IL-5")
def test_an_action_is_in_the_inbox_of_who_owes_it_by_its_day(here: SchoolCast, lead: Client) -> None:
    event = concern(here)
    owner = here.memberships["tutor"].user_id
    sent = {"outcome": "action", "words": "Ring home about the bus", "owner": str(owner), "due": "2026-11-19"}
    assert review(lead, event, **sent) == 302
    assert "Ring home about the bus" in signed_in(here, "tutor").get("/inbox/").content.decode()
    with in_school(here.school):
        task = Task.objects.get(kind="review_action")
        assert Deadline.objects.get(kind="task_due", key=str(task.pk)).due_at == task.due_at


@pytest.mark.covers("INF-IL-6")
def test_what_a_senior_leader_decides_stands_on_the_entry(here: SchoolCast, lead: Client) -> None:
    event = concern(here)
    assert review(lead, event, outcome="escalated", words="Third time this week: is the group right?") == 302
    leader = signed_in(here, "senior_leader")
    with in_school(here.school):
        task = Task.objects.get(kind="escalated")
    assert "Third time this week" in lead.get(DAY).content.decode()
    leader.post(f"/inbox/{task.pk}/done/", {"note": "Moved to set 2 from Monday"})
    assert "Decided: Moved to set 2 from Monday" in lead.get(DAY).content.decode()


@pytest.mark.covers("INF-IL-13")
def test_an_entry_made_the_next_day_shows_both_times_in_the_review_of_that_day(
    here: SchoolCast, lead: Client
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with time_machine.travel(MOMENT + timedelta(days=1), tick=False):
        concern(here, happened_at=MOMENT)
        page = signed_in(here, "pastoral_lead").get(f"/daily/{tomorrow.isoformat()}/").content.decode()
    assert "yesterday, 11:32" in page
    assert "recorded 11:32 today" in page
    assert "no entries" in lead.get(DAY).content.decode()


@pytest.mark.covers("INF-IL-10")
def test_recognitions_and_quick_notes_are_no_entries(next_door: SchoolCast) -> None:
    client = signed_in(next_door, "pastoral_lead")
    with in_school(next_door.school):
        pack = policy_of(next_door.school.pk).pack
        praise = next(
            key for key, item in pack.items.items() if pack.groups[item.group].kind == "achievement"
        )
        record(
            next_door.actor("teacher"),
            commands=[
                Command(
                    uuid4(), EventKind.ACHIEVEMENT, next_door.pupil.pk, praise, lesson_id=next_door.lesson.pk
                )
            ],
        )
    assert "no entries" in client.get(DAY).content.decode()


def test_an_entry_taken_back_needs_no_review(here: SchoolCast, lead: Client) -> None:
    event = concern(here)
    void = Command(
        uuid4(), EventKind.VOID, here.pupil.pk, about=str(event), details={"reason": "Wrong pupil"}
    )
    with in_school(here.school):
        record(here.actor("teacher"), commands=[void])
    assert "no entries" in lead.get(DAY).content.decode()


def test_a_second_review_changes_nothing_and_says_so(here: SchoolCast, lead: Client) -> None:
    event = concern(here)
    review(lead, event, outcome="none_needed")
    assert review(lead, event, outcome="escalated", words="Again") == UNPROCESSABLE
    with in_school(here.school):
        assert EntryReview.objects.get().outcome == "none_needed"
        assert not Task.objects.filter(kind="escalated").exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"outcome": ""},
        {"outcome": "action", "words": " "},
        {"outcome": "escalated"},
        {"outcome": "action", "words": "Ring", "owner": "999999"},
    ],
)
def test_what_is_not_said_is_asked_for(here: SchoolCast, lead: Client, sent: dict[str, str]) -> None:
    event = concern(here)
    assert review(lead, event, **sent) == UNPROCESSABLE
    with in_school(here.school):
        assert not EntryReview.objects.exists()
        assert not Task.objects.filter(kind="review_action").exists()


def test_a_head_of_year_reviews_their_own_year(here: SchoolCast) -> None:
    with in_school(here.school):
        other = next(pupil for pupil in here.pupils if pupil.year_group == 9)
        command = Command(
            uuid4(), EventKind.CONCERN, other.pk, "DIS-04", place="Yard", where=Where.OUT_OF_CLASS
        )
        record(here.actor("duty_leader"), commands=[command])
    head = signed_in(here, "head_of_year")
    assert other.display_name not in head.get(DAY).content.decode()
    assert review(head, command.event_id, outcome="none_needed") == 404


def test_the_days_review_is_done_when_the_last_entry_of_a_past_day_is(here: SchoolCast) -> None:
    event = concern(here)
    with in_school(here.school):
        Task.objects.create(
            school=here.school, kind="daily_review", label="Review", role="pastoral_lead",
            about=f"daily_review:{TODAY.isoformat()}",
        )  # fmt: skip
    with time_machine.travel(MOMENT + timedelta(days=1), tick=False):
        assert review(signed_in(here, "pastoral_lead"), event, outcome="none_needed") == 302
    with in_school(here.school):
        assert Task.objects.get(kind="daily_review").status == "done"


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01"])
def test_a_day_that_is_none_is_not_there(lead: Client, day: str) -> None:
    assert lead.get(f"/daily/{day}/").status_code == 404


def test_the_page_costs_as_much_for_many_entries_as_for_one(
    here: SchoolCast, lead: Client, django_assert_max_num_queries: object
) -> None:
    for number in (0, 1, 2):
        concern(here, number)
    lead.get(DAY)
    with django_assert_max_num_queries(20):  # type: ignore[operator]  # a fixture of the plugin
        lead.get(DAY)


@pytest.mark.covers("INF-IL-4")
def test_the_days_task_leads_to_its_review_and_closes_when_every_entry_is_looked_at(
    next_door: SchoolCast,
) -> None:
    with in_school(next_door.school):
        pack = policy_of(next_door.school.pk).pack
        code = next(key for key, item in pack.items.items() if pack.groups[item.group].kind == "concern")
        command = Command(uuid4(), EventKind.CONCERN, next_door.pupil.pk, code, lesson_id=next_door.lesson.pk)
        record(next_door.actor("teacher"), commands=[command])
        close_due(next_door.school, AFTER_SCHOOL)
        task = Task.objects.get(kind="daily_review")
    assert task.about == f"daily_review:{TODAY.isoformat()}"
    with time_machine.travel(AFTER_SCHOOL, tick=False):
        client = signed_in(next_door, "pastoral_lead")
        inbox = client.get("/inbox/").content.decode()
        assert "Review every entry of the day" in inbox
        assert f'href="{DAY}"' in inbox
        assert "By tomorrow, 10:00" in inbox
        assert "The day is not over" in client.post(f"/inbox/{task.pk}/done/").content.decode()
    with time_machine.travel(MOMENT + timedelta(days=1), tick=False):
        client = signed_in(next_door, "pastoral_lead")
        assert "1 entry is still to be looked at" in client.post(f"/inbox/{task.pk}/done/").content.decode()
        assert f'href="{DAY}"' in client.get(f"/inbox/{task.pk}/").content.decode()
        assert review(client, command.event_id, outcome="none_needed") == 302
        with in_school(next_door.school):
            assert Task.objects.get(pk=task.pk).status == "done"


def test_the_review_of_a_day_without_entries_is_closed_with_one_button(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        close_due(next_door.school, AFTER_SCHOOL)
        task = Task.objects.get(kind="daily_review")
    button = "Close the review of this day"
    with time_machine.travel(AFTER_SCHOOL, tick=False):
        assert button not in signed_in(next_door, "pastoral_lead").get(DAY).content.decode()
    with time_machine.travel(MOMENT + timedelta(days=1), tick=False):
        client = signed_in(next_door, "pastoral_lead")
        assert button in client.get(DAY).content.decode()
        assert client.post(f"/inbox/{task.pk}/done/").status_code == 302
        assert button not in client.get(DAY).content.decode()
