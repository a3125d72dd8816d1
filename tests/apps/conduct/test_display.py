"""The screen in a corridor names who did well and shows nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.apps.conduct.display import display
from evenhand.apps.people.models import Pupil
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.classroom import one, send, signed_in
from tests.reading_pages import shown

SCREEN = "/display/"


def screen(cast: SchoolCast) -> str:
    answer = signed_in(cast, "office").get(SCREEN)
    assert answer.status_code == 200
    return " ".join(shown(answer.content.decode()).split())


@pytest.mark.covers("INF-RW-15")
def test_the_display_names_pupils_for_positives_only_and_honours_who_does_not_wish_it(
    next_door: SchoolCast,
) -> None:
    teacher = signed_in(next_door)
    shy, quiet, named = next_door.pupils[:3]
    for pupil in (shy, quiet, named):
        send(teacher, one(next_door, "achievement", "CMP-01", pupil, text="Words that adults typed"))
    troubled = next_door.pupils[3]
    other = signed_in(next_door, "other")
    bad = one(next_door, "concern", "SAF-06", troubled, where="out_of_class", lesson=None, place="Gate")
    assert send(other, bad).status_code == 200
    client = signed_in(next_door, "pastoral_lead")
    client.post(f"/praise/{shy.pk}/", {"kind": "wishes", "unnamed": "on"})
    client.post(f"/praise/{quiet.pk}/", {"kind": "wishes", "quiet": "on"})
    page = screen(next_door)
    assert named.given in page
    assert shy.given not in page
    assert quiet.given not in page
    for hidden in ("8R Sci", "Gate", "Words that adults typed", "concern", "Carr"):
        assert hidden not in page
    assert not any(letter.isdigit() for letter in page.replace("8R", "").replace("9R", ""))
    device = signed_in(next_door, "office")
    device.get(SCREEN)
    assert troubled.display_name not in device.get(f"/find/{troubled.pk}/").content.decode()


def test_praise_that_was_a_quiet_word_or_taken_back_or_of_last_week_is_not_shown(
    next_door: SchoolCast, moment: time_machine.Traveller
) -> None:
    teacher = signed_in(next_door)
    moment.move_to(MOMENT - timedelta(days=7))
    old = one(next_door, "achievement", "CMP-01", where="out_of_class", lesson=None, place="Yard")
    assert send(teacher, old).status_code == 200
    moment.move_to(MOMENT)
    teacher = signed_in(next_door)
    quiet = one(next_door, "achievement", "CMP-01", next_door.pupils[1], details={"private": True})
    gone = one(next_door, "achievement", "CMP-01", next_door.pupils[2])
    assert send(teacher, quiet, gone).status_code == 200
    taken_back = {"about": gone["id"], "details": {"reason": "mis-tap"}}
    void = one(next_door, "void", "", next_door.pupils[2], lesson=None, **taken_back)
    assert send(teacher, void).status_code == 200
    assert "The week has just begun" in screen(next_door)


def test_no_more_is_read_than_is_shown_and_who_has_left_is_not(
    next_door: SchoolCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    teacher = signed_in(next_door)
    for pupil in (*next_door.pupils[:3], next_door.pupils[0]):
        send(teacher, one(next_door, "achievement", "CMP-01", pupil))
    monkeypatch.setattr("evenhand.apps.conduct.display.AT_ONCE", 1)
    monkeypatch.setattr("evenhand.apps.conduct.display.MOST", 2)
    with in_school(next_door.school):
        with CaptureQueriesContext(connection) as seen:
            assert len(display(next_door.school.pk).names) == 2
        assert sum("achievement" in query["sql"] for query in seen) == 2
        Pupil.objects.exclude(pk=next_door.pupils[1].pk).update(left_on=TODAY)
        assert [one.name for one in display(next_door.school.pk).names] == [next_door.pupils[1].given]
