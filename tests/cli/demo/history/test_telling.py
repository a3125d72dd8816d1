"""The same seed tells the same story, event by event."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import transaction

from evenhand.apps.conduct.models import Event
from evenhand.apps.policy.selectors import forget
from evenhand.apps.tenancy.models import School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.demo.build import build
from evenhand.cli.demo.plan import SMALL

pytestmark = pytest.mark.django_db


def test_the_same_seed_tells_the_same_story() -> None:
    assert _story() == _story()


def _story() -> list[str]:
    """A digest of each school's events, in order, without the numbers that the database gives."""
    found: list[str] = []
    fields = ("id", "seq", "kind", "code", "happened_at", "recorded_at", "place", "details", "payload__text")
    with transaction.atomic():
        build(SMALL)
        for school in School.objects.filter(demo=True).order_by("pk"):
            with in_school(school):
                rows = Event.objects.order_by("seq").values_list(
                    *fields, "pupil__source_id", "recorded_by__email"
                )
                found.append(sha256(repr(list(rows)).encode()).hexdigest())
            forget(school.pk)
        transaction.set_rollback(True)
    return found
