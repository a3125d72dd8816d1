"""The periods in which totals are kept and at whose end rules run."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.facts import PupilState
from evenhand.engine.rules.ledger import period_keys
from evenhand.engine.rules.periods import KINDS, block_before, is_last, key_of, last_day, total_in
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import pack

days = st.integers(0, 363).map(lambda number: date(2026, 9, 1) + timedelta(days=number))


@given(days)
def test_the_keys_are_those_of_the_totals_and_the_term(day: date) -> None:
    keys = {key_of(WORKED, kind, day) for kind in KINDS if kind != "term"} - {""}
    assert keys == set(period_keys(WORKED, day))
    assert (key_of(WORKED, "term", day) == "") == (WORKED.term_of(day) is None)


@given(days)
def test_the_last_day_of_a_period_is_found_by_walking_through_it(day: date) -> None:
    for kind in KINDS:
        key = key_of(WORKED, kind, day)
        around = [day + timedelta(days=n) for n in range(-364, 365)] if kind != "day" else [day]
        known = [one for one in around if WORKED.known_from <= one <= WORKED.known_until]
        if kind == "week" and day > date(2027, 8, 29):
            continue
        inside = [
            one for one in known if key and key_of(WORKED, kind, one) == key and WORKED.is_school_day(one)
        ]
        assert last_day(WORKED, kind, day) == (inside[-1] if inside else None)


def test_a_term_is_the_sum_of_its_half_terms() -> None:
    totals = {"positives|b:autumn-1": 2, "positives|b:autumn-2": 3, "positives|b:spring-1": 7}
    state = PupilState(totals=totals)
    found = {
        kind: total_in(pack("infiniti"), WORKED, state, "positives", kind, date(2026, 12, 18))
        for kind in KINDS
    }
    assert found == {"day": 0, "week": 0, "half_term": 3, "term": 5, "year": 0}
    holiday = date(2026, 12, 29)
    assert [total_in(pack("infiniti"), WORKED, state, "positives", k, holiday) for k in KINDS] == [0] * 5


def test_a_derived_total_is_summed_by_its_parts() -> None:
    state = PupilState(totals={"achievement|b:autumn-1": 30, "behaviour|b:autumn-1": 8})
    assert total_in(pack("star_binary"), WORKED, state, "star", "half_term", date(2026, 9, 15)) == 22


@pytest.mark.parametrize(
    ("day", "block"),
    [
        (date(2026, 9, 15), None),
        (date(2026, 11, 2), "autumn-1"),
        (date(2027, 1, 5), "autumn-2"),
        (date(2026, 12, 29), None),
    ],
)
def test_the_half_term_before(day: date, block: str | None) -> None:
    found = block_before(WORKED, day)
    assert (found.id if found else None) == block


def test_the_last_half_term_and_the_last_term_of_a_year() -> None:
    for day, half_term, term in [
        (date(2027, 3, 25), False, False),
        (date(2027, 5, 28), False, True),
        (date(2027, 6, 1), False, True),
        (date(2027, 6, 7), True, True),
        (date(2027, 8, 1), False, False),
    ]:
        assert (is_last(WORKED, "last_half_term", day), is_last(WORKED, "last_term", day)) == (
            half_term,
            term,
        )
