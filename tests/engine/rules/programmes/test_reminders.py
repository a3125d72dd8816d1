"""What nobody has done by the close, told by the school's own row."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.close import Closed, Member, close, period_of
from evenhand.engine.decisions import PolicySilent, Task
from evenhand.engine.facts import EMPTY_STATE, Fact
from tests.engine.worked_calendar import BLOCKS, WORKED
from tests.engine.worlds import moment, policy


def closed(kind: str, day: date, **lacking: tuple[str, ...]) -> Closed:
    """What a close brings for the school's own row."""
    facts: dict[str, Fact] = {f"lacking:{name}": names for name, names in lacking.items()}
    period = period_of(WORKED, kind, moment(day, time(16)))
    assert period is not None
    cohort = (Member("a", EMPTY_STATE, 8), Member("", EMPTY_STATE, facts=facts))
    pupil, school = close(policy(), WORKED, cohort, period)
    assert {outcome.kind for outcome in pupil.decision.outcomes} <= {"level"}
    return school


def tasks(found: Closed, name: str) -> list[Task]:
    """The tasks of that id."""
    return [o for o in found.decision.outcomes if isinstance(o, Task) and o.task == name]


@pytest.mark.covers("STAR-41")
def test_each_teacher_who_named_nobody_is_reminded_by_name() -> None:
    found = closed("half_term", date(2026, 10, 23), outstanding_achievement=("7", "9"))
    assert [(task.owner, task.role) for task in tasks(found, "name_achievement")] == [
        ("7", "author"),
        ("9", "author"),
    ]
    assert tasks(closed("half_term", date(2026, 10, 23), work_ethic=("7",)), "name_achievement") == []
    assert tasks(closed("week", date(2026, 9, 18), outstanding_achievement=("7",)), "name_achievement") == []


@pytest.mark.covers("STAR-46")
def test_without_a_table_the_levels_are_said_to_be_unset_and_none_is_invented() -> None:
    found = closed("half_term", date(2026, 10, 23))
    (task,) = tasks(found, "diploma_levels")
    assert task.reason.key == "levels_not_configured"
    assert found.decision.unanswered == (PolicySilent("G-58", "diploma.levels"),)
    assert not found.decision.refused
    assert [o.kind for o in found.decision.outcomes] == ["task"]


def second_week(day: date) -> bool:
    """Whether the second school week of the term of `day` is the week of `day`, counted day by day."""
    term = next((block.term_id for block in BLOCKS if block.first <= day <= block.last), "")
    start = next((block.first for block in BLOCKS if block.term_id == term), None)
    if start is None:
        return False
    weeks = []
    while start <= day + timedelta(days=6 - day.weekday()):
        monday = start - timedelta(days=start.weekday())
        if WORKED.is_school_day(start) and monday not in weeks:
            weeks.append(monday)
        start += timedelta(days=1)
    return len(weeks) == 2 and weeks[-1] == day - timedelta(days=day.weekday())


@pytest.mark.covers("STAR-47")
@given(st.integers(0, 321))
def test_an_assembly_not_held_is_asked_for_in_the_second_school_week_of_a_term(number: int) -> None:
    day = WORKED.school_day_on_or_before(date(2026, 9, 2) + timedelta(days=number))
    found = tasks(closed("week", day, diploma_assembly=("revisit",)), "diploma_assembly")
    assert [task.label for task in found] == ["Hold the diploma assembly: revisit"] * second_week(day)


@pytest.mark.covers("STAR-51")
def test_a_year_group_without_a_ceremony_is_listed_in_the_last_term_only() -> None:
    for day, listed in [(date(2027, 1, 15), []), (date(2027, 4, 23), ["Plan the diploma ceremony: Year 9"])]:
        found = tasks(closed("week", day, diploma_ceremony=("Year 9",)), "diploma_ceremony")
        assert [task.label for task in found] == listed


def test_a_cohort_without_the_schools_own_row_is_not_asked() -> None:
    period = period_of(WORKED, "half_term", moment(date(2026, 10, 23), time(16)))
    assert period is not None
    (one,) = close(policy(), WORKED, (Member("a", EMPTY_STATE, 8),), period)
    assert {outcome.kind for outcome in one.decision.outcomes} == {"level"}
