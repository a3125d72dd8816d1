"""A form asks what the pack's gates ask, no more, and says where a refusal belongs."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from evenhand.apps.policy.selectors import policy_of
from evenhand.apps.tenancy.scoping import in_school
from evenhand.engine.facts import Done, Fact, Sanction
from evenhand.engine.values import Act
from evenhand.web.sanctions.asking import NEEDED, Asked, Field, Part, may, parts_of, unplaced
from tests.cast import TODAY, SchoolCast


def asked(
    cast: SchoolCast,
    kind: str,
    act: Act,
    *,
    role: str = "principal",
    details: Mapping[str, Fact] | None = None,
    missing: Mapping[str, str] | None = None,
    sanction: Sanction | None = None,
) -> Asked:
    with in_school(cast.school):
        rules = policy_of(cast.school.pk).on(TODAY)
        actor = cast.actor(role)
    return Asked(rules, rules.pack.sanctions[kind], act, actor, sanction, details or {}, missing or {}, TODAY)


def fields(parts: tuple[Part, ...]) -> dict[str, Field]:
    return {one.name: one for part in parts for one in part.fields}


def test_each_form_of_gate_becomes_fields_of_its_kind(here: SchoolCast) -> None:
    found = fields(parts_of(asked(here, "fixed_period", Act.ISSUE)))
    forms = {name: one.form for name, one in found.items()}
    assert forms["checklist"] == "many"
    assert forms["reason_codes"] == "many"
    assert forms["tests.lawful"] == forms["pupil_statement"] == forms["pupil_statement_reason"] == "words"
    assert forms["looked_after"] == "one"
    assert forms["pathway"] == "number"
    assert (forms["start"], forms["days"], forms["session"]) == ("day", "days", "one")
    assert "acting_as" not in forms
    assert forms["advice_reason"] == "words"


def test_an_act_on_record_needs_no_excuse(here: SchoolCast) -> None:
    advised = Sanction("1", "fixed_period", "proposed", "", acts=(Done("2", "advise", TODAY),))
    parts = parts_of(asked(here, "fixed_period", Act.ISSUE, sanction=advised))
    assert "advice_reason" not in fields(parts)
    assert "On record." in [part.note for part in parts]


def test_what_is_missing_stands_at_its_field_and_the_rest_apart(next_door: SchoolCast) -> None:
    missing = {
        "gate:considered.needs": "x",
        "limit:year": "Too many",
        "detail:length_reason": "Say why",
        "act:advise": "First the advice",
    }
    ask = asked(next_door, "suspension", Act.ISSUE, missing=missing)
    parts = parts_of(ask)
    found = fields(parts)
    assert found["considered.needs"].problem == found["length_reason"].problem == NEEDED
    assert found["days"].problem == "Too many"
    assert found["considered.trauma"].problem == ""
    assert [part.title for part in parts if part.more] == ["Also needed"]
    assert unplaced(ask, parts) == ("First the advice",)


def test_an_answer_brings_up_what_it_asks_for(next_door: SchoolCast) -> None:
    assert "ground_reason" not in fields(parts_of(asked(next_door, "permanent", Act.ISSUE)))
    told = asked(next_door, "permanent", Act.ISSUE, details={"ground": "other", "looked_after": True})
    found = fields(parts_of(told))
    assert "ground_reason" in found
    assert (found["ground"].chosen, found["looked_after"].chosen) == (("other",), ("yes",))


def test_lunchtimes_are_named_one_by_one(here: SchoolCast) -> None:
    parts = parts_of(asked(here, "lunchtime", Act.ISSUE, details={"lunches": ("2026-11-18", "2026-11-19")}))
    days = [one.value for part in parts for one in part.fields if one.name == "lunches"]
    assert days == ["2026-11-18", "2026-11-19", "", "", ""]


@pytest.mark.parametrize(
    ("role", "acts"),
    [("principal", {"propose", "issue", "consider", "withdraw"}), ("duty_leader", set()), ("office", set())],
)
def test_the_pack_says_who_may(next_door: SchoolCast, role: str, acts: set[str]) -> None:
    ask = asked(next_door, "suspension", Act.ISSUE, role=role)
    four = (Act.CONSIDER, Act.PROPOSE, Act.ISSUE, Act.WITHDRAW)
    assert {str(act) for act in four if may(ask.actor, ask.rules, ask.declared, act)} == acts
    assert not may(ask.actor, ask.rules, ask.declared, Act.RAISE)
