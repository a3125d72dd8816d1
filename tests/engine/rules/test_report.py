"""Report cards: what is counted before and during, what a void takes away, and which marks are offered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evenhand.engine.close import Member, Period, close
from evenhand.engine.decisions import Task
from evenhand.engine.facts import EMPTY_STATE, NOTHING, Event, Fact, PupilState, Report
from evenhand.engine.rules.report import offered, running, spans
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import happened, moment, pack, policy, run, void

CARD = pack("star_binary").reports["report_card"]
WEDNESDAY = date(2026, 9, 16)
GROUND: dict[str, Fact] = {"reason": "Repeat referrals", "targets": ("Arrive ready",)}


def told(
    ident: str,
    choice: str,
    day: date = date(2026, 9, 15),
    code: str = "report_card",
    about: Mapping[str, Fact] = NOTHING,
    **details: Fact,
) -> Event:
    """An act of the behaviour lead about a report, in period 3."""
    roles = ["behaviour_lead", "pastoral_lead"]
    bare = happened(ident, code, EventKind.REPORT, day=day, roles=roles)
    return bare._replace(details={"choice": choice, **about, **details})


def unmarked(state: PupilState, **facts: Fact) -> list[Task]:
    """What the close of Wednesday flags."""
    period = Period("day", "d:2026-09-16", moment(WEDNESDAY, time(16)))
    (found,) = close(policy(), WORKED, (Member("p", state, 8, facts=facts),), period)
    return [o for o in found.decision.outcomes if isinstance(o, Task) and o.task == "report_unmarked"]


def in_period(event: Event, period: str) -> Event:
    """The same in another period."""
    return event._replace(spot=event.spot._replace(period=period))


school_days = st.integers(1, 100).map(lambda n: WORKED.add_school_days(date(2026, 9, 1), n))


@pytest.mark.covers("STAR-141c")
@given(st.lists(school_days, max_size=12), school_days, st.integers(0, 30))
def test_as_many_days_before_as_during_against_days_counted_one_by_one(
    sent: list[date], started: date, length: int
) -> None:
    until = WORKED.add_school_days(started, length) if length else started
    state = EMPTY_STATE._replace(recent={"report:report_card": tuple(sorted(sent))})
    turn = Turn(policy(), WORKED, state, told("review", "review", until))
    during = [started]
    while during[-1] < until:
        during.append(WORKED.next_school_day(during[-1]))
    day = started
    before: list[date] = []
    while len(before) < len(during) and day > WORKED.known_from:
        day -= timedelta(days=1)
        before += [day] if WORKED.is_school_day(day) else []
    wanted = (sum(one in before for one in sent), sum(one in during for one in sent))
    assert spans(turn, CARD, Report("r", "report_card", started), until) == wanted


def test_only_stays_that_were_opened_are_counted_and_a_void_takes_one_away() -> None:
    first, joined = happened("one", "RED-01"), happened("two", "RED-01", at="11:40")
    seen = run(policy(), first, joined)
    assert seen.state.recent["report:report_card"] == (date(2026, 9, 15),)
    only = run(policy(), first)
    gone = run(policy(), void(first, only.decisions["one"]), state=only.state)
    assert gone.state.recent["report:report_card"] == ()
    later = void(first, seen.decisions["one"])._replace(at=happened(day=date(2026, 9, 21)).at)
    still = run(policy(), later, state=seen.state)
    assert still.state.recent["report:report_card"] == (date(2026, 9, 15),)


def test_days_that_no_review_asks_for_are_dropped_and_those_before_a_running_report_kept() -> None:
    long_ago, today = date(2026, 9, 4), date(2026, 12, 14)
    state = EMPTY_STATE._replace(recent={"report:report_card": (long_ago, date(2026, 12, 1))})
    found = run(policy(), happened("one", "RED-01", day=today), state=state).state
    assert found.recent["report:report_card"] == (date(2026, 12, 1), today)
    running = state._replace(reports=(Report("r", "report_card", date(2026, 9, 15)),))
    kept = run(policy(), happened("one", "RED-01", day=today), state=running).state
    assert kept.recent["report:report_card"] == (long_ago, date(2026, 12, 1), today)


@pytest.mark.covers("STAR-140a")
def test_a_report_that_runs_is_not_suggested_again() -> None:
    state = EMPTY_STATE._replace(counts={"placed:removal_room|b:autumn-1": 1})
    event = happened("one", "RED-01")
    assert "report:card" in [o.proposal for o in run(policy(), event, state=state).outcomes("one", "propose")]  # type: ignore[union-attr]  # proposals
    running = state._replace(reports=(Report("r", "report_card", date(2026, 9, 8)),))
    assert run(policy(), event, state=running).outcomes("one", "propose") == []


@pytest.mark.covers("STAR-141b")
def test_marks_of_the_day_and_the_lessons_that_were_taught_decide_what_is_flagged() -> None:
    mark = told("mark", "mark", WEDNESDAY, mark="met", praise="Worked hard")
    seen = run(
        policy(), told("start", "start", about=GROUND), mark, in_period(mark._replace(id="again"), "P1")
    )
    (flag,) = unmarked(seen.state)
    assert dict(flag.reason.values)["periods"] == "P2, P4, P5"
    (other,) = unmarked(seen.state, lessons=("P1", "P5"))
    assert dict(other.reason.values)["periods"] == "P5"
    assert unmarked(seen.state, lessons=("P1", "P3")) == []
    assert unmarked(seen.state, lessons=()) == []
    assert unmarked(seen.state, absent=True) == []
    day = {"attendance.possible|d:2026-09-16": 2, "attendance.attended|d:2026-09-16": 0}
    away = seen.state._replace(counts={**seen.state.counts, **day})
    assert unmarked(away) == []
    came = {**away.counts, "attendance.attended|d:2026-09-16": 1}
    assert len(unmarked(away._replace(counts=came))) == 1
    assert (flag.about, flag.owner) == ("start", "")


def test_a_mark_or_a_start_that_was_voided_is_gone() -> None:
    mark = told("mark", "mark", WEDNESDAY, mark="met", praise="Worked hard")
    start = told("start", "start", about=GROUND)
    seen = run(policy(), start, mark)
    assert unmarked(seen.state, lessons=("P3",)) == []
    taken = run(policy(), void(mark, seen.decisions["mark"], at="12:00"), state=seen.state).state
    assert len(unmarked(taken, lessons=("P3",))) == 1
    assert (
        run(policy(), void(start, seen.decisions["start"], at="12:00"), state=seen.state).state.reports == ()
    )


ACTS = st.lists(st.sampled_from(["extend", "mark", "end", "start"]), min_size=1, max_size=5)


@given(ACTS, st.data())
def test_an_act_on_a_report_that_was_voided_is_as_if_it_never_was(
    choices: list[str], data: st.DataObject
) -> None:
    """Each act stands on its own day, so that what is left is the same whichever of them is taken back."""
    acts = [told("r0", "start", about=GROUND)]
    given_with = {**GROUND, "another_report": "Another aim", "mark": "met", "praise": "Yes"}
    for place, choice in enumerate(choices, 1):
        act = told(f"r{place}", choice, WORKED.add_school_days(WEDNESDAY, place), about=given_with)
        newest = next(one.id for one in reversed(acts) if one.details["choice"] == "start")
        acts.append(act if choice == "start" else act._replace(about=newest))
    gone = data.draw(st.sampled_from(acts[1:]))
    seen, never = run(policy(), *acts), run(policy(), *(act for act in acts if act is not gone))
    assume(not seen.decisions[gone.id].refused)
    assume(all(one.refused == seen.decisions[ident].refused for ident, one in never.decisions.items()))
    taken = run(policy(), void(gone, seen.decisions[gone.id], at="16:00"), state=seen.state)
    assert taken.state.reports == never.state.reports


def test_an_extension_taken_back_puts_the_review_where_it_was() -> None:
    start = told("start", "start", about=GROUND)
    longer = told("longer", "extend", date(2026, 11, 10), reason="Not yet")
    once, twice = run(policy(), start), run(policy(), start, longer)
    assert twice.state.reports[0].until != once.state.reports[0].until
    back = run(policy(), void(longer, twice.decisions["longer"]), state=twice.state)
    assert back.state.reports == once.state.reports


def test_a_report_whose_end_was_taken_back_runs_on_and_can_be_marked() -> None:
    start, end = told("start", "start", about=GROUND), told("end", "end", WEDNESDAY, reason="Met")
    seen = run(policy(), start, end)
    mark = told("mark", "mark", WEDNESDAY, mark="met", praise="Yes")
    assert run(policy(), mark, state=seen.state).missing("mark") == ("running_report",)
    back = run(policy(), void(end, seen.decisions["end"]), state=seen.state)
    assert back.state.reports == run(policy(), start).state.reports
    assert not run(policy(), mark, state=back.state).decisions["mark"].refused


def test_few_reports_that_are_over_are_kept() -> None:
    state = EMPTY_STATE
    for place in range(1, 7):
        day = WORKED.add_school_days(WEDNESDAY, place)
        start = told(f"s{place}", "start", day, about=GROUND)
        state = run(policy(), start, told(f"e{place}", "end", day, reason="Met"), state=state).state
    assert [report.id for report in state.reports] == ["s4", "s5", "s6"]
    assert running(state.reports) == ()


def test_marks_of_earlier_days_make_room() -> None:
    state = run(policy(), told("start", "start", about=GROUND)).state
    for place in range(30):
        event = told(
            f"m{place}", "mark", WORKED.add_school_days(WEDNESDAY, place // 5 + 1), mark="met", praise="Yes"
        )
        state = run(policy(), in_period(event, f"P{place % 5 + 1}"), state=state).state
    (report,) = state.reports
    assert [one.split("/")[2] for one in report.marked] == [f"m{place}" for place in range(18, 30)]


@pytest.mark.covers("INF-CR-9")
def test_a_positive_report_has_no_negative_option() -> None:
    cards = pack("infiniti").reports
    assert [mark.form for mark in offered(cards["positive"])] == ["positive"]
    assert [mark.form for mark in offered(cards["kindness"])] == ["positive"]
    assert "negative" in [mark.form for mark in offered(cards["daily"])]


@pytest.mark.covers("INF-CR-8")
def test_the_form_of_a_kindness_report_asks_for_the_kind_act() -> None:
    card = pack("infiniti").reports["kindness"]
    assert card.asks == "What kind act was seen?"
    assert [mark.records for mark in offered(card)] == [("act",)]


@pytest.mark.parametrize(
    ("code", "choice", "details", "facts"),
    [
        ("nothing", "start", {}, ("report",)),
        ("report_card", "dance", {}, ("choice",)),
        ("report_card", "mark", {"mark": "met", "praise": "Yes"}, ("running_report",)),
        ("report_card", "review", {}, ("running_report",)),
        ("report_card", "start", {"reason": "x", "targets": (" ", "")}, ("targets",)),
    ],
)
def test_an_act_about_no_report_is_refused(
    code: str, choice: str, details: dict[str, Fact], facts: tuple[str, ...]
) -> None:
    found = run(policy(), told("one", choice, code=code, about=details))
    assert (found.missing("one"), found.state) == (facts, EMPTY_STATE)


def test_a_mark_says_for_which_lesson() -> None:
    mark = in_period(told("mark", "mark", WEDNESDAY, mark="met", praise="Yes"), "")
    assert run(policy(), told("start", "start", about=GROUND), mark).missing("mark") == ("period",)


def test_the_day_on_which_a_review_begins_to_look_is_kept_and_other_cards_do_not_stretch_it() -> None:
    today = date(2026, 12, 14)
    asked = Turn(policy(), WORKED, EMPTY_STATE, happened(day=today)).rules.number(CARD.compare_days)
    first = WORKED.school_days_before(today, asked)[0]
    before = WORKED.subtract_school_days(first, 1)
    other = (Report("r", "another_card", date(2026, 9, 15)),)
    state = EMPTY_STATE._replace(recent={"report:report_card": (before, first)}, reports=other)
    found = run(policy(), happened("one", "RED-01", day=today), state=state).state
    assert found.recent["report:report_card"] == (first, today)
