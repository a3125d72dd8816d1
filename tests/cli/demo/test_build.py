"""A small demonstration builds whole, and its decisions come out the same again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from evenhand.apps.conduct.models import Event
from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.policy.models import StoredDecision
from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.removal.models import Stay
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.calendars import calendar_of
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.demo.build import build, is_built
from evenhand.cli.demo.plan import SMALL, read_plan
from evenhand.engine.facts import EMPTY_STATE, PupilState
from evenhand.engine.step import step
from evenhand.engine.wire import decision_to_plain, digest, event_from_plain

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[School]]:
    """One small demonstration for the tests that only read, taken back after the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        build(SMALL)
        yield list(School.objects.filter(demo=True).order_by("pk"))
        transaction.set_rollback(True)


def test_it_opens_with_both_schools_at_the_stated_time(built: list[School], settings: Any) -> None:
    assert is_built()
    assert [school.name for school in built] == [plan.name for plan in read_plan().schools]
    shown = clock.local(built[0], clock.now())
    opens = read_plan().opens
    assert abs(datetime.combine(shown.day, shown.time) - opens) < timedelta(minutes=1)
    assert datetime.fromisoformat(settings.EVENHAND_DEMO_OPENS) == opens
    with in_school(built[0]):
        assert Pupil.objects.count() == 60


def test_nobody_is_in_two_places(built: list[School]) -> None:
    for school in built:
        with in_school(school):
            adults = Counter(LessonOccurrence.objects.values_list("starts", "staff_id"))
            assert adults
            assert max(adults.values()) == 1
            groups = dict(LessonOccurrence.objects.values_list("starts", "group_id"))
            assert groups
            held = LessonOccurrence.objects.filter(day=read_plan().opens.date())
            forms = Counter(
                (lesson.starts, pupil)
                for lesson in held
                for pupil in Enrolment.objects.filter(group_id=lesson.group_id).values_list(
                    "pupil", flat=True
                )
            )
            assert max(forms.values()) == 1


def test_the_board_has_what_the_screens_show(built: list[School]) -> None:
    with in_school(built[0]):
        open_stays = Counter(Stay.objects.exclude(stage="released").values_list("stage", flat=True))
        assert open_stays == {"here": 5, "expected": 2}
        today = Stay.objects.filter(stage="here", release_at__date=read_plan().opens.date())
        done = sorted(stay.stations.count() for stay in today)
        assert [len(done), done[1] - done[0]] == [2, 1]
    with in_school(built[1]):
        assert Stay.objects.filter(stage="here").count() == 1


def test_recognitions_outnumber_concerns(built: list[School]) -> None:
    with in_school(built[0]):
        kinds = Counter(Event.objects.values_list("kind", flat=True))
    assert kinds["achievement"] > 5 * kinds["concern"] > 0


def test_every_decision_comes_out_the_same_again(built: list[School]) -> None:
    for school in built:
        with in_school(school):
            policy, calendar = policy_of(school.pk), calendar_of(school)
            states: dict[int, PupilState] = {}
            for row in StoredDecision.objects.order_by("seq"):
                fact = event_from_plain(row.facts)
                decision, state = step(policy, calendar, states.get(row.pupil_id, EMPTY_STATE), fact)
                assert digest(decision_to_plain(decision)) == row.digest
                states[row.pupil_id] = state
            assert states
