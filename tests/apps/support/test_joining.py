"""The steps for somebody new come in their order, and a released profile warns nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from evenhand.apps.casework import clockwork
from evenhand.apps.casework.models import Alert
from evenhand.apps.support import joining, profiling
from evenhand.apps.support.joining import BadJoining
from evenhand.apps.support.models import Joining
from evenhand.apps.support.profiling import New
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import TODAY, Cast, SchoolCast


def test_each_step_says_what_is_missing_before_it(next_door: SchoolCast) -> None:
    actor, pupil = next_door.actor("family_liaison"), next_door.pupil
    with in_school(next_door.school):
        with pytest.raises(BadJoining, match="which day"):
            joining.release(actor, pupil=pupil)
        with pytest.raises(BadJoining, match="on which day"):
            joining.expect(actor, pupil=pupil, starts_on=None)
        row = joining.expect(actor, pupil=pupil, starts_on=date(2026, 11, 24))
        assert joining.due_day(next_door.school, row) == date(2026, 11, 20)
        assert not joining.is_late(next_door.school, row)
        for on, who in ((date(2026, 11, 18), "All"), (None, "All"), (TODAY, " ")):
            with pytest.raises(BadJoining):
                joining.met(actor, pupil=pupil, on=on, who=who)
        with pytest.raises(BadJoining, match="met first"):
            joining.release(actor, pupil=pupil)
        joining.met(actor, pupil=pupil, on=TODAY, who="All")
        with pytest.raises(BadJoining, match="need to know"):
            joining.release(actor, pupil=pupil)
        profiling.add_entry(actor, pupil=pupil, new=New("risk", "Nuts"))
        assert not joining.waits(joining.release(actor, pupil=pupil))
        with pytest.raises(BadJoining, match="already"):
            joining.expect(actor, pupil=pupil, starts_on=TODAY)
        with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False):
            clockwork.fire_due(next_door.school)
        assert not Alert.objects.filter(kind="joining_due").exists()


def test_another_first_day_has_its_own_warning(next_door: SchoolCast) -> None:
    actor, pupil = next_door.actor("family_liaison"), next_door.pupil
    with in_school(next_door.school):
        for day in (23, 30):
            joining.expect(actor, pupil=pupil, starts_on=date(2026, 11, day))
        with time_machine.travel(datetime(2026, 11, 20, 9, tzinfo=UTC), tick=False):
            clockwork.fire_due(next_door.school)
        assert not Alert.objects.exists()
        with time_machine.travel(datetime(2026, 11, 26, 9, tzinfo=UTC), tick=False):
            clockwork.fire_due(next_door.school)
        assert Alert.objects.count() == 2


def test_a_policy_that_does_not_ask_for_it_has_no_such_steps(cast: Cast) -> None:
    with in_school(cast.here.school):
        assert not joining.is_done_here(cast.here.school)


def test_where_the_policy_says_nothing_of_somebody_new_staff_are_told_by_the_first_day(
    here: SchoolCast,
) -> None:
    with in_school(here.school):
        first = date(2026, 11, 23)
        row = Joining.objects.create(
            school=here.school, pupil=here.pupil, starts_on=first, by=here.user("senco")
        )
        assert not joining.is_done_here(here.school)
        assert joining.due_day(here.school, row) == first
