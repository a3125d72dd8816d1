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
    ("old", "new", "message", "place"),
    [
        (
            'form = "positive"',
            'form = "negative"',
            "and this report records successes only",
            "14:37 report[0].marks[0].form",
        ),
        ('form = "positive"', 'form = "neutral"', "has no mark for a success", "13:1 report[0].marks"),
        ('form = "positive"', 'form = "shiny"', 'form "shiny" is not known', "14:37 report[0].marks[0].form"),
        ('unseen = "none"', 'unseen = "good"', "is no neutral mark", "8:1 report[0].unseen"),
        ('unseen = "none"', 'unseen = "gone"', "is no neutral mark", "8:1 report[0].unseen"),
        (
            'compare = ["quiet_room"]\n',
            "",
            "suggests a report by a count of nothing",
            "11:1 report[0].suggest_from",
        ),
        (
            'compare = ["quiet_room"]',
            'compare = ["attic"]',
            'placement "attic" is not known',
            "10:12 report[0].compare[0]",
        ),
        ('compare_days = "param:card.days"\n', "", "does not say how far back", "2:1 report[0]"),
        ('"param:card.days"', '"param:card.count"', "school_days belong here", "11:1 report[0].compare_days"),
        ('decider = "tutor"', 'decider = "senco"', 'nobody holds the role "senco"', "6:1 report[0].decider"),
        (
            'on = "start"',
            'on = "reached"',
            'the moment "reached" never comes here',
            "20:1 report[0].effect[0].on",
        ),
        (
            'kind = "task"',
            'kind = "owe"\nowed = "x"',
            "owe without an act and without a decider",
            "19:1 report[0].effect[0].kind",
        ),
        ('roles = ["teacher"]', "roles = []", "nobody may set it", "30:1 consequence[0].roles"),
        (
            'roles = ["teacher"]',
            'roles = ["senco"]',
            'nobody holds the role "senco"',
            "30:10 consequence[0].roles[0]",
        ),
        (
            'after = ["remind"]',
            'after = ["shout"]',
            'step "shout" is not known',
            "31:10 consequence[0].after[0]",
        ),
    ],
)
def test_each_fault_is_found_at_its_place(old: str, new: str, message: str, place: str) -> None:
    faults = found(old, new)
    assert len([f for f in faults if message in f and f.startswith(f"reports.toml:{place}: ")]) == 1, faults
