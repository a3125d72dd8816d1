"""What became of every clause."""

from __future__ import annotations

from evenhand.engine.pack.case_file import parse_cases
from evenhand.engine.pack.coverage import coverage, tallies
from evenhand.engine.pack.load import load_pack
from evenhand.engine.values import Fate
from tests.tiny_pack import tiny_texts, with_edit


def test_each_clause_names_the_rules_settings_and_cases_that_touch_it() -> None:
    texts = tiny_texts()
    first, second = coverage(load_pack(texts), parse_cases("cases/steps.toml", texts["cases/steps.toml"]))
    assert "ladder two_steps, ladder step remind" in first.rules
    assert "placement quiet_room, effect task talk" in second.rules
    assert (first.settings, second.settings) == (("step.reminders",), ("step.scope",))
    assert (first.figures, second.figures) == ((), ("quiet.minutes", "talk.by"))
    assert not any("param" in rule or "setting" in rule for one in (first, second) for rule in one.rules)
    assert second.cases == ()
    assert first.cases == ("The first time is a reminder, the second the quiet room",)
    assert not first.is_open


def test_what_is_not_built_and_gaps_are_open_and_counted() -> None:
    clause = '[[clause]]\nid = "3"\nsection = "{}"\ntext = "New."\nforce = "may"\nfate = "{}"\nbuilt = {}'
    section = load_pack(tiny_texts()).sections[0].id
    rule, gap = (clause.format(section, fate, built) for fate, built in (("rule", "false"), ("gap", "true")))
    both = f"{rule}\n{gap.replace('3', '4', 1)}"
    covered = coverage(load_pack(with_edit("clauses.toml", "", both)))
    assert [one.clause.id for one in covered if one.is_open] == ["3", "4"]
    counts = {one.fate: (one.clauses, one.not_built, one.without_case) for one in tallies(covered)}
    assert counts[Fate.GAP] == (1, 0, 1)
    assert counts[Fate.RULE][1] == 1
