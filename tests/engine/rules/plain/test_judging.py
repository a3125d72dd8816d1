"""What the triggers of a counter say of one more stay, without the rules that would look at it."""

from __future__ import annotations

from datetime import date, timedelta

from evenhand.engine.facts import Counted
from evenhand.engine.rules.plain.judging import Judged
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import policy

MONDAY = date(2026, 9, 14)
NAME = "referrals"


def judged(day: date = MONDAY) -> Judged:
    return Judged(policy().on(day), WORKED, NAME, day)


def row(ident: str, day: date, name: str = NAME, value: int = 1) -> Counted:
    return Counted(name, ident, ident, day, value)


def test_one_stay_alone_makes_no_trigger_hold() -> None:
    assert judged().judges
    assert judged().counted((), "new") == ((row("new", MONDAY),), False)


def test_a_second_stay_in_a_week_makes_one_hold_and_what_another_counter_has_does_not() -> None:
    friday = MONDAY + timedelta(days=4)
    found = judged(friday).counted((row("old", MONDAY),), "new")
    assert found == ((row("old", MONDAY), row("new", friday)), True)
    other = row("old", MONDAY, name="other")
    assert judged(friday).counted((other,), "new") == ((other, row("new", friday)), False)


def test_a_sudden_increase_is_one_also_where_no_week_holds_two() -> None:
    days = [MONDAY + timedelta(days=past) for past in (42, 49)]
    found = judged(days[1]).counted((row("old", days[0]),), "new")
    assert found is not None
    assert found[1]


def test_what_is_there_already_or_comes_later_or_counts_more_is_for_the_rules() -> None:
    for odd in (row("new", MONDAY), row("old", MONDAY + timedelta(days=1)), row("old", MONDAY, value=2)):
        assert judged().counted((odd,), "new") is None
    assert judged().counted((Counted(NAME, "old", "new", MONDAY),), "new") is None


def test_days_to_which_no_trigger_looks_back_are_dropped() -> None:
    kept = policy().on(MONDAY).watch.kept[NAME]
    last = MONDAY + timedelta(days=kept)
    while not WORKED.is_school_day(last):
        last += timedelta(days=1)
    rows = (row("gone", MONDAY - timedelta(days=1)), row("other", MONDAY - timedelta(days=1), name="other"))
    found = judged(last).counted(rows, "new")
    assert found == ((rows[1], row("new", last)), False)
