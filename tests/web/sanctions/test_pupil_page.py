"""One pupil's formal sanctions: where each stands, what it brought, what may come next, and of what it may be about."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest

from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind, Where
from evenhand.web.sanctions.pupil_page import causes, pupil_sanctions
from tests.cast import SchoolCast
from tests.incidents import concern, happen
from tests.web.sanctions.test_page import suspend


@pytest.fixture
def inside(next_door: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(next_door.school):
        yield next_door


def test_without_any_it_says_who_decides_and_what_may_begin(inside: SchoolCast) -> None:
    page = pupil_sanctions(inside.actor("principal"), inside.pupil)
    assert page.sanctions == ()
    assert ("Suspension", "Headteacher") in page.deciders
    assert "Propose: Suspension" in [way.label for way in page.ways]
    assert pupil_sanctions(inside.actor("duty_leader"), inside.pupil).ways == ()


def test_one_that_is_decided_shows_its_days_its_acts_and_what_is_owed(inside: SchoolCast) -> None:
    suspend(inside)
    [one] = pupil_sanctions(inside.actor("principal"), inside.pupil).sanctions
    assert (one.label, one.stands, one.spans) == ("Suspension", "Decided", "Wednesday 18 November")
    assert [(act.when, act.by) for act in one.acts] == [("11:32 today", inside.actor("principal").name)]
    owed = {task.label: task for task in one.owed}
    assert owed["Post the explanatory letter"].cites == ("suspension.letter",)
    assert not owed["Post the explanatory letter"].done
    assert [way.label for way in one.ways] == ["Withdraw"]


def test_what_it_may_be_about_is_what_stands(inside: SchoolCast) -> None:
    code = "SAF-06"
    stays = happen(
        inside, "teacher", EventKind.CONCERN, code=code, where=Where.OUT_OF_CLASS, place="Gate"
    ).event
    gone = concern(inside, code, where=Where.OUT_OF_CLASS, place=f"Hall {uuid4().hex[:4]}").event
    happen(inside, "teacher", EventKind.VOID, about=str(gone.pk), details={"reason": "Wrong pupil"})
    assert [key for key, _ in causes(inside.pupil)] == [str(stays.pk)]
