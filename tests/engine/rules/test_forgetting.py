"""At the end of a year a state forgets the sums of earlier years, and nothing that is decided later differs for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.cli.bench.years_on import years_on
from evenhand.engine import close as closing
from evenhand.engine.close import Member, close, period_of
from evenhand.engine.decisions import Outcome
from evenhand.engine.facts import EMPTY_STATE, Event, PupilState
from evenhand.engine.history import History
from evenhand.engine.period_ends import LAST_SECOND, period_ends
from evenhand.engine.rules.forgetting import LONG, end_of_year
from evenhand.engine.school_calendar import SchoolCalendar, Term
from evenhand.engine.values import EventKind
from tests.engine.rules.test_trigger import points
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, moment, policy, run, taken_back

YEARS = 4
LONG_AT_SCHOOL = years_on(WORKED, YEARS)
ENDS = period_ends(LONG_AT_SCHOOL, moment, ("half_term", "year"))
FIRST = LONG_AT_SCHOOL.years[0]
CODES = {
    "ACH-S3": EventKind.ACHIEVEMENT,
    "ACH-A3": EventKind.ACHIEVEMENT,
    "DIS-04": EventKind.CONCERN,
    "RED-13": EventKind.CONCERN,
}


def school_days(year: int) -> list[date]:
    """The school days of one of the years."""
    return list(LONG_AT_SCHOOL.school_days_in_year(LONG_AT_SCHOOL.years[year]))


def act(number: int, day: date, code: str) -> Event:
    """Something that happens on a day, each time in another lesson."""
    return happened(f"e{number}", code, CODES[code], day=day, scope=f"L{number}")


def told(events: Sequence[Event], voided: Sequence[str] = ()) -> tuple[list[Sequence[Outcome]], PupilState]:
    """What is decided for one pupil, event after event with every end of a half-term and year, and the state at last."""
    history = History(policy(), LONG_AT_SCHOOL, ENDS, {}, voided)
    found: list[Sequence[Outcome]] = []
    for event in events:
        for _, closed in history.close_until(event.at.instant):
            found.extend(one.decision.outcomes for one in closed if one.decision.outcomes)
        found.append(history.tell("a", event).outcomes)
    for _, closed in history.close_until(ENDS[-1].at.instant + 1):
        found.extend(one.decision.outcomes for one in closed if one.decision.outcomes)
    return found, history.states["a"]


def periods(state: PupilState) -> set[str]:
    """The years, half-terms and terms of which the state keeps a sum or a mark."""
    held = (*state.totals, *state.counts, *state.fired)
    return {period for key in held if (period := key.partition("|")[2]).startswith(LONG)}


def end(state: PupilState, calendar: SchoolCalendar, day: date, kind: str = "year") -> PupilState:
    """The state after the end of the year of that day."""
    period = period_of(calendar, kind, moment(day, LAST_SECOND))
    assert period is not None
    return close(policy(), calendar, (Member("a", state, 8),), period)[0].state


histories = st.lists(
    st.tuples(st.sampled_from([day for year in range(YEARS) for day in school_days(year)[::9]]),
              st.sampled_from(sorted(CODES))),
    min_size=1, max_size=24,
).map(sorted)  # fmt: skip


@given(histories, st.data())
def test_what_is_decided_is_what_would_be_decided_if_nothing_were_forgotten(
    drawn: list[tuple[date, str]], data: st.DataObject
) -> None:
    """Also where an entry is taken back in its own year or the next one."""
    events = [act(number, day, code) for number, (day, code) in enumerate(drawn)]
    gone = events[data.draw(st.integers(0, len(events) - 1))]
    soon = [day for year in range(YEARS) for day in school_days(year)
            if gone.at.day < day < gone.at.day + timedelta(days=364)]  # fmt: skip
    voided: tuple[str, ...] = ()
    if soon:
        void = happened("void", "", EventKind.VOID, day=data.draw(st.sampled_from(soon)), about=gone.id,
                        at="15:30", reason="Mis-tap")  # fmt: skip
        events, voided = sorted([*events, void], key=lambda event: event.at.instant), (gone.id,)
    decided, state = told(events, voided)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(closing, "CLOSERS", tuple(one for one in closing.CLOSERS if one is not end_of_year))
        wanted, whole = told(events, voided)
    assert decided == wanted
    assert periods(state) <= periods(whole)
    last = LONG_AT_SCHOOL.years[-1].id
    assert all(period.endswith(last.removeprefix(FIRST.id)) for period in periods(state))
    assert {key: whole.totals[key] for key in state.totals} == state.totals


def test_after_any_number_of_years_two_are_kept() -> None:
    sizes = []
    state = EMPTY_STATE
    for year in range(YEARS):
        days = school_days(year)[::30]
        events = [act(100 * year + number, day, "ACH-S3") for number, day in enumerate(days)]
        state = run(policy(), *events, calendar=LONG_AT_SCHOOL, state=state).state
        sizes.append((len(state.totals), len(state.counts), len(state.fired)))
        state = end(state, LONG_AT_SCHOOL, days[-1])
    assert sizes[1] == sizes[2] == sizes[3] > sizes[0]


def test_the_year_that_ends_stays_for_what_is_taken_back_in_the_next() -> None:
    event = act(1, school_days(0)[-1], "ACH-S3")
    found = run(policy(), event, calendar=LONG_AT_SCHOOL)
    kept = end(found.state, LONG_AT_SCHOOL, event.at.day)
    assert kept == found.state
    void = happened("v", "", EventKind.VOID, day=school_days(1)[0], about="e1", reason="Mis-tap",
                    voids=taken_back(event, found.decisions["e1"]))  # fmt: skip
    after = run(policy(), void, calendar=LONG_AT_SCHOOL, state=kept).state
    assert after.totals["achievement|y:2026-27"] == 0


@pytest.mark.parametrize("kind", ["day", "week", "half_term", "term"])
def test_nothing_is_forgotten_at_the_end_of_anything_less_than_a_year(kind: str) -> None:
    state = PupilState(totals={"achievement|y:2020-21": 7}, fired={"postcard|y:2020-21": "50"})
    last = school_days(2)[-1]
    assert periods(end(state, LONG_AT_SCHOOL, last, kind)) == {"y:2020-21"}
    assert periods(end(state, LONG_AT_SCHOOL, last)) == set()


@pytest.mark.parametrize("terms", [3, 6])
def test_terms_are_kept_as_long_as_their_years(terms: int) -> None:
    """A year of more than three terms counts formal sanctions in three of its own."""
    year = WORKED.years[0]
    parts = tuple(Term(f"t{number}", f"Term {number}") for number in range(1, terms + 1))
    blocks = tuple(
        block._replace(term_id=f"t{number // (6 // terms) + 1}") for number, block in enumerate(year.blocks)
    )
    calendar = years_on(SchoolCalendar([replace(year, terms=parts, blocks=blocks)]), 3)
    own, older = ("t:t2-2", "t:t1-1") if terms == 3 else ("t:2026-27-2/2", "t:2026-27-1/break")
    counts = {f"excluded|{own}": 4, f"excluded|{older}": 2, "decided|all": 3, "decided|y:2026-27-1": 1}
    kept = end(PupilState(counts=counts), calendar, calendar.last_school_day_of_year(calendar.years[2]))
    assert kept.counts == {f"excluded|{own}": 4, "decided|all": 3}


def test_days_and_weeks_and_what_happens_once_stay() -> None:
    totals = {"achievement|d:2026-09-15": 1, "achievement|w:2026-09-14": 1, "achievement|b:autumn-1": 1}
    fired = {"trigger:once@talks": "2026-09-15", "crown": "b:autumn-1"}
    kept = end(PupilState(totals=totals, fired=fired), LONG_AT_SCHOOL, school_days(2)[-1])
    assert set(kept.totals) == {"achievement|d:2026-09-15", "achievement|w:2026-09-14"}
    assert kept.fired == fired


def test_of_a_sum_that_is_forgotten_a_void_does_not_know_that_it_had_not_fired() -> None:
    """What happens once for a pupil does not happen again since an entry of long ago is taken back."""
    chosen = points("param:three", per="pupil")
    events = [act(number, day, "DIS-04") for number, day in enumerate(school_days(0)[:5])]
    found = run(chosen, *events, calendar=LONG_AT_SCHOOL)
    assert found.state.fired
    kept = end(end(found.state, LONG_AT_SCHOOL, school_days(0)[-1]), LONG_AT_SCHOOL, school_days(1)[-1])
    assert "behaviour|b:autumn-1" in found.state.totals
    assert "behaviour|b:autumn-1" not in kept.totals
    assert len(kept.fired) == 1
    void = happened("v", "", EventKind.VOID, day=school_days(2)[0], about="e0", reason="Mis-tap",
                    voids=taken_back(events[0], found.decisions["e0"]))  # fmt: skip
    assert run(chosen, void, calendar=LONG_AT_SCHOOL, state=kept).state.fired == kept.fired
