"""Totals by term and year, the cap that holds whatever is asked, and the governors' bands, against a count by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Formal
from evenhand.engine.facts import EMPTY_STATE, Event
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.rules.formal_sanction.totals import numbered, year_before
from evenhand.engine.step import step
from tests.engine.formal import act, issue, lawful
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import pack, run

CAP = 90
sensible = st.lists(
    st.tuples(
        st.dates(date(2026, 9, 2), date(2027, 6, 1)), st.sampled_from(["am", "pm"]), st.integers(1, 30)
    ),
    min_size=1,
    max_size=9,
)


def by_hand(start: date, session: str, many: int) -> list[tuple[date, str]]:
    """The half-days of one exclusion, found day by day."""
    found: list[tuple[date, str]] = []
    day = start
    while len(found) < many:
        if WORKED.is_school_day(day):
            found += [(day, one) for one in ("am", "pm") if day != start or one >= session]
        day += timedelta(days=1)
    return found[:many]


def told(number: int, row: tuple[date, str, int]) -> Event:
    return issue(f"e{number}", row[0], row[2], session=row[1], about=f"i{number}")


@pytest.mark.covers("STAR-170b")
@given(sensible)
def test_no_run_of_decisions_passes_45_days_and_the_totals_are_those_counted_by_hand(
    rows: list[tuple[date, str, int]],
) -> None:
    state, taken = EMPTY_STATE, set[tuple[date, str]]()
    for number, row in enumerate(rows):
        wanted = set(by_hand(*row))
        allowed = not wanted & taken and len(taken) + len(wanted) <= CAP
        decision, state = step(lawful(), WORKED, state, told(number, row))
        assert decision.refused is not allowed
        if allowed:
            taken |= wanted
            formal = next(item for item in decision.outcomes if isinstance(item, Formal))
            assert formal.year_units == len(taken)
            terms = {day: WORKED.term_of(day) for day, _ in taken}
            fullest = max(
                sum(1 for day, _ in taken if terms[day] == terms[own]) for own in {day for day, _ in wanted}
            )
            assert formal.term_units == fullest
            band = dict(formal.reason.values)["band"]
            assert band == ("review" if fullest > 30 else "representations" if fullest > 10 else "none")
        assert state.counts.get("excluded|y:2026-27", 0) == len(taken)


@pytest.mark.covers("STAR-125a", "STAR-125b")
@pytest.mark.parametrize(("many", "word"), [(1, "first"), (2, "second"), (3, "later"), (9, "later")])
def test_decisions_are_first_second_or_later(many: int, word: str) -> None:
    assert numbered(many) == word


def test_a_year_before_a_leap_day_is_the_day_before_it() -> None:
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_before(date(2027, 2, 28)) == date(2026, 2, 28)


def told_of(policy: Policy, *events: Event) -> dict[str, object]:
    """What was said with the last of these acts."""
    done = run(policy, *events)
    formal = next(o for o in done.decisions[events[-1].id].outcomes if isinstance(o, Formal))
    return dict(formal.reason.values)


@pytest.mark.parametrize(
    ("halves", "band"),
    [(10, "none"), (11, "representations"), (30, "representations"), (31, "review")],
)
def test_the_policys_bands_hold_without_a_law(halves: int, band: str) -> None:
    assert told_of(Policy.of(pack("star_binary")), issue(halves=halves))["band"] == band


def test_whoever_weighs_a_decision_sees_the_term_apart_from_the_year() -> None:
    spring = act("new", "consider", code="fixed_period", day=date(2027, 1, 11))
    autumn = act("new", "consider", code="fixed_period", day=date(2026, 12, 1))
    for event, term in ((spring, 0), (autumn, 3)):
        (weighed,) = run(lawful(), issue(halves=3), event).state.sanctions[-1].acts
        assert dict(weighed.known) == {"term_half_days": term, "year_half_days": 3}


def test_a_decision_counts_once_in_the_year_and_once_ever() -> None:
    counts = run(lawful(), issue(), issue("two", date(2026, 11, 16), about="b")).state.counts
    assert {key: many for key, many in counts.items() if key.startswith("decided")} == {
        "decided|y:2026-27": 2,
        "decided|all": 2,
    }
