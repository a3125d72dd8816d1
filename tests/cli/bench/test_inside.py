"""The roster that is taken in has the size that the budget names."""

from __future__ import annotations

from collections import Counter

from evenhand.cli.bench.inside import MIX, _share


def test_the_roster_has_its_size_and_nobody_is_twice_in_a_class() -> None:
    share = _share()
    assert (len(share.pupils), len(share.groups)) == (1500, 60)
    places = Counter((place.group, place.person) for place in share.enrolments)
    assert max(places.values()) == 1
    assert len(places) == 3 * 1500


def test_the_mix_is_that_of_the_budget() -> None:
    assert {kind: 100 * count // len(MIX) for kind, count in Counter(MIX).items()} == {
        "award": 80,
        "first": 15,
        "second": 5,
    }
