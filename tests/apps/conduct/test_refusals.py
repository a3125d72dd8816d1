"""Every way not to answer is said in words that name what to do, with the clause."""

from __future__ import annotations

from uuid import uuid4

import pytest

from evenhand.apps.conduct.checking import Ground
from evenhand.apps.conduct.commands import Command
from evenhand.apps.conduct.refusals import WORDS, explain
from evenhand.apps.tenancy.models import School
from evenhand.engine.decisions import Conflict, Decision, Missing, OutsideCalendar, PolicySilent, Unanswered
from evenhand.engine.values import EventKind
from tests.cast import MOMENT
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import TUESDAY, happened, pack, policy, run

COMMAND = Command(uuid4(), EventKind.CONCERN, 1, "DIS-04")


def said(*unanswered: Unanswered, name: str = "tiny") -> list[tuple[str, str]]:
    """What a person is told, by field."""
    ground = Ground(School(), pack(name), policy(name).on(TUESDAY), WORKED, MOMENT, {}, {}, {})
    problems = list(explain(ground, COMMAND, Decision((), unanswered)))
    assert all(problem.event_id == str(COMMAND.event_id) for problem in problems)
    return [(problem.field, problem.message) for problem in problems]


@pytest.mark.parametrize("fact", sorted(WORDS))
def test_each_known_fact_has_its_own_words(fact: str) -> None:
    assert said(Missing((fact, fact + ":a1"))) == [(fact, WORDS[fact]), (fact + ":a1", WORDS[fact])]


def test_a_fact_that_nobody_worded_is_named_with_its_clause() -> None:
    assert said(Missing(("seen_by",), ("2", "1"))) == [("seen_by", "Seen by is missing (rule 2).")]


def test_a_detail_that_the_policy_has_no_words_for_is_named_all_the_same() -> None:
    assert said(Missing(("detail:told_to", "detail:value"), ("1",))) == [
        ("detail:told_to", "Told to: say this first (rule 1)."),
        ("detail:value", "Value: say this first (rule 1)."),
    ]


def test_one_problem_for_each_missing_fact_in_order() -> None:
    assert [field for field, _ in said(Missing(("stage", "step")), Missing(("code",)))] == [
        "stage",
        "step",
        "code",
    ]


def test_the_role_that_may_is_named() -> None:
    assert said(Missing(("role:head_of_year",), ("2",))) == [
        ("role:head_of_year", "Only a head of year may do this (rule 2).")
    ]


def test_an_open_station_is_called_by_its_label() -> None:
    assert said(Missing(("sit",))) == [("sit", "Sits quietly comes first, or an override with a reason.")]


def test_a_detail_that_the_policy_demands_is_called_by_its_label() -> None:
    item = next(item for item in pack("star_binary").items.values() if item.details)
    name = item.details[0]
    decision = run(policy(), happened("one", item.code)).decisions["one"]
    words = dict(said(*decision.unanswered, name="star_binary"))
    assert words[f"detail:{name}"].startswith(pack("star_binary").details[name].label + ": say this first")
    (_, unmet) = said(Missing(("condition:" + name,)), name="star_binary")[0]
    assert unmet.endswith("the policy does not name this act.")


def test_a_contradiction_names_its_clauses_and_asks_for_a_leader() -> None:
    ((field, words),) = said(Conflict(("1", "2")))
    assert field == "policy"
    assert "(1, 2)" in words
    assert "leader" in words


def test_a_day_outside_the_calendar_is_told_at_the_time() -> None:
    ((field, words),) = said(OutsideCalendar(TUESDAY))
    assert field == "happened_at"
    assert words.startswith("15 Sep 2026 is outside")


def test_a_silent_policy_is_told_by_its_question() -> None:
    ((field, words),) = said(PolicySilent("T-1", ""))
    assert field == "policy"
    assert "T-1" in words


def test_a_decision_that_was_made_has_nothing_to_explain() -> None:
    assert said() == []
