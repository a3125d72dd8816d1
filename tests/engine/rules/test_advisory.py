"""Advisory ladders: what is suggested, which choices are open, duties held once in a run of steps, and calls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from evenhand.engine.decisions import Decision, Missing, Place, Step, Task
from evenhand.engine.facts import Adjustment, Event, Mark, Moment, PupilState, Spot
from evenhand.engine.forecast import suggestion
from evenhand.engine.pack.calendar_file import load_calendar
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.advisory import COMPLIED, REPEAT, agreed_places, suggest
from evenhand.engine.step import step
from evenhand.engine.values import EventKind, Where
from evenhand.packs.reader import calendar_text
from tests.kept_packs import kept_pack

POLICY = Policy.of(kept_pack("infiniti"))
CALENDAR = load_calendar(calendar_text("demo_special"), "demo_special")
ELSEWHERE = (Adjustment("1", "other_place"),)
CALM = {"change": "Hand up first"}
PUT_RIGHT = {**CALM, "consequence": "put_right"}
AWAY = {**CALM, "destination": "parallel_class", "receiving": "Ms Lowe"}


class Run:
    """One pupil's lesson, event after event."""

    def __init__(self, adjustments: tuple[Adjustment, ...] = ()) -> None:
        self.state = PupilState()
        self.adjustments = adjustments
        self.count = 0

    def event(self, kind: EventKind, code: str, scope: str, about: str = "", **details: Any) -> Event:
        self.count += 1
        at = datetime(2026, 9, 15, 9, self.count, tzinfo=UTC)
        moment = Moment(at.date(), at.time(), 0, int(at.timestamp()))
        spot = Spot(Where.LESSON, scope, "P1")
        return Event(
            f"e{self.count}", kind, code, moment, spot, "7", ("teacher",), year_group=8, about=about,
            details=details, adjustments=self.adjustments,
        )  # fmt: skip

    def take(self, position: int, code: str = "LRN-01", scope: str = "lesson-1", **details: Any) -> Decision:
        event = self.event(EventKind.LADDER_STEP, code, scope, step=position, **details)
        decision, self.state = step(POLICY, CALENDAR, self.state, event)
        return decision

    def came(self, outcome: str, code: str = "LRN-01", **details: Any) -> Decision:
        about = f"e{self.count}"
        event = self.event(EventKind.LADDER_STEP, code, "lesson-1", about, outcome=outcome, **details)
        decision, self.state = step(POLICY, CALENDAR, self.state, event)
        self.count = int(about[1:])
        return decision

    def suggested(self, code: str = "LRN-01", scope: str = "lesson-1") -> int:
        found = suggestion(POLICY, CALENDAR, self.state, self.event(EventKind.LADDER_STEP, code, scope))
        self.count -= 1
        assert found is not None
        return found.position


def missing(decision: Decision) -> tuple[str, ...]:
    return tuple(fact for item in decision.unanswered if isinstance(item, Missing) for fact in item.facts)


def tasks(decision: Decision, kind: str) -> list[Task]:
    return [item for item in decision.outcomes if isinstance(item, Task) and item.task == kind]


@pytest.mark.covers("INF-EP-2")
def test_a_new_lesson_starts_at_the_first_step_and_the_old_one_stays() -> None:
    run = Run()
    for position, details in ((1, {}), (2, {}), (3, CALM)):
        run.take(position, **details)
        run.came("continued")
    assert run.suggested() == 4
    assert run.suggested(scope="lesson-2") == 1
    assert [mark.position for mark in run.state.windows[0].marks] == [1, 2, 3]


@pytest.mark.covers("INF-SS-2")
def test_a_jump_forward_needs_a_reason_and_keeps_suggestion_and_choice() -> None:
    run = Run()
    run.take(1)
    run.came("continued")
    assert missing(run.take(4, **PUT_RIGHT)) == ("reason",)
    taken = run.take(4, reason="Others were hit", **PUT_RIGHT).outcomes[0]
    assert isinstance(taken, Step)
    assert (dict(taken.reason.values)["suggested"], taken.position) == (2, 4)


@pytest.mark.covers("INF-SS-9")
def test_after_joining_in_the_same_goes_on_and_another_act_starts_afresh() -> None:
    run = Run()
    run.take(1)
    run.came("continued")
    run.take(2)
    run.came("complied")
    assert run.suggested() == 3
    assert run.suggested("LRN-02") == 1


