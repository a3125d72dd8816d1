"""Levels reached: the close of a half-term, a rise in between, a person's act, and each as if never where voided."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.close import Closed, Member, Period, close
from evenhand.engine.decisions import Deadline, Level, OutsideCalendar, Propose, Reason, Task
from evenhand.engine.facts import EMPTY_STATE, Event, PupilState
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.level import merge
from evenhand.engine.rules.register import in_force, parts_of
from evenhand.engine.rules.turn import Turn
from evenhand.engine.school_calendar import Block
from evenhand.engine.values import EventKind
from tests.engine.rules.test_level_act import act
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, moment, policy, run, void

AUTUMN, SECOND = "b:autumn-1", "b:autumn-2"
MONDAY = date(2026, 9, 14)


def end(day: date = date(2026, 10, 23), key: str = AUTUMN, kind: str = "half_term") -> Period:
    """The close of a period."""
    return Period(kind, key, moment(day, time(16)))


def state(points: int = 0, key: str = AUTUMN) -> PupilState:
    """A pupil with so many behaviour points in a half-term."""
    return PupilState(totals={f"behaviour|{key}": points})


def closed(before: PupilState, period: Period | None = None, chosen: Policy | None = None) -> Closed:
    """One pupil's close."""
    (found,) = close(chosen or policy(), WORKED, (Member("p", before, 8),), period or end())
    return found


def risk(found: Closed) -> Level:
    """The outcome on the risk register."""
    return next(o for o in found.decision.outcomes if isinstance(o, Level) and o.register == "behaviour_risk")


def tasks(found: Closed) -> dict[str, date | None]:
    """The tasks with their days."""
    return {o.task: o.due.day if o.due else None for o in found.decision.outcomes if isinstance(o, Task)}


@pytest.mark.covers("STAR-194a")
def test_every_pupil_of_the_cohort_has_a_row_on_each_register() -> None:
    cohort = tuple(
        Member(f"p{n}", state(n % 50), 7 + n % 5, facts={"attendance": n % 101}) for n in range(900)
    )
    found = close(policy(), WORKED, cohort, end())
    assert len(found) == 900
    for one in found:
        rows = [o for o in one.decision.outcomes if isinstance(o, Level)]
        assert [row.register for row in rows] == [
            "behaviour_risk",
            "punctuality",
            "attendance",
            "achievement",
        ]
        assert [row.level is None for row in rows] == [False, False, True, True]
        assert {row.since for row in rows} == {date(2026, 11, 2)}
        assert [held.register for held in one.state.levels] == ["behaviour_risk", "punctuality"]


@pytest.mark.covers("STAR-149b")
def test_an_attendance_that_nobody_knows_is_not_made_up() -> None:
    row = next(
        o for o in closed(state()).decision.outcomes if isinstance(o, Level) and o.register == "attendance"
    )
    assert (row.level, row.amount, row.by_amount, row.by_events, row.reason.key) == (
        None,
        None,
        None,
        None,
        "value_unknown",
    )


@pytest.mark.parametrize("kind", ["day", "week", "term", "year"])
def test_no_other_close_fixes_a_level(kind: str) -> None:
    found = closed(state(20), end(kind=kind))
    assert (found.decision.outcomes, found.state.levels) == ((), ())


def test_the_last_half_term_waits_for_the_calendar_of_the_next_year() -> None:
    day = date(2027, 7, 20)
    found = closed(state(20, "b:summer-2"), end(day, "b:summer-2"))
    assert found.decision.unanswered == (OutsideCalendar(day),)
    assert found.state.levels == ()


@given(st.sampled_from(WORKED.blocks()[:-1]), st.integers(0, 60))
def test_k_15_and_k_21_against_days_counted_one_by_one(block: Block, points: int) -> None:
    blocks = WORKED.blocks()
    here = blocks.index(block)
    last = max(day for day in _days(blocks[here].first, blocks[here].last) if WORKED.is_school_day(day))
    following = [
        day for day in _days(blocks[here + 1].first, blocks[here + 1].last) if WORKED.is_school_day(day)
    ]
    key = f"b:{blocks[here].id}"
    found = closed(state(points, key), end(last, key))
    assert risk(found).since == following[0]
    if 15 <= points < 40:
        assert tasks(found)["family_review"] == following[-1]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.covers("STAR-195g", "STAR-199")
def test_level_three_proposes_and_asks_and_enrols_nobody() -> None:
    found = closed(state(30))
    assert set(tasks(found)) == {"support_plan", "family_review", "screening"}
    decided = {o.proposal: o.decider for o in found.decision.outcomes if isinstance(o, Propose)}
    assert decided == {"report:head_of_year": "behaviour_lead", "pathway:3": "senco"}
    assert {o.kind for o in found.decision.outcomes} == {"level", "task", "propose"}
    assert (found.state.stays, found.state.reports, found.state.cases) == ((), (), ())


