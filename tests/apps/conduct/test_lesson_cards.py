"""Cards beside a lesson, and what is noted for a whole class."""

from __future__ import annotations

import pytest

from evenhand.apps.audit.models import AuditEntry
from evenhand.apps.conduct import lesson_cards
from evenhand.apps.conduct.lesson_cards import BadLog
from evenhand.apps.conduct.models import ClassLog
from evenhand.apps.tenancy.scoping import in_school
from tests.cast import SchoolCast


def test_the_decks_follow_the_course_of_a_lesson(here: SchoolCast) -> None:
    with in_school(here.school):
        found = [deck.kind for deck in lesson_cards.decks(here.school.pk)]
    assert found == ["start", "during", "end", "correction", "prompt", "technique"]


def test_a_note_is_kept_and_chained_without_its_words(here: SchoolCast) -> None:
    with in_school(here.school):
        lesson_cards.note(
            here.actor("teacher"), group=here.groups[8], kind="routine", words="Entering in silence"
        )
        assert [label for label, _ in lesson_cards.log_of(here.groups[8])] == ["Routine taught"]
        assert "silence" not in str(AuditEntry.objects.get(action="class.noted").body)


@pytest.mark.parametrize(("kind", "words"), [("routine", " "), ("dance", "x")])
def test_what_cannot_be_noted_says_why(here: SchoolCast, kind: str, words: str) -> None:
    with in_school(here.school):
        with pytest.raises(BadLog):
            lesson_cards.note(here.actor("teacher"), group=here.groups[8], kind=kind, words=words)
        assert not ClassLog.objects.exists()
