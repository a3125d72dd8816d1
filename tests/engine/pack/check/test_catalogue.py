"""Behaviours from which nothing follows, and codes that mean two things."""

import pytest

from tests.tiny_pack import faults, faults_of, tiny_texts

ITEM = (
    '[[item]]\ncode = "DREAM"\nlabel = "Dreaming"\ndefinition = "Looked out of the window."\ncites = ["1"]\n'
)
GROUP = '[[group]]\nid = "manners"\nlabel = "Manners"\nkind = "{kind}"\n'
MANNERS = f'{ITEM}group = "manners"\n'
LEDGER = '[[ledger]]\nid = "score"\nlabel = "Score"\nsingular = "point"\nplural = "points"\n'
POST = '[[ladder.step.effect]]\nkind = "post"\ncites = ["2"]\nledger = "score"\nstage = "quiet"\n'


@pytest.mark.covers("STAR-T1d")
def test_a_behaviour_that_no_ladder_takes_is_named_and_the_pack_refused() -> None:
    found = faults("catalogue.toml", "", GROUP.format(kind="concern") + MANNERS)
    line = tiny_texts()["catalogue.toml"].count("\n") + 6
    assert len(found) == 1
    assert found[0].startswith(f'catalogue.toml:{line}:1 item[2]: unmapped behaviour: DREAM "Dreaming"')
    assert 'in the group "manners", which no ladder and no route takes' in found[0]


@pytest.mark.parametrize("kind", ["achievement", "event"])
def test_what_is_no_concern_needs_no_ladder(kind: str) -> None:
    assert faults("catalogue.toml", "", GROUP.format(kind=kind) + MANNERS) == []


def test_a_route_maps_the_codes_that_it_names() -> None:
    effect = '[[route.effect]]\nkind = "task"\ncites = ["1"]\nid = "talk"\nlabel = "Talk"\nrole = "author"\n'
    for codes, number in (('codes = ["DREAM"]\n', 0), ('codes = ["TALK"]\n', 1), ("", 0)):
        route = f'[[route]]\ngroup = "manners"\ncites = ["1"]\n{codes}{effect}'
        found = faults("catalogue.toml", "", GROUP.format(kind="concern") + MANNERS + route)
        assert len([fault for fault in found if "unmapped behaviour: DREAM" in fault]) == number


def test_a_behaviour_for_places_where_its_ladder_does_not_hold_is_unmapped() -> None:
    (found,) = faults("catalogue.toml", "", f'{ITEM}group = "rules"\nonly_for = ["off_site"]')
    assert "unmapped behaviour: DREAM" in found
    assert faults("catalogue.toml", "", f'{ITEM}group = "rules"\nonly_for = ["lesson"]') == []


@pytest.mark.covers("STAR-T1d")
def test_a_behaviour_without_a_figure_in_the_ledger_of_its_ladder_is_unmapped() -> None:
    texts = tiny_texts()
    texts["pack.toml"] += LEDGER
    texts["ladders.toml"] += POST
    points = 'cites = ["1"]\npoints = { score = { quiet = 1 } }\n'
    texts["catalogue.toml"] = texts["catalogue.toml"].replace('cites = ["1"]\n', points)
    assert faults_of(texts) == []
    texts["catalogue.toml"] += f'{ITEM}group = "rules"\n'
    (found,) = faults_of(texts)
    assert 'unmapped behaviour: DREAM "Dreaming" has no figure in the ledger score' in found


def test_a_code_or_alias_means_one_item() -> None:
    (alias,) = faults("catalogue.toml", "", f'{ITEM}group = "rules"\naliases = ["Chatting"]')
    assert '"Chatting" already means TALK' in alias
    (code,) = faults("catalogue.toml", "", f'{ITEM}group = "rules"\naliases = ["wander"]')
    assert '"wander" already means WANDER' in code
    (twice,) = faults("catalogue.toml", 'code = "WANDER"', 'code = "TALK"')
    assert '"TALK" is there twice' in twice
