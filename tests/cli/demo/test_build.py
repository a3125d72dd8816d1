"""A small demonstration builds whole, and twice alike; its decisions come out the same again."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.db import transaction
from django.test import TestCase

from evenhand.apps.access.models import Away
from evenhand.apps.casework.models import Deadline, EntryReview, Task
from evenhand.apps.conduct.closing import close_due
from evenhand.apps.conduct.models import Account, ClosedPeriod, Event, Involvement
from evenhand.apps.conduct.replaying import replay
from evenhand.apps.people.models import Enrolment, Pupil
from evenhand.apps.policy.selectors import forget
from evenhand.apps.registers.models import LevelRow
from evenhand.apps.removal.models import Stay
from evenhand.apps.rewards.models import Recognition
from evenhand.apps.safeguarding.models import Disclosure
from evenhand.apps.support.models import Assistance, CentreSession, Greeting, ProfileVersion, ReportCard
from evenhand.apps.tenancy import calendars, clock
from evenhand.apps.tenancy.models import LessonOccurrence, School
from evenhand.apps.tenancy.scoping import in_school
from evenhand.cli.demo.build import build, is_built
from evenhand.cli.demo.plan import SMALL, read_plan


class TestDemonstration(TestCase):
    """Built, taken back and built again, once for all of these; the tests look at the second."""

    schools: list[School]
    first: list[str]
    again: list[str]

    @classmethod
    def setUpTestData(cls) -> None:
        with transaction.atomic():
            build(SMALL)
            made = _schools()
            cls.first = _told(made)
            transaction.set_rollback(True)
        _forget(made)
        build(SMALL)
        cls.schools = _schools()
        cls.again = _told(cls.schools)

    def test_it_opens_with_both_schools_at_the_stated_time(self) -> None:
        assert is_built()
        assert [school.name for school in self.schools] == [plan.name for plan in read_plan().schools]
        shown = clock.local(self.schools[0], clock.now())
        opens = read_plan().opens
        assert abs(datetime.combine(shown.day, shown.time) - opens) < timedelta(minutes=1)
        assert datetime.fromisoformat(settings.EVENHAND_DEMO_OPENS) == opens
        with in_school(self.schools[0]):
            assert Pupil.objects.count() == 60

    def test_nobody_is_in_two_places(self) -> None:
        for school in self.schools:
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

    def test_the_board_has_what_the_screens_show(self) -> None:
        with in_school(self.schools[0]):
            open_stays = Counter(Stay.objects.exclude(stage="released").values_list("stage", flat=True))
            assert open_stays == {"here": 5, "expected": 2}
            today = Stay.objects.filter(stage="here", release_at__date=read_plan().opens.date())
            done = sorted(stay.stations.count() for stay in today)
            assert [len(done), done[1] - done[0]] == [2, 1]
        with in_school(self.schools[1]):
            assert Stay.objects.filter(stage="here").count() == 1

    def test_recognitions_outnumber_concerns(self) -> None:
        with in_school(self.schools[0]):
            kinds = Counter(Event.objects.values_list("kind", flat=True))
        assert kinds["achievement"] > 5 * kinds["concern"] > 0

    def test_every_decision_comes_out_the_same_again(self) -> None:
        for school in self.schools:
            with in_school(school):
                found = replay(school.pk)
                assert found.differing == ()
                assert found.decisions == Event.objects.count()

    def test_every_week_and_half_term_before_it_opens_is_closed(self) -> None:
        for school in self.schools:
            with in_school(school):
                closed = Counter(ClosedPeriod.objects.values_list("kind", flat=True))
                assert closed["half_term"] == 1
                assert close_due(school) == []
        with in_school(self.schools[0]):
            weeks = Recognition.objects.filter(period__startswith="w:").values("period").distinct()
            assert weeks.count() == ClosedPeriod.objects.filter(kind="week").count() == 10
            fixed = LevelRow.objects.filter(period="b:autumn-1-2026", shown_only=False)
            assert fixed.values("pupil").distinct().count() == Pupil.objects.count()

    def test_what_was_due_before_it_opens_has_happened_unless_somebody_is_waited_for(self) -> None:
        fired = 0
        for school in self.schools:
            with in_school(school):
                past = Deadline.objects.filter(due_at__lt=clock.now())
                open_tasks = Task.objects.filter(status="open").values_list("pk", flat=True)
                expected = Stay.objects.filter(stage="expected").values_list("pk", flat=True)
                waited_for = {str(key) for key in (*open_tasks, *expected)}
                left = set(past.filter(fired_at__isnull=True).values_list("key", flat=True))
                assert left <= waited_for
                fired += past.count() - len(left)
        assert fired > 0

    def test_what_does_not_belong_to_one_lesson_is_there_too(self) -> None:
        for school in self.schools:
            with in_school(school):
                assert ReportCard.objects.filter(ended_at=None).exists()
                assert Event.objects.filter(kind="report", details__choice="mark").exists()
                assert Account.objects.exists()
                roles = set(Involvement.objects.values_list("role", flat=True))
                assert {"alleged", "harmed", "witness"} <= roles
                assert set(EntryReview.objects.values_list("outcome", flat=True)) >= {"none_needed"}
                assert Away.objects.get().stand_in_id is not None
                assert Assistance.objects.values("user").distinct().count() == 1
                assert Disclosure.objects.filter(taken_at=None).count() == 1
        with in_school(self.schools[0]):
            assert CentreSession.objects.exists()
        with in_school(self.schools[1]):
            assert not CentreSession.objects.exists()
            talks = Event.objects.filter(kind="conversation").values_list("details__stage", flat=True)
            assert "held" in set(talks)
            assert ProfileVersion.objects.exists()
            assert Greeting.objects.exists()

    def test_the_same_seed_tells_the_same_story(self) -> None:
        assert len(set(self.first)) == 2
        assert self.first == self.again


@pytest.mark.django_db
def test_a_build_that_is_stopped_half_way_leaves_no_school() -> None:
    def stop(_line: str) -> None:
        assert is_built()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(SMALL, say=stop)
    assert not is_built()


def _schools() -> list[School]:
    return list(School.objects.filter(demo=True).order_by("pk"))


def _forget(schools: list[School]) -> None:
    """What this process keeps of the rows that were taken back."""
    clock.forget_shift()
    calendars.forget()
    for school in schools:
        forget(school.pk)


def _told(schools: list[School]) -> list[str]:
    """A digest of each school's events, in order, without the numbers that the database gives."""
    fields = ("id", "seq", "kind", "code", "happened_at", "recorded_at", "place", "details", "payload__text")
    found: list[str] = []
    for school in schools:
        with in_school(school):
            rows = Event.objects.order_by("seq").values_list(
                *fields, "pupil__source_id", "recorded_by__email"
            )
            # The part of a close is known by the numbers of its school and pupil.
            told = [row[2 if row[2] == "close" else 0 :] for row in rows]
            found.append(sha256(repr(told).encode()).hexdigest())
    return found
