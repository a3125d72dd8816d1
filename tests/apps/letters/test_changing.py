"""A change of a message: once, with a row that cannot be rewritten."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, transaction

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.letters.changing import change_all, covered
from evenhand.apps.letters.models import Delivery, Status
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import parent, say, set_up
from tests.cast import SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up(smtp_host="h"):
        parent(here.pupil)
        yield here


def test_what_stands_elsewhere_by_now_is_left_alone(school: SchoolCast) -> None:
    message = say(school)
    actor = school.actor("teacher")
    assert change_all(actor, [message], Status.SENT, among=(Status.SENDING,)) == []
    changed = change_all(actor, [message], Status.CANCELLED, among=(Status.QUEUED,), reason="Why")
    assert [row.status for row in changed] == ["cancelled"]
    assert change_all(actor, [message], Status.CANCELLED, among=(Status.QUEUED,)) == []
    assert [row.change for row in Delivery.objects.order_by("pk")] == ["made", "cancelled"]
    assert AuditEntry.objects.filter(action="message.cancelled").count() == 1


def test_within_a_record_the_entry_of_the_event_stands_for_it(school: SchoolCast) -> None:
    message = say(school)
    change_all(school.actor("teacher"), [message], Status.CANCELLED, among=(Status.QUEUED,), keep=covered)
    assert not AuditEntry.objects.filter(action="message.cancelled").exists()


def test_a_delivery_row_is_never_rewritten(school: SchoolCast) -> None:
    say(school)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Delivery.objects.update(answer="Another")
