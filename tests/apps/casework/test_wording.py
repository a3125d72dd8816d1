"""Tasks in words: the verb first, the name in place of the pupil, by when and for how long yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from evenhand.apps.casework import wording
from evenhand.apps.casework.models import Task
from evenhand.apps.people.models import Pupil
from evenhand.apps.policy.selectors import pack
from evenhand.apps.tenancy.models import School

NOON = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
SCHOOL = School(zone="Europe/London")


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, "When you can"),
        (NOON + timedelta(hours=3, minutes=53), "By 15:53, in 3 h 53 min"),
        (NOON + timedelta(seconds=30), "By 12:00, in less than a minute"),
        (NOON + timedelta(days=1), "By tomorrow, 12:00"),
        (datetime(2026, 11, 20, 23, 59, tzinfo=UTC), "By Friday 20 November"),
        (datetime(2026, 11, 17, 23, 59, tzinfo=UTC), "By the end of the day"),
        (NOON - timedelta(hours=1), "Was due today, 11:00"),
        (NOON - timedelta(days=1), "Was due yesterday, 12:00"),
        (datetime(2026, 11, 13, 23, 59, tzinfo=UTC), "Was due Friday 13 November"),
    ],
)
def test_by_when(due: datetime | None, words: str) -> None:
    assert wording.due_words(SCHOOL, due, NOON) == words


def test_a_summer_deadline_is_told_by_the_wall_clock() -> None:
    summer = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
    assert wording.due_words(SCHOOL, summer, summer - timedelta(hours=1)) == "By 15:00, in 1 h 0 min"


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("Tell the family that the pupil is here", "Tell the family that Ida Bello is here"),
        ("Call", "Call: Ida Bello"),
    ],
)
def test_the_name_stands_in_the_title(label: str, title: str) -> None:
    assert (
        wording.title_of(Task(label=label, opened_at=NOON, pupil=Pupil(given="Ida", family="Bello"))) == title
    )


def test_a_note_is_needed_where_somebody_was_told_or_something_agreed() -> None:
    kinds = {"family": True, "tell:late_detention": True, "handover:repair": True, "reading": False}
    assert {kind: wording.needs_note(Task(kind=kind, opened_at=NOON)) for kind in kinds} == kinds
    assert not wording.needs_contact(Task(kind="repair", opened_at=NOON))


def test_outcomes_in_words() -> None:
    chosen = pack("star_binary")
    posted = [["post", "behaviour", 3, "referral", []], ["place", "removal_room", "x", "expected"]]
    words = wording.outcome_words(chosen, ["in_class/referral"], posted)
    assert words == f"{chosen.ladders['in_class'].steps[1].phrase}, 3 behaviour points"
    assert wording.outcome_words(chosen, [], []) == "nothing"
