"""Which rules watch which acts."""

from __future__ import annotations

import pytest

from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import Counter, Trigger, When
from evenhand.engine.pack.watching import FOREVER, LATE, may_pass, needs_days
from tests.engine.worlds import TUESDAY, pack, policy
from tests.tiny_pack import tiny_texts


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


FIGURE = """
[[param]]
key = "{0}"
label = "{0}"
unit = "{1}"
values = [{{ since = 2026-09-01, value = {2}, origin = "default", why = "A guess." }}]
"""
COUNTER = """
[[counter]]
id = "talks"
label = "talks"
cites = ["1"]
acts = { codes = ["TALK"] }
"""
TRIGGER = """
[[trigger]]
id = "{id}"
label = "Often"
counter = "talks"
cites = ["1"]
effects = [{{ kind = "task", id = "look", label = "Look", role = "tutor", cites = ["1"] }}]
number = "param:times"
{test}
"""


def kept(*tests: str) -> int:
    """For how many days the pack of two steps keeps its count of talks with these triggers."""
    texts = tiny_texts()
    figures = (("times", "count", 100), ("back", "school_days", 150), ("base", "school_days", 50))
    texts["params.toml"] += "".join(FIGURE.format(*figure) for figure in figures)
    triggers = (TRIGGER.format(id=f"t{number}", test=test) for number, test in enumerate(tests))
    texts["triggers.toml"] = COUNTER + "".join(triggers)
    return Policy.of(load_pack(texts)).on(TUESDAY).watch.kept["talks"]


@pytest.mark.parametrize(
    ("test", "days"),
    [
        ('test = "at_least"\nwindow = "day"', 200),
        ('test = "at_least"\nwindow = "half_term"', 200),
        ('test = "at_least"\nwindow = "term"', 260),
        ('test = "at_least"\nwindow = "year"', 732),
        ('test = "at_least"\nwindow = "always"', 0),
        # 250 school days are 50 weeks, with what may be holidays among them; all twice.
        ('test = "at_least"\nwindow = "school_days"\ndays = "param:back"', 2 * (350 + 70)),
        ('test = "streak_with"\nwindow = "day"', 2 * (200 + 70)),
        ('test = "streak_with"\nwindow = "week"', 2 * (700 + 70)),
    ],
)
def test_what_is_counted_is_kept_for_twice_the_days_that_a_trigger_looks_back(test: str, days: int) -> None:
    assert kept(test) == days


def test_a_rise_looks_back_on_its_days_and_on_those_before() -> None:
    parts = ("days", "base_days", "base_shortest")
    figures = {"days": "back", "base_days": "base", "base_shortest": "base"}
    rise = 'test = "rise"\nwindow = "school_days"\nfactor = "param:times"\n'
    rise += "\n".join(f'{part} = "param:{figures[part]}"' for part in parts)
    assert kept(rise) == 2 * (300 * 7 // 5 + 70)


def test_the_trigger_that_looks_back_longest_says_for_how_long() -> None:
    term, year, always = (f'test = "at_least"\nwindow = "{window}"' for window in ("term", "year", "always"))
    assert kept(term, year) == kept(year, term) == 732
    assert kept(term, always) == FOREVER
    assert kept() == 732


@pytest.mark.parametrize(
    ("when", "passes"),
    [
        (When(), True),
        (When(groups=("rules",)), True),
        (When(groups=("other",)), False),
        (When(codes=("TALK", "X")), True),
        (When(codes=("X",)), False),
        (When(tags=("loud",)), True),
        (When(tags=("loud", "calm")), False),
        (When(not_tags=("loud",)), False),
        (When(not_tags=("calm",)), True),
        (When(details={"late": 5}, settings={"step.scope": "day"}), True),
    ],
)
def test_a_filter_lets_through_whatever_its_acts_could_be(when: When, *, passes: bool) -> None:
    assert may_pass(when, pack("tiny").items["TALK"]) is passes


@pytest.mark.parametrize(
    ("ledger", "test", "window", "needed"),
    [
        ("thanks", "at_least", "week", False),
        ("thanks", "at_most", "year", False),
        ("thanks", "at_least", "term", True),
        ("thanks", "rise", "school_days", True),
        ("thanks", "streak_with", "week", True),
        ("", "at_least", "week", True),
    ],
)
def test_of_a_ledger_only_what_its_sums_do_not_tell_is_kept_day_by_day(
    ledger: str, test: str, window: str, *, needed: bool
) -> None:
    counter = Counter("c", "c", ("1",), ledger=ledger)
    assert needs_days(Trigger("t", "t", "c", test, window, 3, ("1",), ()), counter) is needed
