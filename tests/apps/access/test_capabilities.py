"""The table of roles and capabilities says what the two policies say of who may do what."""

from __future__ import annotations

import pytest

from evenhand.apps.access.capabilities import (
    EVERY_ADULT,
    ROLE_CAPABILITIES,
    SECOND_FACTOR,
    Capability,
    capabilities_of,
)
from evenhand.engine.values import Role

# Nobody but these, and all of these.
ONLY: dict[Capability, set[str]] = {
    Capability.DECIDE_EXCLUSION: {"principal"},
    Capability.APPROVE_POLICY: {"principal", "governor"},
    Capability.WRITE_POLICY: {"policy_author"},
    Capability.MANAGE_PEOPLE: {"administrator"},
    Capability.IMPORT: {"administrator"},
    Capability.SEE_TRUST: {"trust_leader"},
    Capability.READ_SAFEGUARDING: {"principal", "safeguarding_lead"},
    Capability.REVIEW_EXCLUSION: {"governor", "clerk"},
}
WITHOUT_NAMES = ("governor", "clerk", "trust_leader", "policy_author", "administrator")


def test_each_role_of_the_engine_is_in_the_table() -> None:
    assert set(ROLE_CAPABILITIES) == {role.value for role in Role} - {"author", "witness"}


@pytest.mark.parametrize("capability", ONLY)
def test_what_is_reserved_is_held_by_nobody_else(capability: Capability) -> None:
    assert {role for role, held in ROLE_CAPABILITIES.items() if capability in held} == ONLY[capability]


@pytest.mark.covers("STAR-19")
@pytest.mark.parametrize("role", WITHOUT_NAMES)
def test_those_who_oversee_see_no_pupil(role: str) -> None:
    assert not capabilities_of(role) & EVERY_ADULT - {Capability.SEE_POLICY}


@pytest.mark.covers("STAR-20h")
def test_every_adult_of_the_school_may_record() -> None:
    for role in set(ROLE_CAPABILITIES) - set(WITHOUT_NAMES):
        assert Capability.RECORD in capabilities_of(role), role


def test_each_capability_is_held_by_some_role_but_the_one_that_a_policy_gives() -> None:
    held = frozenset[Capability]().union(*ROLE_CAPABILITIES.values())
    assert set(Capability) - held == {Capability.PROPOSE_EXCLUSION}
    assert capabilities_of("head_of_year", {"head_of_year"}) - capabilities_of("head_of_year", {"tutor"}) == {
        Capability.PROPOSE_EXCLUSION
    }


def test_a_second_factor_is_asked_of_those_who_exclude_or_read_safeguarding() -> None:
    asked = {role for role, held in ROLE_CAPABILITIES.items() if held & SECOND_FACTOR}
    assert {"principal", "safeguarding_lead", "governor"} <= asked
    assert capabilities_of("senior_leader", {"senior_leader"}) & SECOND_FACTOR
    assert not asked & {"teacher", "tutor", "removal_manager", "office"}


def test_an_unknown_role_may_do_nothing() -> None:
    assert capabilities_of("wizard") == capabilities_of("wizard", {"wizard"}) == frozenset()
