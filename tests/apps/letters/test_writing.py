"""Writing home by hand: filled from today's record, once a day for one matter."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.letters.services import Unsaid
from evenhand.apps.letters.writing import write_home
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.apps.letters.post import parent, set_up
from tests.apps.removal.stays import referral
from tests.cast import MOMENT, SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up():
        parent(here.pupil)
        yield here


def test_good_news_names_what_was_recognised(school: SchoolCast) -> None:
    actor = school.actor("teacher")
    with pytest.raises(Unsaid, match="a recognition"):
        write_home(actor, pupil=school.pupil, template="recognition")
    command = Command(
        event_id=uuid4(), kind=EventKind.ACHIEVEMENT, pupil_id=school.pupil.pk, code="ACH-A1",
        lesson_id=school.lesson.pk,
    )  # fmt: skip
    record(actor, commands=[command])
    message = write_home(actor, pupil=school.pupil, template="recognition")
    assert "It was for this: " in message.body
    assert write_home(actor, pupil=school.pupil, template="recognition").pk == message.pk


def test_the_family_is_told_of_the_late_finish_with_its_time(school: SchoolCast) -> None:
    stay = referral(school)
    actor = school.actor("removal_manager")
    Stay.objects.update(leave_today_at=None)
    with pytest.raises(Unsaid):
        write_home(actor, pupil=school.pupil, template="late_finish")
    Stay.objects.filter(pk=stay.pk).update(leave_today_at=MOMENT.replace(hour=16, minute=0))
    message = write_home(actor, pupil=school.pupil, template="late_finish")
    assert "leaves at 16:00" in message.body
    assert message.status == "to_phone"


def test_a_formal_letter_is_not_chosen_by_hand(school: SchoolCast) -> None:
    with pytest.raises(Unsaid, match="not written by hand"):
        write_home(school.actor("principal"), pupil=school.pupil, template="permanent_exclusion")