@pytest.mark.parametrize(
    ("points", "confirm"), [(15, ""), (29, ""), (30, "behaviour_lead"), (40, "behaviour_lead")]
)
def test_levels_three_and_four_wait_for_a_person(points: int, confirm: str) -> None:
    assert risk(closed(state(points))).confirm == confirm


def test_a_level_is_new_when_it_is_not_the_one_acted_on_before() -> None:
    first = closed(state(20))
    assert set(tasks(first)) == {"family_review"}
    again = first.state._replace(totals={f"behaviour|{SECOND}": 20})
    second = closed(again, end(date(2026, 12, 18), SECOND))
    assert [o for o in second.decision.outcomes if isinstance(o, Propose)] == []
    fallen = closed(first.state, end(date(2026, 12, 18), SECOND))
    assert risk(fallen).level == 0
    lower = closed(first.state._replace(totals={f"behaviour|{SECOND}": 6}), end(date(2026, 12, 18), SECOND))
    assert set(tasks(lower)) == {"trend", "teachers_meeting"}


def test_a_rise_needs_a_half_term_and_a_fall_is_none() -> None:
    acts = [happened(f"e{n}", "RED-13", day=MONDAY + timedelta(days=n)) for n in range(4)]
    seen = run(policy(), *acts)
    assert [len(seen.outcomes(one.id, "level")) for one in acts] == [1, 0, 1, 0]
    taken = run(
        policy(),
        void(acts[3], seen.decisions["e3"]),
        void(acts[2], seen.decisions["e2"], "v2"),
        state=seen.state,
    )
    assert taken.outcomes("v2", "level") == []
    again = happened("again", "RED-13", day=MONDAY + timedelta(days=7))
    assert len(run(policy(), again, state=taken.state).outcomes("again", "level")) == 1
    holiday = happened("late", "OTH-01", EventKind.LATE, day=date(2026, 10, 28))
    assert run(policy(), holiday, state=seen.state).outcomes("late", "level") == []


acts = st.lists(
    st.tuples(
        st.sampled_from(["RED-13", "RED-01", "OTH-01", "change", "judge", "confirm"]),
        st.integers(0, 29),
        st.integers(0, 4),
        st.booleans(),
    ),
    max_size=10,
)


def _told(number: int, code: str, day: date, level: int) -> Event:
    if code == "OTH-01":
        return happened(f"e{number}", code, EventKind.LATE, day=day, at="08:50")
    if code in ("change", "judge", "confirm"):
        return act(f"e{number}", day, code, level=level, category=4, reason="Seen")
    return happened(f"e{number}", code, day=day)


@given(acts, st.booleans())
def test_an_act_that_was_voided_leaves_the_register_as_if_it_had_never_been(
    rows: list[tuple[str, int, int, bool]], live: bool
) -> None:
    chosen = policy(register__live_tasks=live)
    rows = sorted(rows, key=lambda row: row[1])
    changes = any(code == "change" for code, *_ in rows)
    kept: list[Event] = []
    now, never = EMPTY_STATE, EMPTY_STATE
    for number, (code, place, level, gone) in enumerate(rows):
        event = _told(number, code, WORKED.add_school_days(MONDAY, place + 1), level)
        seen = run(chosen, event, state=now)
        now = seen.state
        if gone and not seen.decisions[event.id].refused and not changes:
            now = run(chosen, void(event, seen.decisions[event.id], f"v{number}"), state=now).state
        else:
            kept.append(event)
            never = run(chosen, event, state=never).state
    for register in chosen.on(MONDAY).scales:
        real = parts_of(register, now.totals, now.counts, now.levels, AUTUMN)
        wanted = parts_of(register, never.totals, never.counts, never.levels, AUTUMN)
        assert real == wanted
        assert in_force(register, real, now.levels) == in_force(register, wanted, never.levels)


def duty(day: date | None, cite: str, role: str = "head_of_year", name: str = "review") -> Task:
    """A duty that a level brings."""
    due = Deadline(day) if day else None
    return Task(name, "Review", role, "", due, False, "", Reason((cite, "1"), "level"))


def test_duties_of_one_name_and_role_are_one_by_the_earliest_date() -> None:
    late, early = date(2026, 11, 10), date(2026, 11, 3)
    turn = Turn(policy(), WORKED, EMPTY_STATE, happened())
    before = duty(late, "0")
    rows = [
        duty(late, "2"), duty(early, "3"), duty(late, "4", "tutor"), duty(None, "5"), duty(late, "6", name="x"),
    ]  # fmt: skip
    turn.outcomes = [before, *rows]
    merge(turn, 1)
    one = rows[0]._replace(due=Deadline(early), reason=Reason(("2", "1", "3", "5"), "level"))
    assert turn.outcomes == [before, one, rows[2], rows[4]]
    apart = Turn(policy(reviews__combine=False), WORKED, EMPTY_STATE, happened())
    apart.outcomes = list(rows)
    merge(apart, 0)
    assert apart.outcomes == rows
