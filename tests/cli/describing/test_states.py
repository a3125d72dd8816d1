"""docs/states is what the packs say today, and each diagram says what its table says."""

from __future__ import annotations

import re

import pytest

from evenhand.cli.describing.states import states_page, states_pages
from evenhand.packs.reader import pack_ids
from tests.guards.tree import ROOT, source
from tests.kept_packs import kept_pack


def test_the_pages_are_up_to_date() -> None:
    folder = ROOT / "docs" / "states"
    kept = {path.name: source(path) for path in folder.iterdir()}
    assert kept == states_pages(), "run make docs"


@pytest.mark.parametrize("pack_id", pack_ids())
def test_each_ladder_stay_and_case_is_drawn(pack_id: str) -> None:
    pack = kept_pack(pack_id)
    page = states_page(pack)
    drawn = re.findall(r"^## (\w+): (.+)$", page, flags=re.MULTILINE)
    assert drawn == [
        *(("Ladder", one.label) for one in pack.ladders.values()),
        *(("Stay", one.label) for one in pack.placements.values()),
        *(("Case", one.label) for one in pack.paths.values()),
    ]
    assert page.count("```mermaid") == len(drawn)


@pytest.mark.parametrize("pack_id", pack_ids())
def test_every_arrow_leads_from_and_to_a_state_that_is_declared(pack_id: str) -> None:
    for diagram in re.findall(r"```mermaid\n(.*?)```", states_page(kept_pack(pack_id)), re.DOTALL):
        states = {"[*]", *re.findall(r"^    state .* as (\w+)$", diagram, flags=re.MULTILINE)}
        arrows = re.findall(r"^    (\S+) --> ([^\s:]+)", diagram, flags=re.MULTILINE)
        assert arrows
        assert {end for arrow in arrows for end in arrow} <= states


def test_an_act_moves_a_case_only_from_where_it_may_be_recorded() -> None:
    pack = kept_pack("star_binary")
    page = states_page(pack)
    for path in pack.paths.values():
        body = page.partition(f"## Case: {path.label}\n")[2].partition("\n## ")[0]
        for act in path.acts:
            moved = set(re.findall(rf"^    (\w+) --> {act.to}: {re.escape(act.label)}$", body, re.MULTILINE))
            assert not act.to or not act.after or moved == set(act.after)
