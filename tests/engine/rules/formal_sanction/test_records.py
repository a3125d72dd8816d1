"""A sanction's record is a row of acts, from which its stage, days and counts follow."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.facts import EMPTY_STATE, Done, Sanction
from evenhand.engine.rules.formal_sanction.records import find, halves_in, known, recorded, refreshed
from evenhand.engine.values import Act
from tests.engine.formal import MONDAY, act, issue, lawful
from tests.engine.worlds import run

HALVES = (("halves", "2026-11-09/am 2026-11-09/pm 2026-11-10/am"),)


def sanction(*acts: tuple[str, tuple[tuple[str, int | str | bool], ...]]) -> Sanction:
    rows = tuple(Done(f"e{number}", name, MONDAY, known) for number, (name, known) in enumerate(acts))
    return refreshed(Sanction("one", "fixed_period", "", "", acts=rows))


@pytest.mark.parametrize(
    ("acts", "stage"),
    [
        (("consider",), "considered"),
        (("consider", "propose"), "proposed"),
        (("consider", "issue"), "issued"),
        (("issue", "received"), "issued"),
        (("issue", "returned"), "ended"),
        (("issue", "withdraw"), "withdrawn"),
        (("propose", "withdraw"), "withdrawn"),
    ],
)
def test_the_stage_follows_from_the_acts(acts: tuple[str, ...], stage: str) -> None:
    assert sanction(*((name, ()) for name in acts)).stage == stage


def test_days_and_units_are_there_once_it_is_issued() -> None:
    proposed = sanction(("propose", HALVES))
    assert (proposed.start, proposed.units, halves_in(proposed)) == (None, 0, ())
    issued = sanction(("issue", HALVES))
    assert (issued.start, issued.last, issued.units) == (date(2026, 11, 9), date(2026, 11, 10), 3)
    assert len(halves_in(issued)) == 3


def test_who_has_been_told_of_what_stands_among_what_is_done() -> None:
    told = sanction(("issue", ()), ("notified", (("notice", "decision"), ("to", "family"))))
    assert told.done == ("issue", "notified:decision:family")


def test_the_latest_word_counts_and_one_kind_of_act_can_be_passed_over() -> None:
    both = sanction(("received", (("received_on", "a"),)), ("received", (("received_on", "b"),)))
    assert known(both)["received_on"] == "b"
    assert known(both, "received") == {}
    assert known(None) == {}
    assert recorded(both, Act.RECEIVED)
    assert not recorded(None, Act.RECEIVED)


def test_nothing_is_found_by_no_id() -> None:
    rows = (sanction(("issue", ())),)
    assert find(rows, "one") is rows[0]
    assert find(rows, "") is None


@pytest.mark.covers("STAR-183b")
def test_what_was_recorded_first_stays_beside_the_outcome() -> None:
    acts = [
        issue(),
        act("had", "received", about="issued", roles=("clerk",), received_on="2026-11-09"),
        act("set", "meeting", about="issued", roles=("clerk",), meeting_on="2026-11-20", clerk="Clerk"),
        act("said", "decision", about="issued", roles=("clerk",), outcome="reinstated_now"),
    ]
    record = run(lawful(), *acts).state.sanctions[0]
    assert [done.act for done in record.acts] == ["issue", "received", "meeting", "decision"]
    assert (record.stage, record.units, known(record)["outcome"]) == ("issued", 2, "reinstated_now")


def test_what_is_over_for_years_is_let_go_when_something_new_comes() -> None:
    record = sanction(("issue", HALVES), ("returned", ()))
    old = record._replace(start=date(2023, 1, 9), last=date(2023, 1, 10), id="old")
    state = run(lawful(), issue(about="b", start=date(2026, 11, 16))).state._replace(sanctions=(old, record))
    after = run(lawful(), act("new", "consider", code="fixed_period"), state=state).state
    assert [item.id for item in after.sanctions] == ["one", "new"]


def test_what_is_not_over_is_kept_however_old() -> None:
    record = sanction(("issue", HALVES))
    old = record._replace(start=date(2020, 1, 9), last=date(2020, 1, 10), id="old")
    state = EMPTY_STATE._replace(sanctions=(old,))
    after = run(lawful(), act("new", "consider", code="fixed_period"), state=state).state
    assert [item.id for item in after.sanctions] == ["old", "new"]


def test_only_the_decision_itself_counts_as_one() -> None:
    done = run(lawful(), issue(), act("called", "call", about="issued", how="phone"))
    issued, called = done.state.sanctions[0].acts
    assert {key.partition("|")[0]: many for key, many in issued.counted if key.startswith("decided")} != {}
    assert called.counted == ()
