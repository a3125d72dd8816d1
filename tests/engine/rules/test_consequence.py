"""Consequences: who may set which, what comes first, and one pupil at a time."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from evenhand.engine.facts import Fact
from evenhand.engine.rules.consequence import selectable, serious
from evenhand.engine.values import EventKind
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
