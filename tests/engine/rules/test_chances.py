"""Chances in a placement against a plain counter: in order, each by its own people, whatever is tried."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Missing, Post, Step
from evenhand.engine.facts import Fact, Mark
from evenhand.engine.rules.chances import note, note_only, waits
from evenhand.engine.rules.scopes import scope_key
from evenhand.engine.rules.turn import Turn, Unable
from evenhand.engine.values import EventKind, Where
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, moment, policy, run

SPEAKERS = {
    1: {"removal_manager"},
    2: {"senior_leader"},
    3: {"removal_manager", "head_of_year"},
    4: {"teacher"},
}
TRIES = st.tuples(
    st.sampled_from(["removal_manager", "senior_leader", "head_of_year", "teacher"]),
    st.sampled_from([0, 1, 2, 3]),
    st.booleans(),
)


def naive(used: int, role: str, named: int, contact: bool) -> bool:
    """Whether the next chance may be recorded so: by the right role, in its turn, the third with its contact."""
    coming = used + 1
    spoken = coming == 4 or role in SPEAKERS[coming]
    return spoken and named in (0, coming) and (coming != 3 or contact)


@pytest.mark.covers("STAR-122a", "STAR-122b", "STAR-122c", "STAR-122d", "STAR-123")
@given(st.lists(TRIES, min_size=1, max_size=8))
def test_chances_are_used_one_by_one(tries: list[tuple[str, int, bool]]) -> None:
    events = [
        happened("one", "RED-01"),
        happened("here", "", EventKind.ARRIVAL, at="11:26", about="one"),
    ]
    expected: list[bool] = []
    used = 0
    for number, (role, named, contact) in enumerate(tries):
        details: dict[str, Fact] = {"chance": named, "contact": "Ms Reed"} if contact else {"chance": named}
        if not named:
            details.pop("chance")
        event = happened(
            f"c{number}", "DIS-04", EventKind.CONDUCT, where=Where.PLACEMENT, about="one", roles=[role]
        )
        events.append(event._replace(at=moment(TUESDAY, time(12, number)), details=details))
        fits = used == 4 or naive(used, role, named, contact)
        expected.append(fits)
        used = min(4, used + fits)
    done = run(policy(), *events)
    assert [not done.decisions[f"c{n}"].refused for n in range(len(tries))] == expected
    proposals = [p for n in range(len(tries)) for p in done.outcomes(f"c{n}", "propose")]
    assert len(proposals) == (used == 4)


def test_conduct_where_no_ladder_holds_is_refused() -> None:
    event = happened("c", "LRN-01", EventKind.CONDUCT, where=Where.PLACEMENT)
    assert run(policy("infiniti"), event).missing("c") == ("ladder",)


def in_the_room(code: str = "DIS-04", **details: Fact) -> Turn:
    """An act of a pupil who has come to the removal room."""
    there = happened("here", "", EventKind.ARRIVAL, at="11:26", about="one")
    state = run(policy(), happened("one", "RED-01"), there).state
    event = happened("c", code, EventKind.CONDUCT, where=Where.PLACEMENT, witness="9")
    return Turn(policy(), WORKED, state, event._replace(details=details))


def test_what_is_only_noted_has_no_place_on_the_ladder_and_posts_what_the_list_says() -> None:
    turn = in_the_room("RED-13")
    plan = turn.rules.plan(Where.PLACEMENT, "RED-13")
    assert plan is not None
    note(turn, plan.ladder, plan.ladder.steps[-1])
    noted, posted = turn.outcomes
    assert isinstance(noted, Step)
    assert noted[:6] == (plan.ladder.id, "noted", 0, 0, scope_key(turn, plan.ladder), False)
    assert noted.reason.cites == ("123",)
    assert isinstance(posted, Post)
    assert (posted.ledger, posted.value) == ("behaviour", 5)


def test_of_the_last_steps_effects_a_note_has_only_the_points() -> None:
    turn = in_the_room("DIS-04")
    plan = turn.rules.plan(Where.LESSON, "DIS-04")
    assert plan is not None
    note(turn, plan.ladder, plan.ladder.steps[-1])
    assert [item.kind for item in turn.outcomes] == ["step"]
    assert [claim.event for stay in turn.stays for claim in stay.claims] == ["one"]


def test_a_note_says_what_it_was_and_nothing_posts() -> None:
    turn = in_the_room(note="Tapped the table")
    plan = turn.rules.plan(Where.LESSON, "DIS-04")
    assert plan is not None
    note_only(turn, plan.ladder)
    (noted,) = turn.outcomes
    assert isinstance(noted, Step)
    assert noted[:6] == (plan.ladder.id, "noted", 0, 0, scope_key(turn, plan.ladder), False)
    with pytest.raises(Unable) as caught:
        note_only(in_the_room(), plan.ladder)
    assert caught.value.unanswered == Missing(("note",), plan.ladder.cites)


def test_only_a_ladder_whose_last_step_waits_for_a_decision_waits() -> None:
    turn = in_the_room()
    room, lesson = turn.rules.plan(Where.PLACEMENT, "DIS-04"), turn.rules.plan(Where.LESSON, "DIS-04")
    assert room is not None
    assert lesson is not None
    last = (Mark("a", room.ladder.steps[-1].position, "DIS-04"),)
    assert waits(turn, room, last) is True
    assert waits(turn, room, (Mark("a", 1, "DIS-04"),)) is False
    assert waits(turn, lesson, last) is False
    assert waits(in_the_room(decided=True), room, last) is False
