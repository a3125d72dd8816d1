"""Triggers against a naive count over every day, and a void as if the entry had never been."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.close import Member, Period, close
from evenhand.engine.decisions import Case, Task
from evenhand.engine.facts import EMPTY_STATE, Event, PupilState
from evenhand.engine.pack.resolve import Policy
from evenhand.engine.pack.schema import Counter, DatedValue, Effect, Pack, Param, Trigger, When
from evenhand.engine.step import step
from evenhand.engine.values import EventKind, Origin, Role, Unit
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import Run, happened, moment, pack, policy, run, taken_back

TERM_DAYS = [date(2026, 9, 1) + timedelta(days=number) for number in range(110)]
SCHOOL_DAYS = [day for day in TERM_DAYS if WORKED.is_school_day(day)]
TASK = Effect(kind="task", cites=("1",), id="noticed", label="Look", role=Role.TUTOR)
FIGURES = {"two": 2, "three": 3, "ten": 10, "thirty": 30, "five": 5, "nought": 0}


def watching(*triggers: Trigger, by: str = "") -> Policy:
    """The pack of two steps with triggers on what is talked over others."""
    counters = {"talks": Counter("talks", "talks", ("1",), acts=When(codes=("TALK",)), by=by)}
    return Policy.of(
        replace(
            tiny(),
            counters=counters,
            triggers={one.id: one for one in triggers},
        )
    )


def tiny() -> Pack:
    """The pack of two steps with a few figures."""
    since = date(2020, 1, 1)
    figures = {
        key: Param(key, key, Unit.COUNT, (DatedValue(since, value, Origin.DEFAULT, (), "test"),))
        for key, value in FIGURES.items()
    }
    held = pack("tiny")
    return replace(held, params={**held.params, **figures})


def trigger(
    test: str = "at_least", window: str = "half_term", number: str = "param:three", **rest: object
) -> Trigger:
    """A trigger of some kind that asks for a look."""
    made = Trigger("often", "Often", "talks", test, window, number, ("1",), (TASK,))
    return replace(made, **rest)  # type: ignore[arg-type]  # the fields of the declaration by name


def talk(number: int, day: date) -> Event:
    """The pupil talks over somebody, each time in another lesson."""
    return happened(f"e{number}", "TALK", day=day, scope=f"L{number}", period="")


def fired(found: Run) -> list[str]:
    """The events on which something was noticed, in order."""
    return [
        ident
        for ident, decision in found.decisions.items()
        if any(isinstance(item, Task) and item.task == "noticed" for item in decision.outcomes)
    ]


def talks(chosen: Policy, days: list[date]) -> list[str]:
    """On which of these talks the trigger fires."""
    return fired(run(chosen, *(talk(number, day) for number, day in enumerate(days))))


def naive(days: list[date], number: int, inside: str) -> list[str]:
    """For each entry: is there a stretch that now holds enough and did not without it, counted day by day?"""
    found = []
    for place, day in enumerate(days):
        so_far = days[: place + 1]
        ends = [day] if inside != "five" else [day, *(one for one in so_far if one > day)]
        if any(
            sum(same(inside, one, end) for one in so_far)
            >= number
            > sum(same(inside, one, end) for one in days[:place])
            for end in ends
        ):
            found.append(f"e{place}")
    return found


def same(inside: str, one: date, end: date) -> bool:
    """Whether a day lies in the stretch that ends on, or holds, another."""
    if inside == "week":
        return one.isocalendar()[:2] == end.isocalendar()[:2]
    if inside == "half_term":
        return (one <= date(2026, 10, 25)) == (end <= date(2026, 10, 25)) and one < date(2026, 10, 24)
    last = [day for day in SCHOOL_DAYS if day <= end][-5:]
    return last[0] <= one <= end


in_term = st.lists(st.sampled_from(SCHOOL_DAYS[:36]), max_size=10)


@pytest.mark.covers("STAR-119a")
@given(in_term)
def test_so_many_in_a_half_term_is_a_plain_count(days: list[date]) -> None:
    assert talks(watching(trigger()), days) == naive(days, 3, "half_term")


@pytest.mark.covers("STAR-119c")
@given(in_term)
def test_so_many_in_a_week_is_a_plain_count(days: list[date]) -> None:
    assert talks(watching(trigger(window="week", number="param:two")), days) == naive(days, 2, "week")


@pytest.mark.covers("STAR-119c")
@given(in_term)
def test_so_many_in_five_school_days_is_a_plain_count_whatever_the_order_of_the_entries(
    days: list[date],
) -> None:
    rolling = trigger(window="school_days", days="param:five", number="param:two")
    assert talks(watching(rolling), days) == naive(days, 2, "five")


def test_exactly_so_many_is_noticed_on_the_one_that_makes_it_so() -> None:
    days = SCHOOL_DAYS[:5]
    assert talks(watching(trigger("exactly")), days) == ["e2"]
    assert talks(watching(trigger("exactly", per="event")), days) == ["e2"]
    assert talks(watching(trigger(per="event")), days) == ["e2", "e3", "e4"]


def test_once_per_period_and_once_per_pupil() -> None:
    two_half_terms = [*SCHOOL_DAYS[:4], *SCHOOL_DAYS[-4:]]
    assert talks(watching(trigger(per="period")), two_half_terms) == ["e2", "e6"]
    assert talks(watching(trigger(per="pupil")), two_half_terms) == ["e2"]
    assert talks(watching(trigger(window="always", per="crossing")), two_half_terms) == ["e2"]


def test_a_trigger_holds_from_its_first_day_to_its_last() -> None:
    days = SCHOOL_DAYS[:3]
    assert talks(watching(trigger(first=days[2], last=days[2])), days) == ["e2"]
    assert talks(watching(trigger(first=days[2] + timedelta(days=1))), days) == []
    assert talks(watching(trigger(last=days[1])), days) == []


def test_a_streak_of_days_is_noticed_on_the_day_that_completes_it() -> None:
    streak = watching(trigger("streak_with", "day"))
    assert talks(streak, [SCHOOL_DAYS[0], SCHOOL_DAYS[1], SCHOOL_DAYS[3]]) == []
    assert talks(streak, [SCHOOL_DAYS[0], SCHOOL_DAYS[1], SCHOOL_DAYS[2]]) == ["e2"]
    # Said late, the day in the middle completes it all the same.
    assert talks(streak, [SCHOOL_DAYS[0], SCHOOL_DAYS[2], SCHOOL_DAYS[1]]) == ["e2"]


def test_acts_may_be_counted_apart_by_a_detail() -> None:
    apart = watching(trigger(number="param:two"), by="parties")
    with_whom = [("17",), ("18",), ("18", "17")]
    events = [
        happened(f"e{number}", "TALK", day=SCHOOL_DAYS[number], scope=f"L{number}", parties=parties)
        for number, parties in enumerate(with_whom)
    ]
    found = run(apart, *events)
    assert fired(found) == ["e2"]
    entries = [dict(item.reason.values)["entries"] for item in found.outcomes("e2", "task")]
    assert entries == ["e1 e2", "e0 e2"]


def ends(chosen: Policy, kind: str, day: date, state: PupilState = EMPTY_STATE) -> tuple[bool, PupilState]:
    """Whether something is noticed when the period ends, and the state then."""
    (found,) = close(chosen, WORKED, (Member("a", state, 8),), Period(kind, "", moment(day, time(16, 0))))
    return any(item.kind == "task" for item in found.decision.outcomes), found.state


@pytest.mark.parametrize(("talked", "wanted"), [(0, True), (2, True), (3, False)])
def test_at_most_so_many_is_judged_when_the_week_ends(talked: int, wanted: bool) -> None:
    most = watching(trigger("at_most", "week", "param:two", judge="close", per="period"))
    week = [day for day in SCHOOL_DAYS if day.isocalendar().week == 38]
    found = run(most, *(talk(number, week[number]) for number in range(talked)))
    assert fired(found) == []
    assert ends(most, "week", week[-1], found.state)[0] is wanted
    assert ends(most, "day", week[-1], found.state)[0] is False


def test_a_period_is_judged_once_even_if_it_is_closed_again() -> None:
    most = watching(trigger("at_most", "week", "param:two", judge="close", per="period"))
    noticed, state = ends(most, "week", date(2026, 9, 18))
    assert noticed
    assert ends(most, "week", date(2026, 9, 18), state)[0] is False
    assert ends(most, "week", date(2026, 9, 25), state)[0] is True


def test_a_streak_without_is_noticed_at_the_end_of_its_last_day_and_not_on_the_next() -> None:
    calm = watching(trigger("streak_without", "day", judge="close"))
    found = run(calm, talk(0, SCHOOL_DAYS[1]))
    noticed = [ends(calm, "day", day, found.state)[0] for day in SCHOOL_DAYS[1:7]]
    assert noticed == [False, False, False, True, False, False]


def test_a_rise_may_be_looked_for_daily() -> None:
    rise = trigger(
        "rise", "school_days", "param:two", days="param:ten", factor="param:two", base_days="param:thirty",
        base_shortest="param:ten", judge="close",
    )  # fmt: skip
    found = run(watching(rise), talk(0, SCHOOL_DAYS[20]), talk(1, SCHOOL_DAYS[21]))
    assert fired(found) == []
    noticed = [ends(watching(rise), "day", day, found.state)[0] for day in SCHOOL_DAYS[20:24]]
    assert noticed == [False, True, False, False]


def points(number: str, window: str = "half_term", **rest: object) -> Policy:
    """The secondary pack with a trigger on behaviour points."""
    counters = {"points": Counter("points", "behaviour points", ("31",), ledger="behaviour")}
    often = trigger("at_least", window, number, counter="points", **rest)
    held = policy().pack
    return Policy.of(
        replace(
            held,
            params={**held.params, **tiny().params},
            counters=counters,
            triggers={"often": often},
        )
    )


@pytest.mark.parametrize("window", ["half_term", "term", "rolling_year", "week"])
def test_points_are_counted_by_their_value(window: str) -> None:
    # A warning is 1, a second act in the same lesson 3 more.
    chosen = points("param:five", window)
    events = [happened("e0"), happened("e1", at="11:30"), happened("e2", at="14:00", scope="8R-P5")]
    assert fired(run(chosen, *events)) == ["e2"]
    assert fired(run(chosen, *events[:2])) == []


def test_points_that_are_taken_back_are_not_counted() -> None:
    chosen = points("param:five", "term", per="period")
    events = [happened("e0"), happened("e1", at="11:30"), happened("e2", at="14:00", scope="8R-P5")]
    found = run(chosen, *events)
    back = happened(
        "v",
        "",
        EventKind.VOID,
        at="14:05",
        voids=taken_back(events[2], found.decisions["e2"]),
        reason="Mis-tap",
    )
    again = happened("e3", at="14:10", scope="8R-P5", period="P5")
    assert fired(run(chosen, back, again, state=found.state)) == ["e3"]


def voided(event: Event, found: Run, ident: str, day: date) -> Event:
    """The event that takes an entry back on a later day."""
    return happened(
        ident, "", EventKind.VOID, day=day, about=event.id,
        voids=taken_back(event, found.decisions[event.id]), reason="Mis-tap",
    )  # fmt: skip


@pytest.mark.parametrize("per", ["crossing", "period", "pupil"])
@given(in_term.filter(bool), st.data())
def test_an_entry_taken_back_is_as_if_it_had_never_been(
    per: str, days: list[date], data: st.DataObject
) -> None:
    """What fires after the void fires also where the entry never was; a mark that others explain stays."""
    chosen = watching(trigger(per=per), trigger(window="week", number="param:two", per=per, id="weekly"))
    gone = data.draw(st.integers(0, len(days) - 1))
    later = data.draw(st.lists(st.sampled_from(SCHOOL_DAYS[:36]), max_size=4))
    events = [talk(number, day) for number, day in enumerate(days)]
    after = [talk(100 + number, day) for number, day in enumerate(later)]
    before = run(chosen, *events)
    void = voided(events[gone], before, "void", SCHOOL_DAYS[36])
    really = run(chosen, void, *after, state=before.state)
    never = run(chosen, *(event for event in events if event is not events[gone]))
    would = run(chosen, *after, state=never.state)
    assert fired(really) == fired(would)
    assert really.state.counted == would.state.counted


def referral(ident: str, day: date) -> list[Event]:
    """A referral of the secondary pack, and its end on the same day."""
    return [
        happened(ident, "RED-13", day=day, scope=ident),
        happened(
            ident + "-out", "", EventKind.RELEASE, day=day, at="11:50", about=ident, reason="Back",
            roles=("removal_manager",),
        ),
    ]  # fmt: skip


def test_a_referral_taken_back_after_its_stay_is_over_is_not_counted() -> None:
    first, second, third = (referral(f"r{number}", day) for number, day in enumerate(SCHOOL_DAYS[8:11], 1))
    found = run(policy(), *first)
    void = voided(first[0], found, "void", SCHOOL_DAYS[8])
    after = run(policy(), void, *second, state=found.state)
    assert [item for item in after.decisions["r2"].outcomes if isinstance(item, Case)] == []
    opened = run(policy(), *third, state=after.state)
    assert [item.act for item in opened.decisions["r3"].outcomes if isinstance(item, Case)] == ["opened"]


def test_of_two_referrals_in_one_stay_the_other_still_counts_when_the_first_is_taken_back() -> None:
    one, two = happened("r1", "RED-13", scope="a"), happened("r2", "RED-13", at="11:40", scope="a")
    found = run(policy(), one, two)
    assert [(row.key, row.event) for row in found.state.counted] == [("r1", "r1"), ("r1", "r2")]
    after = run(policy(), voided(one, found, "void", one.at.day), state=found.state)
    assert [row.event for row in after.state.counted] == ["r2"]


def test_a_plain_concern_that_nothing_watches_changes_nothing_that_is_counted() -> None:
    decision, state = step(policy(), WORKED, EMPTY_STATE, happened())
    assert (state.counted, state.fired, state.cases) == ((), {}, ())
    assert all(item.kind != "case" for item in decision.outcomes)


def test_days_that_no_trigger_looks_back_to_are_dropped() -> None:
    chosen = watching(trigger(window="week"))
    year = [
        day for day in (date(2026, 9, 2) + timedelta(days=n) for n in range(320)) if WORKED.is_school_day(day)
    ]
    kept = run(chosen, *(talk(number, day) for number, day in enumerate(year))).state.counted
    assert {row.day for row in kept} == {day for day in year if day >= year[-1] - timedelta(days=200)}


def test_what_else_was_counted_does_not_keep_a_close_from_judging() -> None:
    some = watching(trigger("at_least", "week", "param:two", judge="close", per="period"))
    week = [day for day in SCHOOL_DAYS if day.isocalendar().week == 38]
    state = run(some, talk(0, week[0]), talk(1, week[1])).state
    (mine, _) = state.counted
    mixed = state._replace(counted=(mine._replace(name="gone", key="x", event="x"), *state.counted))
    assert ends(some, "week", week[-1], state)[0] is True
    assert ends(some, "week", week[-1], mixed)[0] is True
    assert ends(some, "week", week[-1], state._replace(counted=state.counted[:1]))[0] is False
