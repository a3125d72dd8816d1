"""Clauses without a rule, rules without a clause, words that screens would lack."""

import pytest

from evenhand.engine.pack.check.clauses import VOCABULARY
from tests.tiny_pack import faults, faults_of, line_of, tiny_texts, with_edit

THIRD = '[[clause]]\nid = "3"\nsection = "rules"\ntext = "Thank those who help."\nforce = "must"\n'


def test_a_clause_that_claims_a_rule_needs_one() -> None:
    (found,) = faults("clauses.toml", "", f'{THIRD}fate = "rule"')
    line = tiny_texts()["clauses.toml"].count("\n") + 2
    assert found.startswith(f'clauses.toml:{line}:1 clause[2]: clause "3" says that a rule performs it')
    assert faults("clauses.toml", "", f'{THIRD}fate = "rule"\nbuilt = false') == []
    assert faults("clauses.toml", "", f'{THIRD}fate = "screen"') == []


def test_a_clause_that_a_rule_cites_is_built() -> None:
    texts = tiny_texts()["clauses.toml"]
    fate = next(line for line in texts.splitlines() if line.startswith("fate = "))
    (found,) = faults("clauses.toml", fate, f"{fate}\nbuilt = false")
    assert 'clause "1" says that nothing performs it, and the ' in found
    assert "expected a clause that is built" in found
    gap = faults("clauses.toml", fate, 'fate = "gap"\nbuilt = false')
    assert gap == []
    figure = with_edit("clauses.toml", "", f'{THIRD}fate = "screen"\nbuilt = false')
    figure["settings.toml"] = figure["settings.toml"].replace('cites = ["2"]', 'cites = ["2", "3"]', 1)
    assert faults_of(figure) == []


def test_a_rule_cites_its_clause() -> None:
    cites = 'cites = ["1"]'
    (found,) = faults("ladders.toml", cites, "cites = []")
    assert found.startswith(f"ladders.toml:{line_of('ladders.toml', cites)}:1 ")
    assert "cites no clause" in found


@pytest.mark.parametrize("word", VOCABULARY)
def test_each_word_that_the_screens_need_must_be_there(word: str) -> None:
    text = tiny_texts()["pack.toml"]
    line = next(line for line in text.splitlines() if line.startswith(f"{word} = "))
    (found,) = faults("pack.toml", f"{line}\n", "")
    assert found.startswith(f"pack.toml:{line_of('pack.toml', '[vocabulary]')}:1 vocabulary: ")
    assert f'no word for "{word}"' in found


def test_totals_need_their_word() -> None:
    ledger = '[[ledger]]\nid = "a"\nlabel = "A"\nsingular = "a"\nplural = "as"\n'
    (found,) = faults("pack.toml", "", f'{ledger}[[total]]\nid = "net"\nlabel = "Net"\nparts = {{ a = 1 }}')
    assert 'no word for "ledger_net"' in found