@pytest.mark.covers("INF-SS-11")
def test_an_agreed_repeat_keeps_the_caution_until_the_number_is_used() -> None:
    run = Run((Adjustment("1", "repeat_caution", 2),))
    run.take(1)
    run.came("continued")
    run.take(2)
    run.came("continued")
    assert run.suggested() == 2
    run.take(2)
    run.came("continued")
    assert run.suggested() == 3


@pytest.mark.covers("INF-SS-20")
def test_a_destination_is_one_of_the_packs_or_the_one_agreed() -> None:
    agreed = {**AWAY, "destination": "agreed_place", "reason": "Settles there"}
    assert missing(Run().take(5, **agreed)) == ("destination",)
    assert missing(Run().take(5, **{**agreed, "destination": "cupboard"})) == ("destination",)
    placed = [item for item in Run(ELSEWHERE).take(5, **agreed).outcomes if isinstance(item, Place)]
    assert [item.destination for item in placed] == ["agreed_place"]


def test_a_consequence_that_the_step_does_not_offer_is_refused() -> None:
    assert missing(Run().take(4, reason="x", **{**PUT_RIGHT, "consequence": "cane"})) == ("consequence",)


@pytest.mark.covers("INF-SS-23")
def test_a_refusal_needs_the_adult_who_goes_along() -> None:
    run = Run()
    run.take(5, reason="x", **AWAY)
    assert missing(run.came("refused")) == ("escort",)
    decision = run.came("refused", escort="Ms Lowe")
    assert len(tasks(decision, "second_call")) == 1
    assert missing(Run().take(5, reason="x", outcome="refused", **AWAY)) == ("escort",)


@pytest.mark.covers("INF-SS-26")
def test_one_conversation_stands_for_a_run_of_steps() -> None:
    run = Run()
    assert len(tasks(run.take(4, reason="x", **PUT_RIGHT), "restorative")) == 1
    run.came("continued")
    assert tasks(run.take(5, **AWAY), "restorative") == []
    assert len(tasks(run.take(5, "LRN-02", "lesson-2", reason="x", **AWAY), "restorative")) == 1


def test_another_act_after_joining_in_is_a_run_of_its_own() -> None:
    run = Run()
    run.take(4, reason="x", **PUT_RIGHT)
    run.came("complied")
    assert len(tasks(run.take(4, "LRN-02", reason="x", **PUT_RIGHT), "restorative")) == 1


@pytest.mark.parametrize(
    ("about", "stage", "facts"), [("e1", "sung", ("stage",)), ("", "called", ("step_taken",))]
)
def test_a_call_says_its_stage_and_its_step(about: str, stage: str, facts: tuple[str, ...]) -> None:
    event = Run().event(EventKind.CALL, "radio", "lesson-1", about, stage=stage)
    assert missing(step(POLICY, CALENDAR, PupilState(), event)[0]) == facts


def test_nothing_follows_from_a_call() -> None:
    event = Run().event(EventKind.CALL, "radio", "lesson-1", "e1", stage="called")
    decision, state = step(POLICY, CALENDAR, PupilState(), event)
    assert (decision.outcomes, decision.unanswered, state) == ((), (), PupilState())


def marks_of(*told: tuple[int, str, str]) -> tuple[Mark, ...]:
    """Marks by position, code and what came of them."""
    return tuple(Mark(f"m{n}", position, code, outcome) for n, (position, code, outcome) in enumerate(told))


def hinted(marks: tuple[Mark, ...], *, limit: int = 0, times: int = 1, adjusted: int = 0) -> int:
    """The step suggested for the same act, where the third step may be repeated so often."""
    ladder = next(one for one in POLICY.pack.ladders.values() if one.repeat_adjustment)
    steps = tuple(
        replace(one, repeat_limit=limit, times=times if one.position == 1 else 1) for one in ladder.steps
    )
    agreed = (Adjustment("1", "repeat_caution", adjusted),) if adjusted else ()
    found = suggest(POLICY.on(date(2026, 9, 15)), replace(ladder, steps=steps), marks, "LRN-01", agreed)
    return found.position


@pytest.mark.parametrize(
    ("limit", "asked", "position"),
    # Nought is as often as asked; one is one repetition, and the step after it then.
    [(0, 1, 3), (0, 5, 3), (1, 1, 3), (1, 2, 4), (2, 2, 3), (2, 3, 4)],
)
def test_a_step_is_suggested_again_as_often_as_its_limit(limit: int, asked: int, position: int) -> None:
    assert hinted(marks_of(*((3, "LRN-01", REPEAT),) * asked), limit=limit) == position


