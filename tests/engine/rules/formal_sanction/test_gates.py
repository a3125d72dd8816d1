"""Each form of gate, on both sides of what it asks."""

from __future__ import annotations

import pytest

from evenhand.engine.facts import EMPTY_STATE, Fact
from evenhand.engine.pack.schema import Due, GateItem, SanctionGate, When
from evenhand.engine.rules.formal_sanction.gates import check, is_text
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import Act, DueRule, GateForm, Role
from tests.engine.formal import act, issue, lawful
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import run

TWO = (GateItem("a", "A"), GateItem("b", "B"))


def lacks(gate: SanctionGate, **details: Fact) -> tuple[str, ...]:
    """What the gate lacks after a call to the family has been put on record."""
    policy = lawful()
    state = run(policy, issue(), act("called", "call", about="issued", how="phone")).state
    event = act("x", "letter", about="issued")._replace(details=details)
    turn = Turn(policy, WORKED, state, event)
    return check(turn, policy.pack.sanctions["fixed_period"], state.sanctions[0], [gate], "issued").missing


@pytest.mark.parametrize(
    ("form", "passes", "fails"),
    [
        (GateForm.TICKS, {"g": ("a", "b")}, {"g": ("a",)}),
        (GateForm.REASONS, {"g.a": "Yes", "g.b": "No"}, {"g.a": "Yes", "g.b": " "}),
        (GateForm.GIVEN, {"g": "There"}, {"g": ""}),
        (GateForm.EXCUSED, {"g_reason": "Away"}, {"g": False}),
        (GateForm.BARRED, {"g": "c"}, {"g": "a"}),
        (GateForm.ONE_OF, {"g": "b"}, {"g": "c"}),
        (GateForm.ONE_OF, {"g": ("a", "b")}, {}),
        (GateForm.CODES, {"g": ("PP", "PA", "VP")}, {"g": ("PP", "PA", "VP", "VA")}),
        (GateForm.CODES, {"g": ("PP",)}, {"g": ()}),
    ],
)
def test_a_gate_is_passed_or_not(form: GateForm, passes: dict[str, Fact], fails: dict[str, Fact]) -> None:
    gate = SanctionGate("g", "G", form, ("162",), items=TWO)
    assert lacks(gate, **passes) == ()
    assert lacks(gate, **fails) != ()


def test_an_act_is_on_record_or_excused_where_a_reason_will_do() -> None:
    for form, excuse in ((GateForm.RECORDED, True), (GateForm.REQUIRED, False)):
        done = SanctionGate("g", "G", form, ("180",), act=Act.CALL)
        open_ = SanctionGate("g", "G", form, ("180",), act=Act.MEETING)
        assert lacks(done) == ()
        assert lacks(open_) == ("gate:g",)
        assert (lacks(open_, g_reason="Urgent") == ()) is excuse


def test_a_bar_is_lifted_only_where_it_may_be_and_with_a_reason() -> None:
    gate = SanctionGate(
        "g", "G", GateForm.BARRED, ("125",), items=TWO, unless=When(details={"starred": True})
    )
    assert lacks(gate, g="a", g_reason="Grave") == ("gate:g",)
    assert lacks(gate, g="a", starred=True) == ("detail:g_reason",)
    assert lacks(gate, g="a", starred=True, g_reason="Grave") == ()


@pytest.mark.parametrize(("day", "late"), [("2026-11-23", False), ("2026-11-24", True)])
def test_a_dated_gate_holds_up_or_only_warns(day: str, late: bool) -> None:
    due = Due(DueRule.SCHOOL_DAYS, n="param:lgb.review_days", anchor="since")
    held = SanctionGate("g", "G", GateForm.BY, ("182",), detail="on", due=due)
    assert bool(lacks(held, on=day, since="2026-11-02")) is late
    warned = SanctionGate("g", "G", GateForm.BY, ("182",), detail="on", due=due, warn=Role.CLERK)
    policy = lawful()
    turn = Turn(policy, WORKED, EMPTY_STATE, act("x", "meeting", on=day, since="2026-11-02"))
    checked = check(turn, policy.pack.sanctions["permanent"], None, [warned], "x")
    assert checked.missing == ()
    assert checked.facts == {"g_late": late}
    assert [item.role for item in checked.reviews] == (["clerk"] if late else [])


def test_a_date_that_is_none_is_missing() -> None:
    due = Due(DueRule.SCHOOL_DAYS, n="param:lgb.review_days", anchor="since")
    gate = SanctionGate("g", "G", GateForm.BY, ("182",), detail="on", due=due)
    assert lacks(gate, since="2026-11-02") == ("detail:on",)


@pytest.mark.parametrize(
    ("value", "says"), [("", False), (" ", False), ("x", True), (False, False), (0, True), ((), False)]
)
def test_a_blank_says_nothing(value: Fact, says: bool) -> None:
    assert is_text(value) is says


def test_a_line_is_asked_only_where_it_applies() -> None:
    lines = (TWO[0], GateItem("b", "B", when=When(details={"starred": True})))
    gate = SanctionGate("g", "G", GateForm.TICKS, ("162",), items=lines)
    assert lacks(gate, g=("a",)) == ()
    assert lacks(gate, g=("a",), starred=True) != ()
    assert lacks(gate, g=("a", "b"), starred=True) == ()


def test_each_of_the_laws_reasons_must_be_one_that_holds_on_the_day() -> None:
    gate = SanctionGate("g", "G", GateForm.CODES, ("162",))
    assert lacks(gate, g=("PP", "ZZ")) == ("gate:g",)
    assert lacks(gate, g=("ZZ",)) == ("gate:g",)
    assert lacks(gate, g="PP") == ()
