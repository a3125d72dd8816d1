"""The made-up year: its mix, the same each time, and those who are sent away come, talk and go."""

from __future__ import annotations

import csv
from collections import Counter

from evenhand.cli.bench.history import ZONE, busiest_pack, known_of
from evenhand.cli.bench.year import COLUMNS, Year
from evenhand.cli.replaying.inputs import read_calendar, read_policy


def rows(events: int) -> list[dict[str, str]]:
    chosen, calendar = read_policy(busiest_pack()), read_calendar("worked")
    lines = Year(known_of(chosen, calendar), calendar, events, ZONE).rows()
    return list(csv.DictReader([COLUMNS, *lines]))


def test_the_year_is_the_same_each_time_and_its_acts_are_in_the_budget_s_mix() -> None:
    told = rows(2000)
    assert told == rows(2000)
    assert len(told) == len({row["id"] for row in told}) == 2000
    kinds = Counter(row["kind"] for row in told)
    acts = kinds["achievement"] + kinds["concern"]
    assert abs(kinds["achievement"] / acts - 0.8) < 0.04
    assert {row["kind"] for row in told} == {"achievement", "concern", "arrival", "conversation", "release"}


def test_each_stay_is_entered_talked_about_and_left_in_that_order() -> None:
    told = rows(4000)
    stays: dict[str, list[str]] = {}
    for row in told:
        if row["about"]:
            stays.setdefault(row["about"], []).append(row["kind"])
    whole = ["arrival", "conversation", "release"]
    assert all(kinds == whole[: len(kinds)] for kinds in stays.values())
    assert sum(kinds == whole for kinds in stays.values()) > 0.9 * len(stays)
    sent = {row["id"]: row["pupil"] for row in told if row["kind"] == "concern"}
    assert all(sent[row["about"]] == row["pupil"] for row in told if row["about"])


def test_nobody_is_away_twice_at_once() -> None:
    away: set[str] = set()
    for row in rows(4000):
        if row["kind"] == "arrival":
            assert row["pupil"] not in away
            away.add(row["pupil"])
        elif row["kind"] == "release":
            away.remove(row["pupil"])
