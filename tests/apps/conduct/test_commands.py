"""What `record` says when it records nothing: all that is wrong, not only the first."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from uuid import uuid4

import pytest

from evenhand.apps.conduct.commands import Command, Conflicting, Problem, Refused
from evenhand.engine.values import EventKind, Where


def test_a_refusal_says_everything_that_is_wrong() -> None:
    problems = (Problem("a", "code", "Choose an act."), Problem("b", "pupil", "No such pupil."))
    refused = Refused(problems)
    assert refused.problems == problems
    assert str(refused) == "Choose an act.; No such pupil."


def test_a_conflict_names_each_event() -> None:
    conflict = Conflicting(("a", "b"))
    assert conflict.event_ids == ("a", "b")
    assert str(conflict).endswith("other content: a, b")


def test_commands_share_no_details_and_cannot_be_changed_after_they_were_made() -> None:
    one, other = (Command(uuid4(), EventKind.CONCERN, 1) for _ in range(2))
    assert one.details is not other.details
    assert one.where == Where.LESSON
    with pytest.raises(FrozenInstanceError):
        one.code = "X"  # type: ignore[misc]  # what is refused
