"""A call to make is a task, due when the message is, and done puts it into the contact log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from evenhand.apps.casework.models import Deadline, Task
from evenhand.apps.casework.services import complete
from evenhand.apps.letters import calls
from evenhand.apps.letters.models import ContactEntry, Message
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import parent, say, set_up
from tests.cast import MOMENT, SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up():
        parent(here.pupil)
        yield here


def test_a_family_that_cannot_be_written_to_is_a_task_until_it_is_told(school: SchoolCast) -> None:
    message = say(school, "removal_referral", values={"time": "11:32"})
    task = Task.objects.get(about=f"message:{message.pk}")
    assert (task.role, task.kind, task.pupil) == ("office", "tell:removal_referral", school.pupil)
    assert calls.settle_calls(school.school) == []
    complete(school.actor("office"), task_id=task.pk, note="Asha Khan, by phone: told", note_needed=True)
    assert [row.pk for row in calls.settle_calls(school.school)] == [message.pk]
    assert calls.settle_calls(school.school) == []
    entry = ContactEntry.objects.get()
    assert (entry.words, entry.by_id) == ("Asha Khan, by phone: told", school.user("office").pk)


def test_a_call_is_due_when_the_message_is(school: SchoolCast) -> None:
    message = say(school)
    Message.objects.update(due_at=MOMENT + timedelta(hours=2))
    message.refresh_from_db()
    (task,) = calls.open_calls([message])
    assert Deadline.objects.get(key=str(task.pk)).due_at == message.due_at
