"""What was said about a mark stands beside it."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from evenhand.apps.attendance.models import Mark, MarkWords
from evenhand.apps.attendance.selectors import marks_on
from evenhand.apps.attendance.services import Said, mark
from tests.cast import MOMENT, TODAY, SchoolCast


def test_words_have_a_row_only_where_something_was_said(here: SchoolCast) -> None:
    first, second = here.pupils[:2]
    made = mark(
        here.actor("teacher"),
        said=[Said(first.pk, TODAY, "P3", "L", 3, "Bus"), Said(second.pk, TODAY, "P3", "/")],
    ).made
    assert [one.reason for one in made] == ["Bus", ""]
    assert list(MarkWords.objects.values_list("mark__pupil", "words")) == [(first.pk, "Bus")]


def test_reading_the_marks_of_a_day_reads_their_words_with_them(here: SchoolCast) -> None:
    first, second = here.pupils[:2]
    mark(
        here.actor("teacher"),
        said=[Said(first.pk, TODAY, "P3", "L", 3, "Bus"), Said(second.pk, TODAY, "P3", "/")],
    )
    with CaptureQueriesContext(connection) as asked:
        said = {pupil: row.said for (pupil, _), row in marks_on(TODAY).items()}
    assert (said, len(asked)) == ({first.pk: "Bus", second.pk: ""}, 1)


def test_erased_words_leave_a_note_for_the_reader_and_nothing_to_say_again(here: SchoolCast) -> None:
    mark(here.actor("teacher"), said=[Said(here.pupil.pk, TODAY, "P3", "L", 3, "Bus")])
    MarkWords.objects.update(words="", erased_at=MOMENT)
    row = Mark.objects.get()
    assert (row.reason, row.said) == ("", "(words erased)")
    again = mark(here.actor("teacher"), said=[Said(here.pupil.pk, TODAY, "P3", "L", 3)])
    assert (again.made, again.unchanged) == ((), 1)