@pytest.mark.parametrize(
    ("times", "used", "position"), [(1, 1, 2), (2, 1, 1), (2, 2, 2), (3, 2, 1), (3, 3, 2)]
)
def test_a_step_that_is_used_several_times_is_suggested_so_often(
    times: int, used: int, position: int
) -> None:
    assert hinted(marks_of(*((1, "LRN-01", "continued"),) * used), times=times) == position


def test_uses_from_before_a_fresh_start_do_not_count() -> None:
    before = ((1, "TCH-01", "continued"), (1, "TCH-01", COMPLIED))
    assert hinted(marks_of(*before, (1, "LRN-01", "continued")), times=2) == 1
    assert hinted(marks_of(*before, (1, "LRN-01", "")), times=2) == 1
    assert hinted(marks_of(*before, (1, "LRN-01", ""), (1, "LRN-01", "")), times=2) == 2
    repeated = ((3, "TCH-01", REPEAT), (3, "TCH-01", COMPLIED), (3, "LRN-01", REPEAT))
    assert hinted(marks_of(*repeated), limit=1) == 3


def test_the_last_step_may_be_chosen_and_none_beyond_it() -> None:
    steps = POLICY.pack.ladders["six_steps"].steps
    assert "step" not in missing(Run().take(len(steps)))
    assert missing(Run().take(len(steps) + 1)) == ("step",)
    assert missing(Run().take(0)) == ("step",)


def test_a_step_and_what_came_of_it_are_told_as_done_and_not_asked_for() -> None:
    run = Run()
    taken = run.take(1).outcomes[0]
    assert isinstance(taken, Step)
    assert (taken.position, taken.ordinal, taken.request) == (1, 1, False)
    came = run.came("continued").outcomes[0]
    assert isinstance(came, Step)
    assert (came.position, came.ordinal, came.request) == (1, 1, False)


def test_only_what_is_declared_once_is_spared_by_an_earlier_step() -> None:
    run = Run()
    first = run.take(5, reason="x", **AWAY)
    again = run.take(5, **AWAY)
    kept = [item for item in first.outcomes if not (isinstance(item, Task) and item.task == "restorative")]
    assert [item.kind for item in again.outcomes] == [item.kind for item in kept]


def marks(*taken: tuple[int, str, str]) -> tuple[Mark, ...]:
    """The steps of a lesson so far: position, code, what came of it."""
    return tuple(Mark(f"m{n}", at, code, came) for n, (at, code, came) in enumerate(taken))


@pytest.mark.parametrize(
    ("taken", "limit", "found"),
    [
        ((), 1, (1, "scope_starts")),
        (((2, "LRN-02", "complied"),), 1, (1, "another_act")),
        (((2, "LRN-01", "complied"),), 1, (3, "next_step")),
        (((2, "LRN-02", "continued"),), 1, (3, "next_step")),
        (((2, "LRN-01", "repeat"),), 1, (2, "asked_to_repeat")),
        (((2, "LRN-01", "repeat"), (2, "LRN-01", "repeat")), 1, (3, "next_step")),
        (((2, "LRN-01", "repeat"), (2, "LRN-01", "repeat")), 0, (2, "asked_to_repeat")),
        (((6, "LRN-01", "continued"),), 1, (6, "next_step")),
    ],
)
def test_what_is_suggested_after_each_outcome(
    taken: tuple[tuple[int, str, str], ...], limit: int, found: tuple[int, str]
) -> None:
    ladder = POLICY.pack.ladders["six_steps"]
    steps = tuple(replace(one, repeat_limit=limit) for one in ladder.steps)
    rules = POLICY.on(date(2026, 9, 15))
    assert suggest(rules, replace(ladder, steps=steps), marks(*taken), "LRN-01", ()) == found


def test_a_place_is_agreed_only_by_the_adjustment_that_says_so() -> None:
    rules = POLICY.on(date(2026, 9, 15))
    away = next(one for one in POLICY.pack.ladders["six_steps"].steps if one.id == "time_out")
    offered = {choice.value for choice in away.options}
    every = POLICY.pack.placements["time_out"].destinations
    for kind, found in [
        ("other_place", tuple(one for one in every if one.value not in offered)),
        ("repeat_caution", ()),
        ("unheard_of", ()),
    ]:
        event = Run((Adjustment("1", kind),)).event(EventKind.LADDER_STEP, "LRN-01", "lesson-1")
        assert agreed_places(rules, event, away) == found


def test_another_act_that_goes_on_belongs_to_the_same_run() -> None:
    run = Run()
    run.take(4, reason="x", **PUT_RIGHT)
    run.came("continued")
    assert tasks(run.take(5, "LRN-02", **AWAY), "restorative") == []
