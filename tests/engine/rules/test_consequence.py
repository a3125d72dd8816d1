"""Consequences: who may set which, what comes first, and one pupil at a time."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from evenhand.engine.facts import EMPTY_STATE, Fact, Mark
from evenhand.engine.rules.consequence import selectable, serious, too_soon
from evenhand.engine.rules.turn import Turn
from evenhand.engine.values import EventKind
from tests.engine.worked_calendar import WORKED
from tests.engine.worlds import Run, happened, pack, policy, run

PACK = pack("infiniti")


@pytest.mark.covers("INF-CR-1")
def test_only_what_somebody_may_set_is_selectable() -> None:
    teacher = {item.id for item in selectable(PACK, ["teacher"])}
    assert teacher == set(PACK.consequences) - {"suspension", "permanent_exclusion"}
    assert {item.id for item in selectable(PACK, ["principal"])} == set(PACK.consequences)
    assert selectable(PACK, ["office", "family_liaison"]) == ()
    proposed = {item.id: item.approval for item in PACK.consequences.values() if item.approval}
    assert proposed == dict.fromkeys(["daily_report", "kindness_report", "positive_report"], "pastoral_lead")


def test_every_choice_of_the_ladder_is_in_the_catalogue_and_private() -> None:
    step = next(one for one in PACK.ladders["six_steps"].steps if one.id == "consequence")
    assert {choice.value for choice in step.options} <= set(PACK.consequences)
    assert all(item.private for item in PACK.consequences.values())


def test_serious_sanctions_are_those_the_pack_marks() -> None:
    assert [name for name in PACK.consequences if serious(PACK, name)] == [
        "suspension",
        "permanent_exclusion",
    ]
    assert not serious(PACK, "nothing")


def chosen(details: Mapping[str, Fact], code: str = "LRN-01") -> Run:
    """A consequence at once, with a reason for the steps left out."""
    told: dict[str, Fact] = {
        "step": 4,
        "change": "Hand up first",
        "consequence": "finish_later",
        "reason": "Loud",
    }
    event = happened("one", code, EventKind.LADDER_STEP, roles=["teacher"])
    return run(policy("infiniti"), event._replace(details={**told, **details}))


@pytest.mark.parametrize(
    ("details", "missing"),
    [
        ({}, ()),
        ({"together": 1}, ()),
        ({"together": 3}, ("evidence",)),
        ({"together": 3, "evidence": "Threw the pen"}, ()),
        ({"reason": ""}, ("reason",)),
        ({"consequence": "suspension"}, ("role:principal",)),
    ],
)
def test_a_consequence_is_one_pupils_own(details: dict[str, Fact], missing: tuple[str, ...]) -> None:
    assert chosen(details).missing("one") == missing


def test_an_act_that_the_policy_names_needs_no_reason() -> None:
    named = next(item.code for item in PACK.items.values() if "racist_homophobic" in item.tags)
    assert chosen({"reason": ""}, named).missing("one") == ()


def test_without_a_catalogue_nothing_is_asked() -> None:
    assert policy("tiny").pack.consequences == {}
    assert run(policy("tiny"), happened("one", "TALK")).missing("one") == ()


def after(marks: tuple[Mark, ...], consequence: str) -> bool:
    """Whether that consequence comes too soon after those steps."""
    event = happened("one", "LRN-01", EventKind.LADDER_STEP, consequence=consequence)
    turn = Turn(policy("infiniti"), WORKED, EMPTY_STATE, event)
    return too_soon(turn, PACK.ladders["six_steps"], marks)


def test_a_sanction_comes_after_one_of_its_steps_and_others_at_any_time() -> None:
    first = {item.id: item.after for item in PACK.consequences.values()}
    waiting, free = (next(one for one in first if bool(first[one]) is kind) for kind in (True, False))
    ladder = PACK.ladders["six_steps"].steps
    tried = {step.id: step.position for step in ladder}
    enough = Mark("a", tried[first[waiting][0]], "LRN-01")
    others = [Mark("a", step.position, "LRN-01") for step in ladder if step.id not in first[waiting]]
    assert after((), waiting) is True
    assert [after((mark,), waiting) for mark in others] == [True] * len(others)
    assert after((enough,), waiting) is False
    assert after((), free) is False
    assert after((), "nothing") is False


def test_two_at_once_need_what_was_seen_of_each() -> None:
    assert chosen({"together": 2}).missing("one") == ("evidence",)
    assert chosen({"together": 2, "evidence": "Threw the pen"}).missing("one") == ()
