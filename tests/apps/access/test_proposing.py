"""Who may propose a formal sanction is read from the pack."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest

from evenhand.apps.access import actors
from evenhand.apps.access.capabilities import Capability
from evenhand.apps.access.proposing import proposers
from evenhand.apps.policy.selectors import NoPolicy, pack
from evenhand.engine.values import Act
from tests.cast import SchoolCast

ONLY_CONSIDER = {"head_of_year", "pastoral_lead", "inclusion_lead"}


def test_a_pack_that_names_another_role_changes_who_may() -> None:
    known = pack("star_binary")
    stages = tuple(one for one in known.sanction_stages if one.act != Act.CONSIDER)
    assert proposers(known) - proposers(replace(known, sanction_stages=stages)) == ONLY_CONSIDER
    assert proposers(replace(known, sanctions={}, sanction_stages=())) == frozenset()


@pytest.mark.parametrize("adopted", [True, False])
def test_before_a_policy_is_in_force_nobody_may(
    here: SchoolCast, monkeypatch: pytest.MonkeyPatch, adopted: bool
) -> None:
    def nothing(_school: int) -> NoReturn:
        raise NoPolicy("none yet")

    if not adopted:
        monkeypatch.setattr(actors, "known_pack", nothing)
    assert bool(actors.proposers_at(here.school.pk)) == adopted
    assert (Capability.PROPOSE_EXCLUSION in here.actor("principal").capabilities) == adopted
