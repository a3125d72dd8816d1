"""Stages by confirmed acts, against a plain reading of the rule; what is recorded and taken back on a case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.engine.decisions import Case, Propose
from evenhand.engine.facts import EMPTY_STATE, Counted, Event, Opened
from evenhand.engine.rules.paths import CONFIRMED, REPORTED, SETTLED, stage_of, take_back
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, Run, happened, policy, run, taken_back

DAYS = [date(2026, 9, 14) + timedelta(days=number) for number in range(12)]
rows_of_a_path = st.tuples(st.sampled_from(["settled", "confirmed"]), st.sampled_from(DAYS))
GATE: dict[str, str | bool] = {"heard_by": "Ms Abara", "account": "Cross", "need_considered": True}


def said(ident: str, day: date = TUESDAY, code: str = "PPL-06") -> Event:
    """A comment in the playground."""
    return happened(ident, code, day=day, words="…")


def act(
    ident: str, code: str, day: date = TUESDAY, about: str = "c1:comments", **details: str | bool
) -> Event:
    """Something that the headteacher, who may do all of it, records about a case."""
    roles = ("principal", "senior_leader", "pastoral_lead")
    event = happened(ident, code, EventKind.CASE, day=day, at="15:00", about=about, roles=roles)
    return event._replace(details=details)


def confirmed(ident: str, day: date = TUESDAY, about: str = "c1:comments", **details: str | bool) -> Event:
    """A confirmation with all that it needs."""
    return act(ident, "confirmed", day, about)._replace(details={**GATE, **details})


def proposals(found: Run, ident: str) -> int:
    """How many suspensions an event proposes."""
    return sum(
        isinstance(item, Propose) and item.proposal == "one_day_suspension"
        for item in found.decisions[ident].outcomes
    )


def back(event: Event, found: Run, ident: str = "void") -> Event:
    """The event that takes another back."""
    return happened(
        ident, "", EventKind.VOID, at="15:30", day=event.at.day, about=event.id,
        voids=taken_back(event, found.decisions[event.id]), reason="Another pupil",
    )  # fmt: skip


def by_hand(rows: list[tuple[str, date]], since: date) -> int:
    """The stage by the rule as it is read out: the next stage needs a settlement after the one before, and a later act."""
    stage, open_from = 0, None
    for kind, day in rows:
        if kind == "settled":
            open_from = day
            continue
        if day < since:
            continue
        if stage == 0 or (open_from is not None and day >= open_from):
            stage, open_from = stage + 1, None
    return stage


@pytest.mark.covers("INF-RH-10")
@given(
    st.lists(st.tuples(st.sampled_from(["settled", "confirmed"]), st.sampled_from(DAYS)), max_size=10),
    st.sampled_from(DAYS),
)
def test_the_stage_is_what_the_rule_says(rows: list[tuple[str, date]], since: date) -> None:
    names = {"settled": SETTLED + "p", "confirmed": CONFIRMED + "p"}
    counted = [Counted(names[kind], str(n), str(n), day) for n, (kind, day) in enumerate(rows)]
    assert stage_of(counted, "p", since) == by_hand(rows, since)
    others = [row._replace(name=row.name + "x") for row in counted]
    assert stage_of(others, "p", since) == 0


@pytest.mark.covers("INF-RH-3")
def test_nothing_is_ever_issued_whatever_is_confirmed() -> None:
    found = run(policy("infiniti"), said("c1"), confirmed("yes"))
    kinds = {item.kind for item in found.decisions["yes"].outcomes}
    assert kinds == {"case", "propose", "task"}
    assert (found.state.stays, found.state.sanctions) == ((), ())


def test_a_confirmation_may_name_the_act_it_is_about() -> None:
    events = [
        said("c1"),
        said("c2"),
        confirmed("two", act="c2"),
        confirmed("again", act="c2"),
        confirmed("one"),
    ]
    found = run(policy("infiniti"), *events)
    assert found.missing("again") == ("reported_act",)
    keys = [row.key for row in found.state.counted if row.name == CONFIRMED + "comments"]
    assert keys == ["c2", "c1"]


def test_a_confirmation_taken_back_leaves_the_case_where_it_was() -> None:
    chosen, first, yes = policy("infiniti"), said("c1"), confirmed("yes")
    found = run(chosen, first, yes)
    after = run(chosen, back(yes, found), state=found.state)
    assert case_of(after).stage == "opened"
    assert proposals(run(chosen, confirmed("yes-2"), state=after.state), "yes-2") == 1


def test_a_comment_taken_back_takes_its_case_and_its_confirmation_with_it() -> None:
    chosen, first = policy("infiniti"), said("c1")
    found = run(chosen, first, confirmed("yes"))
    after = run(chosen, back(first, found), state=found.state)
    withdrawn = [item.path for item in after.decisions["void"].outcomes if isinstance(item, Case)]
    assert withdrawn == ["comments", "discrimination"]
    assert (after.state.cases, after.state.counted) == ((), ())


def test_a_void_leaves_what_another_comment_reached() -> None:
    chosen, first = policy("infiniti"), said("c1")
    found = run(chosen, first, said("c2"), confirmed("yes"), confirmed("yes-2"))
    after = run(chosen, back(first, found), state=found.state)
    left = case_of(after)
    assert [cause.event for cause in left.causes] == ["c2"]
    assert stage_of(after.state.counted, "comments", date.min) == 1


def test_a_return_taken_back_settles_nothing() -> None:
    chosen = policy("infiniti")
    day = TUESDAY + timedelta(days=1)
    returned = act("back", "returned", day)
    found = run(chosen, said("c1"), confirmed("yes"), act("head", "suspended", account="Cross"), returned)
    after = run(chosen, back(returned, found), said("c2", day), confirmed("yes-2", day), state=found.state)
    assert proposals(after, "yes-2") == 0
    kept = run(chosen, said("c2", day), confirmed("yes-2", day), state=found.state)
    assert proposals(kept, "yes-2") == 1


def test_a_closing_taken_back_opens_the_case_again() -> None:
    chosen, shut = policy("infiniti"), act("shut", "not_confirmed", case_note="Not said")
    found = run(chosen, said("c1"), shut)
    assert case_of(found).stage == "closed"
    assert run(chosen, confirmed("yes"), state=found.state).missing("yes") == ("open_case",)
    after = run(chosen, back(shut, found), state=found.state)
    assert case_of(after).stage == "opened"


def test_after_a_closed_case_another_comment_opens_a_new_one() -> None:
    found = run(
        policy("infiniti"), said("c1"), act("shut", "not_confirmed", case_note="Not said"), said("c2")
    )
    kept = [case for case in found.state.cases if case.kind == "comments"]
    assert [(case.id, case.stage) for case in kept] == [("c2:comments", "opened")]


@pytest.mark.parametrize(
    ("event", "missing"),
    [
        (act("x", "confirmed", about="nothing"), ("open_case",)),
        (act("x", "dance"), ("act",)),
        (act("x", "suspended"), ("stage:confirmed",)),
        (act("x", "open", about="", path="nowhere"), ("detail:path",)),
        (act("x", "open", about="", path="comments", reason="x"), ("rule",)),
        (act("x", "open", about="", path="bullying"), ("reason",)),
        (confirmed("x", heard_by=" "), ("detail:heard_by",)),
    ],
)
def test_what_cannot_be_recorded_says_what_is_missing(event: Event, missing: tuple[str, ...]) -> None:
    found = run(policy("infiniti"), said("c1"), event)
    assert found.missing("x") == missing


def test_a_person_opens_a_case_by_hand_and_another_reason_joins_it() -> None:
    opened = act("x", "open", about="", path="bullying", reason="A family told us")
    found = run(policy("infiniti"), opened, said("b1", code="PPL-09"))
    (case,) = [case for case in found.state.cases if case.kind == "bullying"]
    assert case.reasons == ("A family told us", "PPL-09")


def case_of(found: Run) -> Opened:
    """The pupil's case of comments."""
    return next(case for case in found.state.cases if case.kind == "comments")


def test_a_case_is_opened_by_hand_only_where_none_is_named() -> None:
    assert run(policy("infiniti"), act("a", "open", about="")).missing("a") == ("detail:path",)
    assert run(policy("infiniti"), act("a", "confirmed", about="")).missing("a") == ("open_case",)
    found = run(policy("infiniti"), said("c1"), act("a", "open"))
    assert found.missing("a") == ("act",)


def test_what_is_taken_back_of_a_path_leaves_what_others_recorded() -> None:
    rows = (
        Counted(REPORTED + "comments", "c1", "c1", TUESDAY),
        Counted(CONFIRMED + "comments", "c1", "yes", TUESDAY),
        Counted(SETTLED + "comments", "c1", "done", TUESDAY),
        Counted(REPORTED + "comments", "c2", "c2", TUESDAY),
    )
    turn = Turn(policy("infiniti"), WORKED, EMPTY_STATE._replace(counted=rows), said("x"))
    take_back(turn, "c1")
    assert turn.counted == rows[2:]
    take_back(turn, "elsewhere")
    assert turn.counted == rows[2:]
