"""Running sums remember what they keep, and are equal to plain mappings that were searched for it."""

from __future__ import annotations

import copy
import pickle
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.rules.ledger import period_keys
from evenhand.engine.rules.sums import KEPT, Sums, added, changes_of, further, gain_of
from tests.engine.worked_calendar import WORKED

NAMES = ("achievement", "behaviour", "placed:room")
rows = st.lists(
    st.tuples(st.sampled_from(NAMES), st.dates(date(2026, 9, 1), date(2027, 8, 31)), st.integers(-5, 5)),
    max_size=40,
)


def searched(sums: dict[str, int], name: str, keys: tuple[str, ...], value: int) -> None:
    """Add, and look through everything for what is too old."""
    for key in keys:
        full = f"{name}|{key}"
        sums[full] = sums.get(full, 0) + value
        if key[0] in "dw":
            mine = sorted(known for known in sums if known.startswith(f"{name}|{key[:2]}"))
            for old in mine[:-KEPT]:
                del sums[old]


@given(rows, st.integers(0, 3))
def test_sums_are_those_that_a_search_keeps(rows: list[tuple[str, date, int]], every: int) -> None:
    own, kept, wanted = Sums(), Sums(), dict[str, int]()
    for number, (name, day, value) in enumerate(rows):
        keys = period_keys(WORKED, day)
        changes = changes_of(name, keys, value)
        own.put(changes)
        # Now and then the sums come back from where they were stored, as a plain mapping.
        before = dict(sorted(kept.items())) if every and not number % every else kept
        kept = added(before, changes)
        searched(wanted, name, keys, value)
        assert own == kept == wanted
        assert all(type(item) is Sums for item in (own, kept))


@given(rows, st.lists(st.integers(0, 200), max_size=8))
def test_a_gain_is_what_its_changes_put(rows: list[tuple[str, date, int]], gone: list[int]) -> None:
    own, wanted = Sums(), Sums()
    for number, (name, day, value) in enumerate(rows):
        keys = period_keys(WORKED, day)
        own.gain(gain_of(name, keys, value))
        wanted.put(changes_of(name, keys, value))
        assert own == wanted
        if number in gone:
            # Whoever stored the sums may have left some out.
            lost = sorted(own)[gone[0] % len(own)]
            own, wanted = (Sums({key: sums[key] for key in sums if key != lost}) for sums in (own, wanted))


def test_a_copy_goes_its_own_way() -> None:
    first = added({}, changes_of("a", period_keys(WORKED, date(2026, 9, 15)), 1))
    second = added(first, changes_of("a", period_keys(WORKED, date(2026, 9, 16)), 1))
    third = added(first, changes_of("a", period_keys(WORKED, date(2026, 9, 17)), 1))
    assert "a|d:2026-09-16" not in first
    assert "a|d:2026-09-16" not in third
    assert second["a|y:2026-27"] == third["a|y:2026-27"] == 2
    for twin in (copy.deepcopy(second), pickle.loads(pickle.dumps(second))):  # noqa: S301  our own bytes
        assert added(twin, changes_of("a", period_keys(WORKED, date(2026, 9, 18)), 1)) == added(
            second, changes_of("a", period_keys(WORKED, date(2026, 9, 18)), 1)
        )


def test_sums_that_others_hold_are_copied_before_they_change() -> None:
    changes = changes_of("a", ("d:2026-09-15",), 1)
    before = Sums()
    once = further(before, before, changes)
    twice = further(before, once, changes)
    assert (before, once) == ({}, {"a|d:2026-09-15": 2})
    assert twice is once
    assert further(before, {"a|d:2026-09-15": 4}, changes) == {"a|d:2026-09-15": 5}
