"""Two editions: each difference once, in its group, with the day from which it counts."""

from __future__ import annotations

from datetime import date

import pytest

from evenhand.engine.pack.diff import Change, differences, touches
from evenhand.engine.pack.load import load_pack
from tests.tiny_pack import tiny_texts, with_edit

OLD = load_pack(tiny_texts())
LEDGER = '\n[[ledger]]\nid = "score"\nlabel = "Score"\nsingular = "point"\nplural = "points"\n'


def changes(file: str, old: str, new: str) -> tuple[Change, ...]:
    return differences(OLD, load_pack(with_edit(file, old, new)))


def test_a_pack_does_not_differ_from_itself() -> None:
    assert differences(OLD, load_pack(tiny_texts())) == ()


def test_a_rule_that_changes_touches_what_cites_its_clauses() -> None:
    (found, _) = changes("placements.toml", 'rule = "at_time", at = "param:talk.by"', 'rule = "same_day"')
    assert (found.group, found.field, found.was, found.now) == ("rule", "rule", "at_time", "same_day")
    assert found.what == "placement quiet_room, effect task talk, due"
    assert touches(found, ("2",), (), date(2020, 1, 1))
    assert not touches(found, ("1",), (), date(2020, 1, 1))


def test_a_figure_counts_from_its_day_on() -> None:
    key, last = "quiet.minutes", 'why = "Asked for by the staff." },'
    later = f'{last}\n  {{ since = 2027-02-01, value = 77, origin = "default", why = "Longer" }},'
    (found,) = changes("params.toml", last, later)
    assert (found.group, found.uses, found.since) == ("figure", key, date(2027, 2, 1))
    assert (found.was, found.now) == (None, "77")
    assert touches(found, (), (key,), date(2027, 2, 1))
    assert not touches(found, (), (key,), date(2027, 1, 31))
    assert not touches(found, (), ("another",), date(2027, 2, 1))


@pytest.mark.parametrize(
    ("file", "old", "new", "group"),
    [
        ("settings.toml", 'default = "lesson"', 'default = "day"', "setting"),
        ("settings.toml", "The rule speaks of the lesson.", "It says so.", "wording"),
        ("ladders.toml", 'phrase = "a reminder"', 'phrase = "a nudge"', "wording"),
        ("catalogue.toml", 'tags = ["loud"]', "tags = []", "rule"),
        ("pack.toml", 'version = "1"', 'version = "2"', "wording"),
    ],
)
def test_groups(file: str, old: str, new: str, group: str) -> None:
    (found,) = changes(file, old, new)
    assert found.group == group
    assert found.decides == (group in ("setting", "rule"))


def test_what_is_new_or_gone_is_said_as_a_whole() -> None:
    item = '[[item]]\ncode = "SHOUT"\nlabel = "Shouting"\ngroup = "rules"\ndefinition = "Shouted."\ncites = ["1"]'
    (found,) = changes("catalogue.toml", "", item)
    assert (found.what, found.was, found.now) == ("item SHOUT", None, "Shouting")
    (gone,) = differences(load_pack(with_edit("catalogue.toml", "", item)), OLD)
    assert (gone.was, gone.now) == ("Shouting", None)
    clause = '[[clause]]\nid = "3"\nsection = "all"\ntext = "New."\nforce = "may"\nfate = "reference"'
    section = OLD.sections[0].id
    (added,) = changes("clauses.toml", "", clause.replace('"all"', f'"{section}"'))
    assert (added.group, added.what, added.now) == ("clause", "clause 3", "New.")


def test_another_figure_for_the_same_day_touches_what_used_it_or_cites_its_clause() -> None:
    was, now = changes("params.toml", "value = 10", "value = 12")
    assert (was.was, was.now, now.was, now.now) == ("10", None, None, "12")
    for found in (was, now):
        assert (found.group, found.uses, found.cites) == ("figure", "quiet.minutes", ("2",))
        assert found.since == date(2026, 9, 1)
        assert touches(found, ("2",), (), date(2026, 9, 1))


@pytest.mark.parametrize(
    ("file", "old", "new", "change"),
    [
        ("pack.toml", '["Class teacher"]', '["Form tutor"]', ("rule", "roles", "roles")),
        ("pack.toml", '"nowhere"', '"here"', ("wording", "jurisdiction", "jurisdiction")),
        ("pack.toml", "", LEDGER, ("rule", "ledger score", "")),
        ("clauses.toml", 'force = "must"', 'force = "should"', ("clause", "clause 1", "force")),
        ("settings.toml", "default = 1", "default = 2", ("setting", "setting step.reminders", "default")),
        (
            "settings.toml",
            '"The day" }',
            '"One day" }',
            ("wording", "setting step.scope, choice day", "label"),
        ),
        (
            "settings.toml",
            '"The day" }',
            '"The day" }, { value = "week", label = "The week" }',
            ("setting", "setting step.scope, choice week", ""),
        ),
        ("params.toml", '"How long', '"So long', ("wording", "param quiet.minutes", "label")),
        (
            "ladders.toml",
            'decider = "author"',
            'decider = "tutor"',
            ("rule", "ladder two_steps, ladder step quiet, effect place quiet_room", "decider"),
        ),
    ],
)
def test_a_change_is_told_once_with_its_kind_and_its_place(
    file: str, old: str, new: str, change: tuple[str, str, str]
) -> None:
    (found,) = changes(file, old, new)
    assert (found.group, found.what, found.field) == change


def test_a_setting_touches_what_used_it() -> None:
    (found,) = changes("settings.toml", "default = 1", "default = 2")
    assert (found.was, found.now, found.uses) == (1, 2, "step.reminders")
    assert touches(found, (), ("step.reminders",), date(2020, 1, 1))
    assert not touches(found, (), ("step.scope",), date(2020, 1, 1))


def test_a_kind_of_declaration_that_there_was_none_of_is_gone_as_a_whole() -> None:
    (found,) = differences(load_pack(with_edit("pack.toml", "", LEDGER)), OLD)
    assert (found.what, found.was, found.now) == ("ledger score", "Score", None)
