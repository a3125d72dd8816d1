"""The policy's figure stands beside the law's, and none is made up."""

from __future__ import annotations

from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.web.sanctions.figures import figures_of
from tests.cast import TODAY, SchoolCast


def table(cast: SchoolCast, kind: str) -> dict[str, tuple[str, str]]:
    with in_school(cast.school):
        rules = policy_of(cast.school.pk).on(TODAY)
        return {one.label: (one.policy, one.law) for one in figures_of(rules, rules.pack.sanctions[kind])}


def test_a_policy_with_figures_has_both(here: SchoolCast) -> None:
    found = table(here, "fixed_period")
    assert found["At most in a school year"] == ("45 school days", "45 school days")
    assert found["Governors review above, in a term"] == ("15 school days", "15 school days")


def test_the_law_says_nothing_until_the_school_says_what_it_is(next_door: SchoolCast) -> None:
    found = table(next_door, "suspension")
    assert found["At most at once"] == ("5 school days", "none")
    assert "At most in a school year" not in found
