"""Calendars, bells and timetables are saved as new versions, with an entry in the chain."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.tenancy import clock
from evenhand.apps.tenancy.models import CalendarVersion, LessonOccurrence, TimetableEntry
from evenhand.apps.tenancy.occurrences import ensure_day
from evenhand.apps.tenancy.scoping import in_school
from evenhand.apps.tenancy.services import Slot, move_clock, save_bells, save_calendar, save_timetable
from tests.cast import TODAY, SchoolCast, calendar


def test_the_same_calendar_again_is_the_version_that_is_there(here: SchoolCast) -> None:
    with in_school(here.school):
        before = AuditEntry.objects.count()
        again = save_calendar(here.actor("administrator"), calendar=calendar())
        assert CalendarVersion.objects.get() == again
        assert AuditEntry.objects.count() == before


def test_other_bells_are_a_new_version_that_names_who_and_why(here: SchoolCast) -> None:
    year = calendar().years[0]
    bells = year.bell_sets[0]
    early = type(bells)(bells.id, bells.periods[:5], bells.periods[4].end, bells.periods[3].end)
    with in_school(here.school):
        actor = here.actor("administrator")
        made = save_bells(
            actor, year_id=year.id, bell_sets=[early], bell_rules=year.bell_rules, reason="Early close"
        )
        assert (made.recorded_by_id, made.reason) == (actor.user_id, "Early close")
        entry = AuditEntry.objects.latest("seq")
        assert (entry.action, entry.subject) == ("save_calendar", f"calendar:{made.pk}")
        assert CalendarVersion.objects.count() == 2


def test_bells_of_a_year_that_is_not_there_are_refused(here: SchoolCast) -> None:
    with in_school(here.school), pytest.raises(KeyError, match="2031"):
        save_bells(here.actor("administrator"), year_id="2031", bell_sets=[], bell_rules=[])


def test_a_new_timetable_ends_the_one_before_and_remakes_lessons_to_come(here: SchoolCast) -> None:
    later = TODAY + timedelta(days=14)
    with in_school(here.school):
        assert len(ensure_day(here.school, later)) == 4
        slot = Slot(here.groups[9].pk, "A2", "P2", None, "9")
        save_timetable(here.actor("administrator"), slots=[slot], valid_from=later)
        ended = TimetableEntry.objects.filter(group=here.groups[8])
        assert set(ended.values_list("valid_to", flat=True)) == {later - timedelta(days=1)}
        assert [lesson.period for lesson in ensure_day(here.school, later)] == ["P2"]
        assert LessonOccurrence.objects.filter(day=TODAY).count() == 4


def test_the_clock_is_moved_to_an_instant_and_runs_on(here: SchoolCast, moment: Any) -> None:
    then = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    move_clock(to=then)
    assert clock.now() == then
    moment.shift(60)
    clock.forget_shift()
    assert clock.now() == then + timedelta(minutes=1)


@pytest.mark.django_db
def test_production_does_not_move_the_clock(settings: Any) -> None:
    settings.EVENHAND_CLOCK_SHIFTS = False
    with pytest.raises(PermissionError):
        move_clock(to=datetime(2027, 1, 4, tzinfo=UTC))
