"""What the review says of an entry that is not written yet, and which days lie beside."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine

from evenhand.apps.casework.daily_page import daily_page
from evenhand.apps.casework.models import Task
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.services import record
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.values import EventKind
from tests.cast import MOMENT, TODAY, SchoolCast
from tests.classroom import signed_in
from tests.reading_pages import shown


@pytest.mark.covers("INF-IL-1")
def test_an_entry_that_is_not_written_by_its_hour_is_late_and_names_who_owes_it(here: SchoolCast) -> None:
    teacher = here.actor("teacher")
    with in_school(here.school):
        act = Command(uuid4(), EventKind.CONCERN, here.pupil.pk, "DIS-04", lesson_id=here.lesson.pk)
        record(teacher, commands=[act])
        Task.objects.create(
            school=here.school, pupil=here.pupil, event_id=act.event_id, kind="entry", label="Complete the entry",
            owner_id=teacher.user_id, due_at=MOMENT + timedelta(hours=5),
        )  # fmt: skip
        (early,) = daily_page(here.actor("pastoral_lead"), TODAY).left
        assert (early.unwritten, early.late) == (f"Not written yet, with {teacher.name}", False)
        with time_machine.travel(MOMENT + timedelta(hours=6), tick=False):
            (line,) = daily_page(here.actor("pastoral_lead"), TODAY).left
        assert (line.unwritten, line.late) == (f"Late, with {teacher.name}", True)


def test_the_days_beside_are_school_days_and_none_is_in_the_future(here: SchoolCast) -> None:
    with in_school(here.school):
        page = daily_page(here.actor("pastoral_lead"), date(2026, 11, 16))
        assert (page.before, page.after) == (date(2026, 11, 13), TODAY)
        assert daily_page(here.actor("pastoral_lead"), TODAY).after is None


@pytest.mark.covers("INF-IL-11")
def test_what_the_safeguarding_lead_holds_is_a_bare_marker_for_everybody_else(next_door: SchoolCast) -> None:
    said = "Told me about the bruise"
    teacher = signed_in(next_door)
    assert teacher.post(f"/safeguarding/tell/{next_door.pupil.pk}/", {"words": said}).status_code == 302
    review = shown(signed_in(next_door, "pastoral_lead").get("/daily/2026-11-17/").content.decode())
    assert "Held by the Designated Safeguarding Lead" in " ".join(review.split())
    for words in (said, "bruise", next_door.pupil.family, next_door.pupil.first_name):
        assert words not in review
    before = shown(signed_in(next_door, "pastoral_lead").get("/daily/2026-11-16/").content.decode())
    assert "Held by" not in before
    queue = shown(signed_in(next_door, "safeguarding_lead").get("/safeguarding/").content.decode())
    assert next_door.pupil.display_name in queue
    assert signed_in(next_door, "pastoral_lead").get("/safeguarding/").status_code == 404


def test_nothing_needed_is_the_filled_button_of_a_written_entry_alone(here: SchoolCast) -> None:
    teacher = here.actor("teacher")
    with in_school(here.school):
        act = Command(uuid4(), EventKind.CONCERN, here.pupil.pk, "DIS-04", lesson_id=here.lesson.pk)
        record(teacher, commands=[act])
        task = Task.objects.create(
            school=here.school, pupil=here.pupil, event_id=act.event_id, kind="entry", label="Complete the entry",
            owner_id=teacher.user_id, due_at=MOMENT + timedelta(hours=5),
        )  # fmt: skip
    lead, path = signed_in(here, "pastoral_lead"), f"/daily/{TODAY.isoformat()}/"
    filled = re.compile(r'class="btn btn-primary"[^>]*value="none_needed"')
    page = lead.get(path).content.decode()
    assert 'value="none_needed"' in page
    assert not filled.search(page)
    with in_school(here.school):
        Task.objects.filter(pk=task.pk).update(status="done")
    assert filled.search(lead.get(path).content.decode())
