"""What cannot go as it was meant to: another way by hand, and a task for whoever looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.access.actors import system_actor
from evenhand.apps.casework.models import Task
from evenhand.apps.letters.models import Status
from evenhand.apps.letters.trouble import by_hand, undelivered
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import parent, say, set_up
from tests.cast import SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        parent(here.pupil)
        yield here


def test_a_way_that_is_gone_becomes_a_call_where_it_presses(school: SchoolCast) -> None:
    with set_up(text_url="http://h"):
        message = say(school, "late_finish", values={"until": "16:00"})
        assert message.channel == "text"
    with set_up():
        pack = policy_of(school.school.pk).pack
        (changed,) = by_hand(
            system_actor(school.school.pk, "worker"), pack, [message], among=(Status.QUEUED,)
        )
    assert (changed.status, changed.channel) == ("to_phone", "phone")
    assert Task.objects.filter(about=f"message:{message.pk}", kind="tell:late_finish").exists()


def test_only_what_needs_a_person_is_a_task(school: SchoolCast) -> None:
    with set_up():
        message = say(school)
    assert undelivered([message]) == []
    message.status = Status.TO_CHECK
    (task,) = undelivered([message])
    assert task.label == "Look whether a message about the pupil arrived"
