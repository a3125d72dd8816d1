"""Registers: levels in order, categories that can be reached, judgements that somebody may make."""

from __future__ import annotations

import pytest

from tests.tiny_pack import faults_of, tiny_texts

PARAMS = """
[[param]]
key = "risk.one"
label = "Level 1"
unit = "count"
values = [{ since = 2026-09-01, value = 5, origin = "policy", cite = ["2"] }]

[[param]]
key = "risk.two"
label = "Level 2"
unit = "count"
values = [{ since = 2026-09-01, value = 9, origin = "policy", cite = ["2"] }]

[[param]]
key = "risk.three"
label = "From which level somebody confirms"
unit = "count"
values = [{ since = 2026-09-01, value = 2, origin = "policy", cite = ["2"] }]
"""
REGISTER = """
[[register]]
id = "risk"
label = "Risk"
cites = ["1"]
combine = "setting:risk.combine"
confirm_from = "param:risk.three"
role = "tutor"
measures = [{ id = "acts", label = "Acts", codes = ["TALK"] }]

[[register.category]]
level = 1
label = "Sent out"
placements = ["quiet_room"]
at_least = "param:risk.three"
cites = ["2"]

[[register.category]]
level = 2
label = "Serious"
judged = true
cites = ["2"]

[[register.level]]
level = 0
label = "None"
cites = ["1"]

[[register.level]]
level = 1
label = "One"
threshold = "param:risk.one"
attend = ["pupil", "tutor"]
cites = ["1"]

[[register.level.effect]]
kind = "task"
on = "reached"
id = "talk"
label = "Talk it over"
role = "tutor"
due = { rule = "half_term_end" }
cites = ["1"]

[[register.level]]
level = 2
label = "Two"
threshold = "param:risk.two"
cites = ["1"]
"""
SETTINGS = """
[[setting]]
key = "risk.combine"
question = "T-3"
asks = "What if they differ?"
type = "choice"
default = "max"
why = "The rule does not say."
cites = []
choices = [{ value = "max", label = "The higher" }]

[[setting]]
key = "risk.counts"
question = "T-4"
asks = "What is counted?"
type = "choice"
default = "acts"
why = "The rule does not say."
cites = []
choices = [{ value = "acts", label = "Acts" }, { value = "sums", label = "Sums" }]
"""


def found(old: str = "", new: str = "") -> list[str]:
    """What loading reports about the register with one edit."""
    texts = tiny_texts()
    assert old in REGISTER
    texts["registers.toml"] = REGISTER.replace(old, new, 1)
    texts["params.toml"] += PARAMS
    texts["settings.toml"] += SETTINGS
    return faults_of(texts)


