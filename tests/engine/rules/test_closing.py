"""The working copy of a close."""

from datetime import date, time

from evenhand.engine.facts import Opened, PupilState
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


def test_only_those_concerned_have_a_turn_made_and_the_school_has_none() -> None:
    period = Period("day", "d:2026-09-18", moment(date(2026, 9, 18), time(16)))
    cohort = tuple(Member(name, PupilState(fired={"seen": name}), 8) for name in ("", "a", "b", "c"))
    closing = Closing(policy(), WORKED, cohort, period)
    closing.turns["b"].fired = {"seen": "changed"}
    turns = list(closing.turns_of(lambda pupil: pupil.fired["seen"] in ("", "a", "b")))
    assert turns == [closing.turns["a"]]
    assert list(closing.turns_of(lambda pupil: pupil.fired["seen"] == "changed")) == [closing.turns["b"]]
    assert [name for name, _ in closing.turns.made()] == ["a", "b"]
    assert [member.pupil for member in closing.pupils()] == ["a", "b", "c"]
    assert len(closing.turns) == 4


def test_a_case_that_the_close_opens_waits_for_somebody() -> None:
    period = Period("day", "d:2026-09-18", moment(date(2026, 9, 18), time(16)))
    closing = Closing(policy(), WORKED, (Member("a", PupilState(), 8),), period)
    closing.open_case("a", "award")
    assert closing.turns["a"].cases == (
        Opened("d:2026-09-18/a/award", "award", "nominated", period.at.day, "d:2026-09-18/a"),
    )
