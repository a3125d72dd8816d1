"""Shares in whole numbers: exactly the figure is not above it, one more entry is."""

from __future__ import annotations

from evenhand.apps.insight import equality
from evenhand.apps.insight.blocks import chosen
from evenhand.apps.tenancy.scoping import in_school
from tests.apps.insight.conftest import happened
from tests.cast import Cast, SchoolCast


def flags(cast: SchoolCast) -> dict[str, tuple[str, ...]]:
    """What is flagged of the year groups."""
    with in_school(cast.school):
        found = chosen(cast.school)
        assert found is not None
        views = {one.label: one for one in equality.schemes(cast.school, found[0])}
    return {one.label: one.flags for one in views["Year group"].groups}


def test_three_quarters_of_the_entries_is_not_above_for_half_of_the_roll(next_door: SchoolCast) -> None:
    assert flags(next_door) == {"Year 8": (), "Year 9": ()}
    for number in (0, 1, 2):
        happened(next_door, "SAF-02", number)
    happened(next_door, "SAF-02", 3, "Hall")
    assert flags(next_door) == {"Year 8": (), "Year 9": ()}
    happened(next_door, "SAF-02")
    assert flags(next_door) == {"Year 8": ("entries",), "Year 9": ()}


def test_a_policy_that_says_no_share_has_the_usual_one(cast: Cast) -> None:
    with in_school(cast.here.school):
        assert equality.share_of(cast.here.school) == equality.USUAL_SHARE
