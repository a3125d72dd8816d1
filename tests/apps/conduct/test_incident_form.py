"""The form of an incident as it is read: pupils added and removed, the lesson, the time, the acts."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.http import Http404, QueryDict

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.conduct.incident_form import Form
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def read(cast: SchoolCast, **sent: object) -> Form:
    """The form as the teacher sent it; `pupil` may name several."""
    data = QueryDict(mutable=True)
    for name, value in {"token": str(uuid4()), **sent}.items():
        data.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return Form.read(cast.actor("teacher"), data)


def test_pupils_are_added_removed_and_each_there_once(here: SchoolCast) -> None:
    one, other = here.pupils[0].pk, here.pupils[1].pk
    with in_school(here.school):
        assert [pupil.pk for pupil in read(here, pupil=[one, one], do=f"add-{other}").pupils] == [one, other]
        assert [pupil.pk for pupil in read(here, pupil=[one, other], do=f"drop-{one}").pupils] == [other]
        assert read(here, pupil=["x", 999_999_999]).pupils == ()


def test_an_act_counts_only_for_who_took_part(here: SchoolCast) -> None:
    one, other = here.pupils[0].pk, here.pupils[1].pk
    chosen = {
        f"act-{one}": "DIS-04",
        f"act-{other}": "DIS-04",
        f"role-{one}": "alleged",
        f"role-{other}": "witness",
    }
    with in_school(here.school):
        form = read(here, pupil=[one, other], **chosen)
        assert form.codes() == {one: "DIS-04"}
        assert [part.code for part in form.told().parts] == ["DIS-04", ""]


def test_somebody_of_another_class_makes_it_no_matter_of_the_lesson(here: SchoolCast) -> None:
    inside, outside = here.pupils[0].pk, here.pupils[4].pk
    parts = {f"role-{inside}": "alleged", f"role-{outside}": "alleged"}
    with in_school(here.school):
        form = read(here, pupil=[inside], lesson=here.lesson.pk, **parts)
        assert form.told().lesson_id == here.lesson.pk
        assert read(here, pupil=[inside, outside], lesson=here.lesson.pk, **parts).told().lesson_id is None


def test_a_time_is_read_on_the_schools_clock_and_a_made_up_token_is_not_there(here: SchoolCast) -> None:
    with in_school(here.school):
        told = read(here, time="11:05").told()
        assert told.happened_at is not None
        assert told.happened_at.isoformat() == "2026-11-17T11:05:00+00:00"
        with pytest.raises(Refused):
            read(here, time="soon").told()
        with pytest.raises(Http404):
            read(here, token="x").told()
