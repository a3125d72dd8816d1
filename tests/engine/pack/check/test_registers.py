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
    ("old", "new", "message"),
    [
        (', codes = ["TALK"] }', " }", 'measure "acts" counts nothing'),
        ('codes = ["TALK"]', 'fact = "share"', "handed in at the close only"),
        ('codes = ["TALK"]', 'codes = ["NOPE"]', 'item "NOPE" is not known'),
        ('role = "tutor"\n', "", "waits for a person's judgement, and nobody may give it"),
        ('role = "tutor"\nmeasures', 'role = "senco"\nmeasures', 'nobody holds the role "senco"'),
        ('id = "risk"\n', 'id = "risk"\ncounts = "setting:risk.counts"\n', 'may be "sums", and no measure has that id'),
        (' }]\n', ' }, { id = "more", label = "More", codes = ["TALK"] }]\n', "does not say which measure counts"),
        ('combine = "setting:risk.combine"\n', "", "does not say how points and events go together"),
        ('combine = "setting:risk.combine"', 'combine = "setting:risk.counts"', "which does nothing here"),
        ('"param:risk.two"', '"param:risk.one"', "begins at 5, no later than the level below it"),
        ('threshold = "param:risk.two"\n', "", "this level begins nowhere"),
        ('threshold = "param:risk.two"', 'threshold = "param:quiet.minutes"', "counts minutes"),
        ('level = 0\n', 'level = 0\nthreshold = "param:risk.one"\n', "some pupils would have no level"),
        ('level = 2\nlabel = "Two"', 'level = 1\nlabel = "Two"', "level 1 does not follow on from level 1"),
        ('level = 1\nlabel = "Sent', 'level = 7\nlabel = "Sent', "no level 7 here"),
        ('placements = ["quiet_room"]\n', "", "is never reached"),
        ('placements = ["quiet_room"]', 'placements = ["attic"]', 'placement "attic" is not known'),
        ("judged = true\n", 'judged = true\nplacements = ["quiet_room"]\n', "is both counted and judged"),
        ('at_least = "param:risk.three"\n', "", "does not say how many"),
        ('"pupil", "tutor"', '"pupil", "aunt"', 'person "aunt" is not known'),
        ('cites = ["1"]\ncombine', 'cites = ["1"]\nunlevelled = "setting:risk.counts"\ncombine', "that leaves it"),
        ('on = "reached"', 'on = "arrival"', 'the moment "arrival" never comes here'),
        ('kind = "task"', 'kind = "place"\nplacement = "quiet_room"\ndecider = "author"', "place without an act"),
        ('rule = "half_term_end"', 'rule = "weeks"', '"weeks" does not say when'),
        ('rule = "half_term_end"', 'rule = "weeks", n = "param:risk.one"', "weeks belong here"),
    ],
)  # fmt: skip
def test_each_fault_is_found_at_its_place(old: str, new: str, message: str) -> None:
    faults = found(old, new)
    assert [fault for fault in faults if message in fault and fault.startswith("registers.toml:")] != [], (
        faults
    )


def test_a_register_counts_something() -> None:
    line = 'measures = [{ id = "acts", label = "Acts", codes = ["TALK"] }]'
    assert any("counts nothing" in fault for fault in found(line, "measures = []"))