def test_a_whole_register_loads() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "message", "place"),
    [
        (', codes = ["TALK"] }', " }", 'measure "acts" counts nothing', "9:13 register[0].measures[0]"),
        (
            'codes = ["TALK"]',
            'fact = "share"',
            "handed in at the close only",
            "9:44 register[0].measures[0].fact",
        ),
        (
            'codes = ["TALK"]',
            'codes = ["NOPE"]',
            'item "NOPE" is not known',
            "9:53 register[0].measures[0].codes[0]",
        ),
        ('role = "tutor"\n', "", "waits for a person's judgement, and nobody may give it", "2:1 register[0]"),
        (
            'role = "tutor"\nmeasures',
            'role = "senco"\nmeasures',
            'nobody holds the role "senco"',
            "8:1 register[0].role",
        ),
        (
            'id = "risk"\n',
            'id = "risk"\ncounts = "setting:risk.counts"\n',
            'may be "sums", and no measure has that id',
            "4:1 register[0].counts",
        ),
        (
            " }]\n",
            ' }, { id = "more", label = "More", codes = ["TALK"] }]\n',
            "does not say which measure counts",
            "2:1 register[0]",
        ),
        (
            'combine = "setting:risk.combine"\n',
            "",
            "does not say how points and events go together",
            "2:1 register[0]",
        ),
        (
            'combine = "setting:risk.combine"',
            'combine = "setting:risk.counts"',
            "which does nothing here",
            "6:1 register[0].combine",
        ),
        (
            '"param:risk.two"',
            '"param:risk.one"',
            "begins at 5, no later than the level below it",
            "48:1 register[0].level[2].threshold",
        ),
        ('threshold = "param:risk.two"\n', "", "this level begins nowhere", "45:1 register[0].level[2]"),
        (
            'threshold = "param:risk.two"',
            'threshold = "param:quiet.minutes"',
            "counts minutes",
            "48:1 register[0].level[2].threshold",
        ),
        (
            "level = 0\n",
            'level = 0\nthreshold = "param:risk.one"\n',
            "some pupils would have no level",
            "26:1 register[0].level[0].threshold",
        ),
        (
            'level = 2\nlabel = "Two"',
            'level = 1\nlabel = "Two"',
            "level 1 does not follow on from level 1",
            "46:1 register[0].level[2].level",
        ),
        (
            'level = 1\nlabel = "Sent',
            'level = 7\nlabel = "Sent',
            "no level 7 here",
            "12:1 register[0].category[0].level",
        ),
        ('placements = ["quiet_room"]\n', "", "is never reached", "11:1 register[0].category[0]"),
        (
            'placements = ["quiet_room"]',
            'placements = ["attic"]',
            'placement "attic" is not known',
            "14:15 register[0].category[0].placements[0]",
        ),
        (
            "judged = true\n",
            'judged = true\nplacements = ["quiet_room"]\n',
            "is both counted and judged",
            "18:1 register[0].category[1]",
        ),
        ('at_least = "param:risk.three"\n', "", "does not say how many", "11:1 register[0].category[0]"),
        (
            '"pupil", "tutor"',
            '"pupil", "aunt"',
            'person "aunt" is not known',
            "33:20 register[0].level[1].attend[1]",
        ),
        (
            'cites = ["1"]\ncombine',
            'cites = ["1"]\nunlevelled = "setting:risk.counts"\ncombine',
            "that leaves it",
            "6:1 register[0].unlevelled",
        ),
        (
            'on = "reached"',
            'on = "arrival"',
            'the moment "arrival" never comes here',
            "38:1 register[0].level[1].effect[0].on",
        ),
        (
            'kind = "task"',
            'kind = "place"\nplacement = "quiet_room"\ndecider = "author"',
            "place without an act",
            "37:1 register[0].level[1].effect[0].kind",
        ),
        (
            'rule = "half_term_end"',
            'rule = "weeks"',
            '"weeks" does not say when',
            "42:1 register[0].level[1].effect[0].due",
        ),
        (
            'rule = "half_term_end"',
            'rule = "weeks", n = "param:risk.one"',
            "weeks belong here",
            "42:25 register[0].level[1].effect[0].due.n",
        ),
    ],
)
def test_each_fault_is_found_at_its_place(old: str, new: str, message: str, place: str) -> None:
    faults = found(old, new)
    assert [f for f in faults if message in f and f.startswith(f"registers.toml:{place}: ")], faults


def test_a_register_counts_something() -> None:
    line = 'measures = [{ id = "acts", label = "Acts", codes = ["TALK"] }]'
    assert any("counts nothing" in fault for fault in found(line, "measures = []"))


def test_who_judges_is_named_where_anything_is_judged() -> None:
    nobody = 'confirm_from = "param:risk.three"\nrole = "tutor"\n'
    (found_one,) = found(nobody)
    assert found_one.startswith(
        "registers.toml:2:1 register[0]: waits for a person's judgement, and nobody may"
    )
    counted = REGISTER.replace(
        "judged = true\n", 'placements = ["quiet_room"]\nat_least = "param:risk.three"\n'
    )
    texts = tiny_texts()
    texts["registers.toml"] = counted.replace(nobody, "", 1)
    texts["params.toml"] += PARAMS
    texts["settings.toml"] += SETTINGS
    assert faults_of(texts) == []
