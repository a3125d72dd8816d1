"""The page of permissions says of each role what the capabilities say."""

from __future__ import annotations

import pytest

from evenhand.apps.access import permissions_table as table
from evenhand.apps.access.capabilities import ROLE_CAPABILITIES, SECOND_FACTOR, Capability


def cells() -> dict[str, dict[str, str]]:
    """The mark of each capability and role, as a reader of the page finds it."""
    text = table.permissions_table().partition(table.SANCTIONS)[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def shown(name: str) -> str:
    return name.replace("_", " ").capitalize()


def test_every_role_is_marked_with_what_it_may_do_and_nothing_else() -> None:
    found = cells()
    for role, may in ROLE_CAPABILITIES.items():
        marked = {one for one in Capability if found[shown(one)][shown(role)] not in ("", table.NAMED)}
        assert marked == may, role


def test_who_proposes_a_sanction_is_marked_as_the_policies_name_them() -> None:
    row = cells()[shown(Capability.PROPOSE_EXCLUSION)]
    assert {role for role, mark in row.items() if mark == table.NAMED} == {
        "Head of year", "Pastoral lead", "Senior leader", "Behaviour lead", "Inclusion lead", "Principal",
    }  # fmt: skip
    after = table.permissions_table().partition(table.SANCTIONS)[2]
    [line] = [one for one in after.splitlines() if "| Suspension |" in one]
    assert line.split(" | ")[2:4] == ["Principal, Senior leader, Pastoral lead"] * 2


def test_what_needs_a_second_factor_is_marked_apart() -> None:
    found = cells()
    row = found[shown(Capability.DECIDE_EXCLUSION)]
    assert row["Principal"] == table.ASKS_AGAIN
    assert row["Teacher"] == ""
    plain = {mark for name in set(Capability) - SECOND_FACTOR for mark in found[shown(name)].values()}
    assert plain == {table.YES, ""}


def test_a_capability_taken_from_a_role_leaves_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "ROLE_CAPABILITIES", {"teacher": frozenset({Capability.RECORD})})
    found = cells()
    assert found["Record"] == {"Teacher": table.YES}
    assert found["Place"] == {"Teacher": ""}
