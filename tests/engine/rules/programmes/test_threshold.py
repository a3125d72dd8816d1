"""One award for each multiple of a figure, once in a year."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Recognise, Review, Task
from evenhand.engine.facts import Event, PupilState
from evenhand.engine.values import EventKind
from tests.engine.worlds import Run, happened, policy, run, void

STEP = 50


def sessions(number: int, ident: str = "one", day: date = date(2026, 9, 15)) -> Event:
    """An achievement of two points for each session."""
    return happened(ident, "ACH-A7", EventKind.ACHIEVEMENT, day=day, sessions=number)


def sent(found: Run, *idents: str) -> list[int]:
    """The thresholds for which a postcard was recognised."""
    chosen = idents or tuple(found.decisions)
    outcomes = [outcome for ident in chosen for outcome in found.decisions[ident].outcomes]
    return [int(o.value) for o in outcomes if isinstance(o, Recognise) and o.award == "postcard"]


def test_from_48_to_52_and_from_96_to_152() -> None:
    held = PupilState(totals={"achievement|y:2026-27": 96}, fired={"postcard|y:2026-27": "50"})
    found = run(policy(), sessions(28), state=held)
    assert sent(found) == [100, 150]
    tasks = [o for o in found.outcomes("one", "task") if isinstance(o, Task)]
    assert [(task.label, task.role) for task in tasks] == [
        ("Send the postcard for 100 points", "head_of_year"),
        ("Send the postcard for 150 points", "head_of_year"),
    ]
    assert tasks[0].due is not None
    assert tasks[0].due.day == date(2026, 9, 18)
    assert found.state.fired == {"postcard|y:2026-27": "150"}


def test_a_rule_that_comes_into_force_in_mid_year_looks_forward_only() -> None:
    held = PupilState(totals={"achievement|y:2026-27": 1948})
    found = run(policy(), sessions(1, "to 1950"), sessions(1, "above"), sessions(24, "to 2000"), state=held)
    assert [sent(found, ident) for ident in ("to 1950", "above", "to 2000")] == [[1950], [], [2000]]


def test_another_years_sum_starts_afresh_and_leaves_this_years_alone() -> None:
    held = PupilState(totals={"achievement|y:2025-26": 180}, fired={"postcard|y:2025-26": "150"})
    found = run(policy(), sessions(24, "a"), sessions(1, "b"), state=held)
    assert sent(found) == [50]
    assert found.state.fired == {"postcard|y:2025-26": "150", "postcard|y:2026-27": "50"}


def test_a_void_below_a_sent_threshold_asks_a_person_and_awards_nothing() -> None:
    event = sessions(26, "many")
    first = run(policy(), event)
    found = run(policy(), void(event, first.decisions["many"]), state=first.state)
    (review,) = found.outcomes("void", "review")
    assert isinstance(review, Review)
    assert (review.role, review.about, review.reason.key) == ("head_of_year", "many", "recognised_before")
    assert sent(found) == []
    assert sent(run(policy(), sessions(30, "again"), state=found.state)) == []


def test_a_void_that_stays_above_the_threshold_asks_nobody() -> None:
    event = sessions(1, "small")
    first = run(policy(), sessions(30, "many"), event)
    found = run(policy(), void(event, first.decisions["small"]), state=first.state)
    assert found.outcomes("void", "review") == []


def test_a_concern_changes_nothing_that_is_counted_gross() -> None:
    held = PupilState(totals={"achievement|y:2026-27": 60})
    assert sent(run(policy(), happened(), state=held)) == []
    assert sent(run(policy(), sessions(20), state=held)) == [100]


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=9))
def test_each_threshold_up_to_the_highest_sum_is_sent_exactly_once(acts: list[tuple[int, bool]]) -> None:
    chosen, state, total, highest, found = policy(), PupilState(), 0, 0, []
    for number, (count, taken_back) in enumerate(acts):
        event = sessions(count, f"e{number}")
        done = run(chosen, event, state=state)
        found += sent(done)
        state = done.state
        highest = max(highest, total + 2 * count)
        if taken_back:
            undone = run(chosen, void(event, done.decisions[event.id], f"v{number}"), state=state)
            found += sent(undone)
            state = undone.state
        else:
            total += 2 * count
    assert found == list(range(STEP, highest + 1, STEP))
