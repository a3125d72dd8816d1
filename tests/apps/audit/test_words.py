"""An entry in words, known to us or not."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from evenhand.apps.audit.words import ACTS, LONGEST, act_words, detail_words, subject_words
from evenhand.engine.values import EventKind

LONDON = ZoneInfo("Europe/London")
RECORD = "01a06121-3b78-7ea9-a873-7db3f0a321db"


def said(value: object) -> str:
    """What is said of one value of a body; "" where it is left out."""
    return dict(detail_words({"it": value}, LONDON)).get("It", "")


def test_acts_and_subjects_have_words_also_where_nobody_wrote_any() -> None:
    assert act_words("adopt_pack") == "Adopted a policy"
    assert act_words("task.done_late") == "Task: done late"
    assert act_words("new_thing") == "New thing"
    assert act_words("deadline.task_due") == "A deadline passed: task due"
    assert subject_words("setting:ladder.scope") == "open question ladder.scope"
    assert subject_words("other:4") == "other 4"
    assert subject_words("day:2026-11-17") == "day 17 November 2026"
    assert subject_words(f"event:{RECORD}") == "record …a321db"


@pytest.mark.parametrize("kind", EventKind)
def test_whatever_can_be_recorded_has_words_of_its_own(kind: EventKind) -> None:
    assert f"event.{kind}" in ACTS
    assert act_words(f"event.{kind}")[0].isupper()


def test_details_leave_out_digests_and_nothings_and_cut_what_is_long() -> None:
    body = {"digest": "x", "reason": "", "value": False, "list": [1, "b"], "map": {"a": 1}, "long": "w" * 500}
    told = dict(detail_words(body, LONDON))
    assert told["Value"] == "no"
    assert told["List"] == "1, b"
    assert told["Map"] == "a 1"
    assert len(told["Long"]) == LONGEST
    assert set(told) == {"Value", "List", "Map", "Long"}


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("2026-11-17", "17 November 2026"),
        ("2026-10-25T00:30:00+00:00", "25 October 2026 at 01:30"),
        ("2026-10-25T01:30:00Z", "25 October 2026 at 01:30"),
        ("2026-11-17T10:31:05.250000+01:00", "17 November 2026 at 09:31"),
        ("removal_manager", "removal manager"),
        (["head_of_year", "tutor"], "head of year, tutor"),
        ({"due_at": "2026-11-17"}, "due at 17 November 2026"),
        (f"pupil {RECORD}", "pupil …a321db"),
        ("0d3d8a7b" * 8, ""),
        ("2026-02-30", "2026-02-30"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("Room 2 on 2026-11-17", "Room 2 on 2026-11-17"),
        ("snake_Case or not", "snake_Case or not"),
        (None, ""),
        (0, "0"),
    ],
)
def test_what_is_kept_for_machines_is_said_as_somebody_would_say_it(kept: object, words: str) -> None:
    assert said(kept) == words
