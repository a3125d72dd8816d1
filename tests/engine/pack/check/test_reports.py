"""Report cards whose form keeps its promise, and consequences that somebody may set."""

from __future__ import annotations

import pytest

from tests.tiny_pack import faults_of, tiny_texts

REPORTS = """
[[report]]
id = "card"
label = "Card"
cites = ["1"]
decider = "tutor"
review = { rule = "half_term_end" }
unseen = "none"
positive_only = true
compare = ["quiet_room"]
compare_days = "param:card.days"
suggest_from = "param:card.count"
marks = [
  { value = "good", label = "Good", form = "positive" },
  { value = "none", label = "Not seen", form = "neutral" },
]

[[report.effect]]
kind = "task"
on = "start"
id = "review"
label = "Look at it"
role = "tutor"
due = { rule = "half_term_end" }
cites = ["1"]

[[consequence]]
id = "talk"
label = "A talk"
roles = ["teacher"]
after = ["remind"]
cites = ["1"]
"""
PARAMS = """
[[param]]
key = "card.days"
label = "Days"
unit = "school_days"
values = [{ since = 2026-09-01, value = 5, origin = "policy", cite = ["2"] }]

[[param]]
key = "card.count"
label = "Count"
unit = "count"
values = [{ since = 2026-09-01, value = 2, origin = "policy", cite = ["2"] }]
"""


def found(old: str = "", new: str = "") -> list[str]:
    """What loading reports about the report card with one edit."""
    assert old in REPORTS
    texts = tiny_texts()
    texts["reports.toml"] = REPORTS.replace(old, new, 1)
    texts["params.toml"] += PARAMS
    return faults_of(texts)


def test_a_whole_report_loads() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('form = "positive"', 'form = "negative"', "and this report records successes only"),
        ('form = "positive"', 'form = "neutral"', "has no mark for a success"),
        ('form = "positive"', 'form = "shiny"', 'form "shiny" is not known'),
        ('unseen = "none"', 'unseen = "good"', "is no neutral mark"),
        ('unseen = "none"', 'unseen = "gone"', "is no neutral mark"),
        ('compare = ["quiet_room"]\n', "", "suggests a report by a count of nothing"),
        ('compare = ["quiet_room"]', 'compare = ["attic"]', 'placement "attic" is not known'),
        ('compare_days = "param:card.days"\n', "", "does not say how far back"),
        ('"param:card.days"', '"param:card.count"', "school_days belong here"),
        ('decider = "tutor"', 'decider = "senco"', 'nobody holds the role "senco"'),
        ('on = "start"', 'on = "reached"', 'the moment "reached" never comes here'),
        ('kind = "task"', 'kind = "owe"\nowed = "x"', "owe without an act and without a decider"),
        ('roles = ["teacher"]', "roles = []", "nobody may set it"),
        ('roles = ["teacher"]', 'roles = ["senco"]', 'nobody holds the role "senco"'),
        ('after = ["remind"]', 'after = ["shout"]', 'step "shout" is not known'),
    ],
)
def test_each_fault_is_found_at_its_place(old: str, new: str, message: str) -> None:
    faults = found(old, new)
    assert [fault for fault in faults if message in fault and fault.startswith("reports.toml:")] != [], faults
