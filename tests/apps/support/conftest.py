"""A pupil of the school next door, who is put on report there."""

from __future__ import annotations

from typing import cast as cast_to
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from evenhand.apps.support.models import ReportCard
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast
from tests.classroom import signed_in


def start(client: Client, cast: SchoolCast, **more: str) -> HttpResponse:
    """The form that puts the pupil on a daily report, sent."""
    sent = {
        "token": str(uuid4()), "kind": "daily", "target1": "Start within a minute", "target2": "", "target3": "",
        "reason": "Agreed with the pupil", **more,
    }  # fmt: skip
    return cast_to("HttpResponse", client.post(f"/reports/start/{cast.pupil.pk}/", sent))


@pytest.fixture
def begun(next_door: SchoolCast) -> UUID:
    """The id of a daily report that the pastoral lead next door has begun."""
    assert start(signed_in(next_door, "pastoral_lead"), next_door).status_code == 302
    with in_school(next_door.school):
        return ReportCard.objects.get().pk
