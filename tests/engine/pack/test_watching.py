"""Which rules watch which acts."""

from __future__ import annotations

from evenhand.engine.pack.watching import FOREVER, LATE, may_pass
from tests.engine.worlds import TUESDAY, pack, policy


def test_an_act_that_nothing_watches_is_in_no_table() -> None:
    watch = policy().on(TUESDAY).watch
    assert (watch.codes, watch.ledgers, watch.opening) == ({}, {}, {})
    assert watch.placements == {"removal_room": ("referrals",), "removal_room_day": ("referrals",)}
    assert policy("tiny").on(TUESDAY).watch.placements == {}


def test_settings_choose_which_triggers_are_in_force() -> None:
    usual = {one.id for one in policy().on(TUESDAY).watch.triggers["referrals"]}
    assert usual == {"referrals_half_term", "referrals_week", "referrals_rise"}
    rolling = {one.id for one in policy(trigger__week="rolling_5").on(TUESDAY).watch.triggers["referrals"]}
    assert rolling == {"referrals_half_term", "referrals_five_days", "referrals_rise"}
    daily = policy(trigger__sudden_tested="daily").on(TUESDAY).watch
    assert [one.id for one in daily.closing] == ["referrals_rise_daily"]
    flagged = policy(trigger__sudden="staff_judgement").on(TUESDAY).watch
    assert {one.id for one in flagged.triggers["referrals"]} == {"referrals_half_term", "referrals_week"}


def test_counts_are_kept_for_twice_as_long_as_any_trigger_looks_back() -> None:
    kept = policy("infiniti").on(TUESDAY).watch.kept
    assert kept == {"discrimination": 732, "links": 260}
    assert policy().on(TUESDAY).watch.kept["referrals"] >= LATE > FOREVER


def test_a_filter_is_read_by_group_code_and_tags() -> None:
    held = pack("infiniti")
    comment = held.items["PPL-06"]
    comments = held.paths["comments"].opens[0]
    assert may_pass(comments, comment)
    assert not may_pass(comments, held.items["PPL-08"])
