"""What the room keeps ready, by subject."""

from __future__ import annotations

import pytest

from evenhand.apps.conduct.commands import Refused
from evenhand.apps.removal.room.ready import keep_ready, ready_work, shelf
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.removal.room.days import name_subject
from tests.cast import SchoolCast


def test_what_is_kept_and_for_which_subjects_nothing_is(here: SchoolCast) -> None:
    name_subject(here)
    with in_school(here.school):
        actor = here.actor("removal_manager")
        assert shelf() == ((), ("Science",))
        keep_ready(actor=actor, subject=" Science ", words="Forces", link="Chapter 3")
        kept, without = shelf()
        assert [(one.subject, one.words, one.link) for one in kept] == [("Science", "Forces", "Chapter 3")]
        assert without == ()
        keep_ready(actor=actor, subject="Science", words="")
        assert (shelf(), ready_work()) == (((), ("Science",)), {})


@pytest.mark.parametrize(("subject", "words"), [("", "Forces"), ("Science", "")])
def test_a_subject_and_what_to_do_are_needed(here: SchoolCast, subject: str, words: str) -> None:
    with in_school(here.school), pytest.raises(Refused):
        keep_ready(actor=here.actor("removal_manager"), subject=subject, words=words, link="Chapter 3")
