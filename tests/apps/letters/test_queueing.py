"""Messages are put into the outbox once, whoever asks again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.letters.models import Delivery, Message
from evenhand.apps.letters.queueing import HOLD
from evenhand.apps.letters.services import queue
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.stays import concern
from tests.cast import MOMENT, SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school):
        yield here


def test_the_same_thing_said_twice_is_one_message(school: SchoolCast) -> None:
    event = concern(school).event
    made = [
        queue(
            school.actor("teacher"),
            school=school.school,
            pupil=school.pupil,
            audience="family",
            template="nobody_wrote_this",
            values={"day": "today"},
            event=event,
        )
        for _ in range(2)
    ]
    assert made[0].pk == made[1].pk
    assert Message.objects.count() == Delivery.objects.count() == 1
    assert made[0].hold_until == MOMENT + HOLD
    assert made[0].status == "to_phone"
