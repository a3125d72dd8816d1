"""Pupils named by adults, decided by others, and taken back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Missing, Propose, Recognise
from evenhand.engine.facts import EMPTY_STATE, Event, Opened, PupilState
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.values import EventKind
from tests.engine.worlds import happened, policy, run, void

SUMMER = date(2027, 7, 12)
INFINITE = policy("infiniti")
STAR = policy("star_binary")


def named(ident: str = "n", code: str = "headteacher_award", day: date = SUMMER, **details: Any) -> Event:
    """A pupil put forward."""
    told = {"why": "Kept going", **details}
    return happened(ident, code, EventKind.NOMINATION, day=day, **told)


def decided(
    ident: str = "y", code: str = "headteacher_award", role: str = "principal", **details: Any
) -> Event:
    """A nomination decided."""
    return happened(ident, code, EventKind.APPROVAL, day=SUMMER, roles=[role], **details)


def test_a_nomination_that_somebody_decides_is_a_proposal_and_a_case_that_waits() -> None:
    found = run(INFINITE, named())
    (proposed,) = found.decisions["n"].outcomes
    assert isinstance(proposed, Propose)
    assert (proposed.proposal, proposed.decider, proposed.about) == ("headteacher_award", "principal", "n")
    assert found.state.cases == (Opened("n", "headteacher_award", "nominated", SUMMER, "n"),)
    assert found.state.recent == {}


@pytest.mark.covers("INF-RW-9")
def test_only_the_role_that_decides_gives_it_and_only_once() -> None:
    found = run(INFINITE, named(), decided("t", role="teacher"), decided(), decided("again"))
    assert found.missing("t") == ("role:principal",)
    (award,) = found.decisions["y"].outcomes
    assert isinstance(award, Recognise)
    assert found.missing("again") == ("nomination",)
    assert found.state.cases[0].stage == "given"
    assert found.state.recent == {"headteacher_award": (SUMMER,)}


def test_one_decision_answers_every_nomination_of_that_pupil() -> None:
    found = run(INFINITE, named("n1"), named("n2"), decided())
    assert [case.stage for case in found.state.cases] == ["given", "given"]
    assert len(found.decisions["y"].outcomes) == 1


def test_what_is_not_given_leaves_no_trace_but_the_case() -> None:
    found = run(INFINITE, named(), decided(given=False))
    assert (found.decisions["y"].outcomes, found.state.recent) == ((), {})
    assert found.state.cases[0].stage == "declined"


def test_cases_of_earlier_years_are_dropped_when_the_next_is_decided() -> None:
    old = Opened("old", "headteacher_award", "given", date(2026, 7, 1), "old", ("x",))
    found = run(INFINITE, named(), decided(), state=PupilState(cases=(old,)))
    assert [case.id for case in found.state.cases] == ["n"]


@pytest.mark.parametrize(
    ("chosen", "event", "missing"),
    [
        (INFINITE, named(code="nothing"), ("code",)),
        (INFINITE, named(code="top_five"), ("code",)),
        (INFINITE, decided(code="assembly_award"), ("code",)),
        (INFINITE, decided(), ("nomination",)),
        (INFINITE, named(why=""), ("detail:why",)),
        (INFINITE, named(day=date(2027, 5, 20)), ("open:last_half_term",)),
        (INFINITE, named(code="assembly_award"), ("detail:value",)),
        (INFINITE, named(code="assembly_award", value="ready"), ("detail:value",)),
        (STAR, named(code="work_ethic"), ("detail:taken",)),
        (STAR, named(code="work_ethic", taken=True), ("detail:taken",)),
        (STAR, named(code="work_ethic", taken=1), ("quota:per_teacher",)),
        (STAR, named(code="character", taken=0), ("role:tutor",)),
    ],
)
def test_a_nomination_lacks_what_it_lacks(chosen: Policy, event: Event, missing: tuple[str, ...]) -> None:
    found = run(chosen, event)
    assert found.missing(event.id) == missing
    assert found.state == EMPTY_STATE


def test_the_window_opens_with_the_last_half_term() -> None:
    assert run(INFINITE, named(day=date(2027, 6, 7))).decisions["n"].outcomes
    refused = run(INFINITE, named(day=date(2027, 5, 28))).decisions["n"].unanswered
    assert refused == (Missing(("open:last_half_term",), ("rewards.headteacher",)),)


def test_a_nomination_taken_back_is_as_if_it_never_was() -> None:
    for event in (named(), named(code="assembly_award", value="compassion")):
        first = run(INFINITE, event)
        found = run(INFINITE, void(event, first.decisions["n"]), state=first.state)
        assert (found.state.cases, found.state.recent) == ((), {})


def test_a_decision_taken_back_leaves_the_nomination_to_be_decided_again() -> None:
    first = run(INFINITE, named(), decided())
    found = run(INFINITE, void(decided(), first.decisions["y"]), decided("z"), state=first.state)
    assert [o.kind for o in found.decisions["z"].outcomes] == ["recognise"]
    undone = run(INFINITE, void(decided(), first.decisions["y"]), state=first.state).state
    assert undone == run(INFINITE, named()).state


def test_the_item_that_goes_with_an_award_is_posted_when_it_is_approved_and_taken_back_with_it() -> None:
    waiting = PupilState(cases=(Opened("c", "week_attendance", "nominated", SUMMER, "c"),))
    event = decided(code="week_attendance", role="tutor")
    found = run(STAR, event, state=waiting)
    assert [o.kind for o in found.decisions["y"].outcomes] == ["post", "recognise"]
    undone = run(STAR, void(event, found.decisions["y"]), state=found.state)
    assert set(undone.state.totals.values()) == {0}
    assert undone.state.cases == waiting.cases


acts = st.lists(st.tuples(st.sampled_from(["assembly_award", "friday_call"]), st.booleans()), max_size=8)


@given(acts)
def test_the_days_kept_are_those_of_the_awards_that_still_stand(rows: list[tuple[str, bool]]) -> None:
    state = EMPTY_STATE
    wanted: dict[str, tuple[date, ...]] = {}
    for number, (code, taken_back) in enumerate(rows):
        event = happened(
            f"e{number}",
            code,
            EventKind.NOMINATION,
            day=SUMMER,
            roles=["tutor"],
            value="compassion",
            example="x",
        )
        done = run(INFINITE, event, state=state)
        state = done.state
        if taken_back:
            state = run(INFINITE, void(event, done.decisions[event.id], f"v{number}"), state=state).state
        else:
            wanted[code] = (*wanted.get(code, ()), SUMMER)
    assert state.recent == wanted
