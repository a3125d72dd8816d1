"""The working copy of a close."""

from datetime import date, time

from evenhand.engine.facts import PupilState
from evenhand.engine.rules.closing import Closing, Member, Period
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import moment, policy


def test_each_member_has_a_turn_of_its_own_from_its_own_state() -> None:
    period = Period("day", "d:2026-09-18", moment(date(2026, 9, 18), time(16)))
    cohort = tuple(
        Member(name, PupilState(totals={"achievement|d:2026-09-18": points}), year)
        for name, points, year in [("b", 2, 9), ("a", 1, 8)]
    )
    closing = Closing(policy(), WORKED, cohort, period)
    assert list(closing.turns) == ["b", "a"]
    assert [turn.state() for turn in closing.turns.values()] == [one.state for one in cohort]
    assert [turn.year() for turn in closing.turns.values()] == [9, 8]
    closing.turns["b"].fired = {"award": "d:2026-09-18"}
    assert closing.turns["a"].state() == cohort[1].state
