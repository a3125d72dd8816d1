"""What the counts of a half-term say of a level: intervals, categories, both combined, and what a void takes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Level
from evenhand.engine.facts import EMPTY_STATE, Event, Held, PupilState, Sanction
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.scales import Scale
from evenhand.engine.rules.register import in_force, key_of, parts_of, standing, tally
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, policy, run, void

KEY = "b:autumn-1"
EDGES = (5, 15, 30, 40)
LATE_EDGES = (1, 7, 11, 16)


def scale(register: str = "behaviour_risk", chosen: Policy | None = None) -> Scale:
    """One register as it stands at the start of the year."""
    rules = (chosen or policy()).on(date(2026, 9, 15))
    return next(one for one in rules.scales if one.register.id == register)


def level_of(points: int, referrals: int = 0, suspensions: int = 0, **settings: str) -> tuple[int, int, int]:
    """The level by the sums of a half-term, with its two parts."""
    totals, counts = {f"behaviour|{KEY}": points}, {f"placed:removal_room|{KEY}": referrals}
    counts[f"sanction:fixed_period|{KEY}"] = suspensions
    found = parts_of(scale(chosen=policy(**settings)), totals, counts, (), KEY)
    return found.level, found.by_amount, found.by_events or 0


def late(number: int, day: date) -> Event:
    """A late mark."""
    return happened(f"late-{number}", "OTH-01", EventKind.LATE, day=day, at="08:50", roles=["office"])


@pytest.mark.covers("STAR-195a")
@pytest.mark.parametrize("edge", EDGES)
def test_a_boundary_figure_belongs_to_the_higher_level_unless_the_school_says_lower(edge: int) -> None:
    above = EDGES.index(edge) + 1
    assert [level_of(points)[1] for points in (edge - 1, edge, edge + 1)] == [above - 1, above, above]
    lower = [level_of(points, register__boundary="lower")[1] for points in (edge - 1, edge, edge + 1)]
    assert lower == [above - 1, above - 1, above]


@given(
    st.integers(-20, 90), st.integers(0, 4), st.integers(0, 2), st.sampled_from(["max", "points", "events"])
)
def test_the_level_is_that_of_a_table_read_line_by_line(points: int, sent: int, out: int, rule: str) -> None:
    table = {0: range(-99, 5), 1: range(5, 15), 2: range(15, 30), 3: range(30, 40), 4: range(40, 999)}
    by_points = next(level for level, band in table.items() if points in band)
    by_events = 3 if out else 2 if sent > 1 else sent
    wanted = {"max": max(by_points, by_events), "points": by_points, "events": by_events}[rule]
    assert level_of(points, sent, out, register__combine=rule) == (wanted, by_points, by_events)


@pytest.mark.covers("STAR-195b")
@pytest.mark.parametrize(
    ("sent", "out", "category"), [(0, 0, 0), (1, 0, 1), (2, 0, 2), (9, 0, 2), (0, 1, 3), (3, 2, 3)]
)
def test_no_number_of_referrals_or_suspensions_is_a_serious_risk(sent: int, out: int, category: int) -> None:
    assert level_of(0, sent, out)[2] == category


@pytest.mark.covers("STAR-195c")
def test_the_higher_part_counts_and_both_are_kept() -> None:
    assert level_of(5, 0, 1) == (3, 1, 3)


@pytest.mark.covers("STAR-149a")
@given(st.integers(0, 40))
def test_late_marks_give_the_level_of_the_table(marks: int) -> None:
    found = parts_of(scale("punctuality"), {}, {f"code:OTH-01|{KEY}": marks}, (), KEY)
    assert found.level == sum(marks >= edge for edge in LATE_EDGES)
    assert found.by_events is None


def test_only_the_marks_that_the_school_counts_are_counted() -> None:
    counts = {f"code:OTH-01|{KEY}": 6, f"code:DIS-02|{KEY}": 5}
    lessons = policy(late__mark_codes="with_lessons")
    assert parts_of(scale("punctuality"), {}, counts, (), KEY).amount == 6
    assert parts_of(scale("punctuality", lessons), {}, counts, (), KEY).amount == 11


days = st.lists(
    st.integers(0, 200).map(lambda n: WORKED.add_school_days(date(2026, 9, 1), n % 150 + 1)), max_size=25
)


@given(days, st.data())
def test_marks_count_in_their_own_half_term_and_a_void_takes_them_back(
    when: list[date], data: st.DataObject
) -> None:
    events = [late(number, day) for number, day in enumerate(sorted(when))]
    gone = [event for event in events if data.draw(st.booleans())]
    seen = run(policy(), *events)
    done = run(
        policy(), *[void(one, seen.decisions[one.id], f"void-{one.id}") for one in gone], state=seen.state
    )
    for block in WORKED.blocks():
        kept = [one for one in events if one not in gone and block.first <= one.at.day <= block.last]
        assert done.state.counts.get(f"code:OTH-01|b:{block.id}", 0) == len(kept)


def test_what_no_register_counts_is_not_counted() -> None:
    assert [key for key in run(policy(), happened("one")).state.counts if key.startswith("code:")] == []
    assert [
        key for key in run(policy("tiny"), happened("one", "TALK")).state.counts if key.startswith("code:")
    ] == []


def held(level: int, how: str = "snapshot", live: int = 0, **more: Any) -> Held:
    """An entry on the risk register."""
    return Held(
        "behaviour_risk", level, date(2026, 11, 2), more.pop("period", KEY), how=how, live=live, **more
    )


@pytest.mark.parametrize(
    ("levels", "points", "found"),
    [
        ((), 0, 0),
        ((), 15, 2),
        ((held(3),), 15, 3),
        ((held(1),), 30, 3),
        ((held(3), held(1, "changed", live=2)), 29, 1),
        ((held(3), held(1, "changed", live=2)), 30, 3),
        ((held(1), held(4, "changed", live=0)), 5, 4),
        ((held(1), held(3, "acted")), 0, 1),
        ((held(2), held(2, "confirmed")), 5, 2),
    ],
)
def test_the_level_in_force_only_rises_until_the_next_close(
    levels: tuple[Held, ...], points: int, found: int
) -> None:
    one = scale()
    assert in_force(one, parts_of(one, {f"behaviour|{KEY}": points}, {}, levels, KEY), levels) == found
    fixed = scale(chosen=policy(register__update="snapshot"))
    base = next((entry.level for entry in reversed(levels) if entry.how in ("snapshot", "changed")), 0)
    assert in_force(fixed, parts_of(fixed, {f"behaviour|{KEY}": points}, {}, levels, KEY), levels) == base


def test_a_judgement_counts_in_its_own_half_term_only() -> None:
    entry = held(4, "judged", category=4)
    assert parts_of(scale(), {}, {}, (entry,), KEY).by_events == 4
    assert parts_of(scale(), {}, {}, (entry,), "b:autumn-2").by_events == 0


def test_the_live_indicator_shows_the_parts_and_what_was_fixed() -> None:
    found = standing(scale(), {f"behaviour|{KEY}": 16}, {}, (held(1),), KEY)
    assert (found.level, found.parts.amount, found.parts.by_amount, found.parts.by_events) == (2, 16, 2, 0)
    assert (found.held, found.confirmed) == (held(1), False)
    assert standing(scale(), {}, {}, (held(3), held(3, "confirmed")), KEY).confirmed
    assert standing(scale("attendance"), {}, {}, (), KEY).level is None


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 10, 23), KEY),
        (date(2026, 10, 28), "b:autumn-2"),
        (date(2026, 11, 2), "b:autumn-2"),
    ],
)
def test_a_break_belongs_to_the_half_term_after_it(day: date, key: str) -> None:
    assert key_of(Turn(policy(), WORKED, EMPTY_STATE, happened()), day) == key


def after(
    before: Iterable[Sanction], now: Iterable[Sanction], *, state: PupilState = EMPTY_STATE, **event: Any
) -> PupilState:
    """The state once an event has made these sanctions of those."""
    settings: Mapping[str, Any] = event.pop("settings", {})
    turn = Turn(policy(**settings), WORKED, state._replace(sanctions=tuple(before)), happened(**event))
    turn.sanctions = tuple(now)
    tally(turn)
    return turn.state()


SUSPENDED = Sanction("s1", "fixed_period", "issued", "e1", date(2026, 11, 3), date(2026, 11, 4), 4)
IN_OCTOBER, IN_NOVEMBER = date(2026, 10, 22), date(2026, 11, 9)
COUNT = "sanction:fixed_period|b:"


def test_a_sanction_counts_in_the_half_term_of_its_decision_or_of_its_first_day() -> None:
    considered = SUSPENDED._replace(stage="considered")
    assert after((), [considered], day=IN_OCTOBER).counts == {}
    found = after([considered], [SUSPENDED], day=IN_OCTOBER)
    assert (found.counts[COUNT + "autumn-1"], COUNT + "autumn-2" in found.counts) == (1, False)
    start = after(
        [considered], [SUSPENDED], day=IN_OCTOBER, settings={"register__exclusion_half_term": "start"}
    )
    assert (start.counts[COUNT + "autumn-2"], COUNT + "autumn-1" in start.counts) == (1, False)


def test_a_sanction_that_is_withdrawn_or_voided_no_longer_counts_and_one_that_ended_does() -> None:
    seen = after((), [SUSPENDED], day=IN_OCTOBER)
    ended = after([SUSPENDED], [SUSPENDED._replace(stage="ended")], state=seen, day=IN_NOVEMBER)
    assert ended.counts == seen.counts
    assert after([SUSPENDED], [], state=seen, day=IN_NOVEMBER).counts == seen.counts
    withdrawn = after([SUSPENDED], [SUSPENDED._replace(stage="withdrawn")], state=seen, day=IN_NOVEMBER)
    voided = after([SUSPENDED], [], state=seen, kind=EventKind.VOID, code="", day=IN_NOVEMBER)
    for found in (withdrawn, voided):
        assert found.counts[COUNT + "autumn-1"] == 0
        assert "sanction:s1" not in found.recent
    assert after((), [SUSPENDED._replace(kind="other")], day=IN_OCTOBER).counts == {}


@pytest.mark.covers("STAR-195c")
def test_the_outcome_shows_both_parts_and_every_figure_it_rests_on() -> None:
    start = date(2026, 9, 14)
    events = [happened(f"e{n}", "RED-13", day=start + timedelta(days=n)) for n in range(3)]
    (found,) = [one for one in run(policy(), *events).outcomes("e2", "level") if isinstance(one, Level)]
    assert (found.level, found.amount, found.by_amount, found.by_events) == (2, 15, 2, 1)
    used = {one.key: one.value for one in found.reason.used}
    assert used == {
        "risk.level_2": 15, "risk.referred": 1, "register.boundary": "higher", "register.combine": "max",
        "register.points": "gross",
    }  # fmt: skip
    assert found.reason.cites == ("195", "198")


def test_what_was_confirmed_on_another_register_confirms_nothing_here() -> None:
    other = held(3, "confirmed")._replace(register="punctuality")
    found = standing(scale(), {}, {}, (held(1), other), KEY)
    assert (found.confirmed, found.level, found.held) == (False, 1, held(1))
