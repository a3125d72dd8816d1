"""What the week's assembly is made of: moments and nominations, each class by its name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.rewards.assembly import assembly_page, nominate
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from tests.cast import TODAY, SchoolCast
from tests.incidents import happen


def test_where_friday_is_closed_the_assembly_is_on_the_last_school_day(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        page = assembly_page(next_door.actor("tutor"), TODAY + timedelta(days=7))
    assert page.day == "Thursday 26 November"


def test_a_moment_off_site_is_marked_and_a_concern_is_no_moment(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        happen(next_door, "teacher", EventKind.ACHIEVEMENT, code="CMP-01", where=Where.OFF_SITE)
        happen(next_door, "teacher", EventKind.CONCERN, code="SAF-06", where=Where.OUT_OF_CLASS, place="Gate")
        ((name, (star,)),) = assembly_page(next_door.actor("tutor"), TODAY).classes
    assert name == "8R"
    assert [moment.off_site for moment in star.moments] == [True]
    assert star.nominations == []


def test_a_pupil_is_named_for_a_value_of_the_school(next_door: SchoolCast) -> None:
    with in_school(next_door.school):
        tutor = next_door.actor("tutor")
        with pytest.raises(Refused):
            nominate(tutor, pupil=next_door.pupil, award="assembly_award", value="ready", named=True)
        nominate(tutor, pupil=next_door.pupil, award="assembly_award", value="ownership", named=False)
        ((_, (star,)),) = assembly_page(tutor, TODAY).classes
    (one,) = star.nominations
    assert (one.value, one.named) == ("Ownership", False)
