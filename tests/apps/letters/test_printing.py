"""Letters on paper: all in one file, and what no font can write left to a hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evenhand.apps.casework.models import Task
from evenhand.apps.letters import printing
from evenhand.apps.letters.writing import print_letters
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.letters.post import parent, say, set_up
from tests.cast import SchoolCast


@pytest.fixture
def school(here: SchoolCast) -> Iterator[SchoolCast]:
    with in_school(here.school), set_up():
        yield here


@pytest.mark.parametrize("lang", ["en", "pl", "ur", "ro"])
def test_each_language_can_be_printed(school: SchoolCast, lang: str) -> None:
    parent(school.pupil, lang=lang, name="Zażółć محمد")
    message = say(school)
    assert message.language == lang
    batch = printing.print_batch(school.school, [message])
    assert batch.pdf[:5] == b"%PDF-"
    assert b"pdfuaid" in batch.pdf
    assert batch.by_hand == ()


def test_a_name_that_no_font_has_becomes_a_task_and_the_rest_prints(school: SchoolCast) -> None:
    parent(school.pupil)
    parent(school.pupils[1], name="王小明")
    messages = [say(school), say(school, pupil=school.pupils[1])]
    for _ in range(2):
        batch = print_letters(school.actor("office"), messages=messages)
        assert batch.printed == (messages[0],)
        assert batch.pdf[:5] == b"%PDF-"
    task = Task.objects.get(kind="print_by_hand")
    assert "王小明" in task.label
    assert task.about == f"message:{messages[1].pk}"


def test_a_letter_that_cannot_be_typeset_holds_up_no_other(
    school: SchoolCast, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent(school.pupil)
    good, bad = say(school), say(school, dedupe="bad")
    whole = printing._typeset

    def typeset(at: object, messages: list[object]) -> bytes | None:
        return None if bad in messages else whole(school.school, messages)  # type: ignore[arg-type]  # a stand-in

    monkeypatch.setattr(printing, "_typeset", typeset)
    batch = printing.print_batch(school.school, [good, bad])
    assert batch.printed == (good,)
    assert [message for message, _ in batch.by_hand] == [bad]
