"""Words are found, erased and counted; a row that has none, or whose words are gone, is left as it is."""

from __future__ import annotations

import pytest

from evenhand.apps.casework.models import EntryDraft, Task
from evenhand.apps.conduct.models import PraisePrompt
from evenhand.apps.support.models import MeetingEntry
from evenhand.apps.tenancy.erasable import ERASED, Words
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import MOMENT, TODAY, SchoolCast

PRAISE = Words("praise", "conduct.PraisePrompt", "pupil_id", ("words",))
MEETINGS = Words("meetings", "support.MeetingEntry", "pupil_id", ("words",))
REVIEWS = Words(
    "reviews", "casework.Task", "pupil_id", ("why",), {"kind": "review"}, inside=frozenset({"reason"})
)
DRAFTS = Words("drafts", "casework.EntryDraft", "task__pupil_id", ("answers",))


@pytest.fixture(autouse=True)
def scope(here: SchoolCast) -> object:
    with in_school(here.school):
        yield


def test_a_note_stands_where_words_were_and_nothing_where_there_were_none(here: SchoolCast) -> None:
    for words in ("Helped at lunch", ""):
        PraisePrompt.objects.create(
            school=here.school, pupil=here.pupil, kind="request", words=words, by=here.user("teacher")
        )
    other = PraisePrompt.objects.create(
        school=here.school, pupil=here.pupils[1], kind="request", words="Stays", by=here.user("teacher")
    )
    assert PRAISE.held(here.pupil.pk).count() == 1
    assert PRAISE.erase(here.pupil.pk, MOMENT) == 1
    assert sorted(PraisePrompt.objects.filter(pupil=here.pupil).values_list("words", flat=True)) == [
        "",
        ERASED,
    ]
    assert PRAISE.erase(here.pupil.pk, MOMENT) == 0
    other.refresh_from_db()
    assert other.words == "Stays"


def test_a_row_that_keeps_when_is_emptied_with_its_salt(here: SchoolCast) -> None:
    MeetingEntry.objects.create(
        school=here.school,
        pupil=here.pupil,
        day=TODAY,
        words="A seat in front",
        salt="x",
        by=here.user("teacher"),
    )
    assert MEETINGS.erase(here.pupil.pk, MOMENT) == 1
    assert MeetingEntry.objects.values_list("words", "salt", "erased_at").get() == ("", "", MOMENT)


def test_answers_are_emptied_through_the_row_that_they_belong_to(here: SchoolCast) -> None:
    task = Task.objects.create(
        school=here.school, pupil=here.pupil, kind="entry", label="Write", role="teacher"
    )
    EntryDraft.objects.create(school=here.school, task=task, answers={"words": "He ran"})
    assert DRAFTS.erase(here.pupil.pk, MOMENT) == 1
    assert EntryDraft.objects.get().answers == {}


def test_words_inside_what_stays_are_erased_alone(here: SchoolCast) -> None:
    why = {
        "reason": "He lied",
        "period": "w:1",
        "lines": [{"answer": {"reason": "A slip", "did": "stands"}}, {}],
    }
    task = Task.objects.create(
        school=here.school, pupil=here.pupil, kind="review", label="x", role="tutor", why=why
    )
    assert REVIEWS.erase(here.pupil.pk, MOMENT) == 1
    task.refresh_from_db()
    gone = {"reason": ERASED, "period": "w:1", "lines": [{"answer": {"reason": ERASED, "did": "stands"}}, {}]}
    assert task.why == gone
    assert REVIEWS.held(here.pupil.pk).count() == REVIEWS.erase(here.pupil.pk, MOMENT) == 0
