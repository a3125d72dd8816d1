"""Entries and running totals: what each act posts, and in which periods it counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Post
from evenhand.engine.facts import EMPTY_STATE, Fact
from evenhand.engine.rules.ledger import count, key_over, period_keys, post, post_stage, times, total
from evenhand.engine.rules.sums import added, changes_of
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, pack, policy, run, void

STAR = pack("star_binary")
days = st.dates(date(2026, 9, 1), date(2027, 8, 31))


def test_a_day_counts_in_its_week_half_term_and_year() -> None:
    assert period_keys(WORKED, TUESDAY) == ("d:2026-09-15", "w:2026-09-14", "b:autumn-1", "y:2026-27")
    assert period_keys(WORKED, date(2026, 10, 28)) == ("d:2026-10-28", "w:2026-10-26", "y:2026-27")


@given(st.lists(st.tuples(days, st.integers(-5, 5)), max_size=30))
def test_sums_of_half_terms_and_years_are_whole_and_only_new_days_are_kept(
    rows: list[tuple[date, int]],
) -> None:
    sums: Mapping[str, int] = {}
    wanted: dict[str, int] = {}
    for day, value in rows:
        keys = period_keys(WORKED, day)
        sums = added(sums, changes_of("behaviour", keys, value))
        for key in keys:
            wanted[f"behaviour|{key}"] = wanted.get(f"behaviour|{key}", 0) + value
    assert {key: value for key, value in wanted.items() if key in sums} == sums
    assert {key for key in wanted if "|b:" in key or "|y:" in key} <= set(sums)
    for letter in ("|d:", "|w:"):
        kept = sorted(key for key in sums if letter in key)
        assert kept == sorted(key for key in wanted if letter in key)[-2:]


@pytest.mark.covers("STAR-31")
def test_calling_out_posts_one_behaviour_point_with_its_warning() -> None:
    done = run(policy(), happened(code="DIS-04"))
    posts = [o for o in done.outcomes("one", "post") if isinstance(o, Post)]
    assert [(o.ledger, o.value, o.stage) for o in posts] == [("behaviour", 1, "warning")]
    assert done.state.totals["behaviour|b:autumn-1"] == 1


@pytest.mark.covers("STAR-A2g")
def test_late_and_then_missed_add_up_to_five() -> None:
    late = happened("late", "OTH-01", EventKind.LATE, at="08:50", period="REG", scope="REG")
    missed = happened(
        "missed",
        "",
        EventKind.OWED_OUTCOME,
        at="15:20",
        roles=["head_of_year"],
        about="late",
        outcome="missed",
    )
    done = run(policy(), late, missed)
    values = [[o.value for o in done.outcomes(i, "post") if isinstance(o, Post)] for i in ("late", "missed")]
    assert values == [[2], [3]]
    assert done.state.totals["behaviour|d:2026-09-15"] == 5


@pytest.mark.covers("STAR-32")
@pytest.mark.parametrize(("plus", "minus", "net"), [(12, 5, 7), (0, 3, -3)])
def test_the_total_is_achievement_less_behaviour_and_may_be_negative(plus: int, minus: int, net: int) -> None:
    state = EMPTY_STATE._replace(totals={"achievement|y:2026-27": plus, "behaviour|y:2026-27": minus})
    assert [total(STAR, state, derived.id, "y:2026-27") for derived in STAR.totals] == [net]
    assert total(STAR, state, "achievement", "y:2026-27") == plus
    assert total(STAR, state, "achievement", "y:2025-26") == 0


@pytest.mark.covers("STAR-208")
@given(st.sampled_from([item.code for item in STAR.items.values() if not item.details]))
def test_taking_back_posts_the_reverse_and_leaves_the_entry(code: str) -> None:
    group = STAR.groups[STAR.items[code].group].kind
    kind = {"achievement": EventKind.ACHIEVEMENT, "concern": EventKind.CONCERN}.get(group, EventKind.LATE)
    act = happened("one", code, kind)
    first = run(policy(), act)
    after = run(policy(), void(act, first.decisions["one"]), state=first.state)
    posted = [(o.ledger, o.value) for o in first.outcomes("one", "post") if isinstance(o, Post)]
    reversed_ = [(o.ledger, -o.value) for o in after.outcomes("void", "post") if isinstance(o, Post)]
    assert posted == reversed_
    assert posted
    assert set(after.state.totals.values()) == {0}


@pytest.mark.covers("STAR-208")
def test_nothing_is_taken_back_without_a_reason() -> None:
    act = happened("one")
    first = run(policy(), act)
    bare = void(act, first.decisions["one"])._replace(details={})
    assert run(policy(), bare, state=first.state).missing("void") == ("reason",)


def test_an_entry_of_another_half_term_is_reversed_there() -> None:
    old = happened("one", day=date(2026, 10, 23))
    first = run(policy(), old)
    gone = void(old, first.decisions["one"])
    later = gone._replace(at=gone.at._replace(day=old.at.day + timedelta(days=14)))
    after = run(policy(), later, state=first.state)
    assert after.state.totals["behaviour|b:autumn-1"] == 0
    assert "behaviour|b:autumn-2" not in after.state.totals


@pytest.mark.covers("INF-RW-14")
def test_what_counts_once_is_not_posted_again_and_elsewhere_it_is() -> None:
    one = happened("one", "CMP-01", EventKind.ACHIEVEMENT)
    again = happened("two", "CMP-01", EventKind.ACHIEVEMENT, repeat_of="one")
    found = run(policy("infiniti"), one, again)
    assert found.state.totals["positives|b:autumn-1"] == 1
    assert [outcome.kind for outcome in found.decisions["two"].outcomes] == ["tell"]
    both = [happened(i, "ACH-R5", EventKind.ACHIEVEMENT, repeat_of="one") for i in ("a", "b")]
    assert run(policy(), *both).state.totals["achievement|y:2026-27"] == 8


def test_the_key_over_a_period_is_empty_where_the_day_lies_in_none() -> None:
    holiday = date(2026, 10, 28)
    assert [key_over(WORKED, start, TUESDAY) for start in "dwby"] == list(period_keys(WORKED, TUESDAY))
    assert [key_over(WORKED, start, holiday) for start in "dwby"] == [
        "d:2026-10-28",
        "w:2026-10-26",
        "",
        "y:2026-27",
    ]


def turn(**details: Fact) -> Turn:
    """The record of an achievement."""
    event = happened("one", "ACH-R5", EventKind.ACHIEVEMENT)
    return Turn(policy(), WORKED, EMPTY_STATE, event._replace(details=details))


@pytest.mark.parametrize(("sessions", "found"), [("", 1), (3, 3), (0, 0), (True, 1), ("4", 1)])
def test_only_a_whole_number_of_times_multiplies(sessions: Fact, found: int) -> None:
    item = next(item for item in STAR.items.values() if item.multiple_of == "sessions")
    assert times(turn(sessions=sessions), item) == found
    assert times(turn(), item) == 1
    assert times(turn(sessions=7), STAR.items["ACH-A1"]) == 1


def test_what_the_chain_has_spent_is_taken_off_and_nothing_is_posted_for_nothing() -> None:
    item = STAR.items["DIS-04"]
    asked = turn()
    assert post_stage(asked, item, "referral", ("80",), {"behaviour": 1}) == (("behaviour", 2),)
    assert post_stage(asked, item, "referral", (), {"behaviour": 3}) == ()
    assert post_stage(asked, item, "unheard_of", (), {}) == ()
    assert post_stage(asked, item, "warning", (), {"achievement": 1}) == (("behaviour", 1),)
    assert [(o.value, o.reason.cites) for o in asked.outcomes if isinstance(o, Post)] == [
        (2, ("80",)),
        (1, item.cites),
    ]
    assert asked.totals["behaviour|y:2026-27"] == 3


def test_posts_and_counts_may_fall_in_another_day() -> None:
    asked, other = turn(), date(2026, 11, 3)
    post(asked, "behaviour", 2, "x", (), other)
    post(asked, "behaviour", 3, "x", ())
    count(asked, "concern", -1, other)
    count(asked, "concern")
    assert (asked.totals["behaviour|b:autumn-2"], asked.totals["behaviour|b:autumn-1"]) == (2, 3)
    assert (asked.counts["concern|b:autumn-2"], asked.counts["concern|b:autumn-1"]) == (-1, 1)


def test_of_days_and_weeks_the_two_newest_stay_whatever_other_names_do() -> None:
    sums: dict[str, int] = {}
    for name in ("behaviour", "achievement"):
        for day in (TUESDAY, date(2026, 9, 22), date(2026, 9, 8)):
            sums = added(sums, changes_of(name, period_keys(WORKED, day), 1))
    for name in ("behaviour", "achievement"):
        assert sorted(key for key in sums if key.startswith(f"{name}|d:")) == [
            f"{name}|d:2026-09-15",
            f"{name}|d:2026-09-22",
        ]
        assert sums[f"{name}|b:autumn-1"] == 3
