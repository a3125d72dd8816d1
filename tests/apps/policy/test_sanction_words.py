"""The rules about formal sanctions are told in words with the figures in force."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.apps.policy.rule_words import rule_words
from evenhand.engine.explain import citing
from evenhand.engine.pack.resolve import Policy
from evenhand.packs.law import law_of
from tests.kept_packs import kept_pack

POLICY = Policy.of(kept_pack("star_binary"), law=law_of("england"))
RULES = POLICY.on(date(2026, 11, 17))


def words(clause: str) -> str:
    lines = rule_words(RULES, citing(POLICY.pack)[clause])
    return " ".join(" ".join((line.head, *line.bodies)) for line in lines)


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        ("164", "ecided by: Principal, never by the system"),
        ("170", "t most 45 school days in a school year"),
        ("171", "a further one needs new evidence"),
        ("178", "longer than 5 school days"),
        ("182", "more than 15 school days reviewed"),
        ("163", "awful, rational, reasonable, fair and proportionate"),
        ("189", "the law says 15 school days, and the earlier day holds"),
        ("184", "at least 5 school days before the meeting"),
        ("188", "a warning, not a bar"),
        ("181", "efused while any of its"),
        ("125", "on the day of return"),
    ],
)
def test_a_paragraph_tells_its_rule(clause: str, said: str) -> None:
    assert said in words(clause)
