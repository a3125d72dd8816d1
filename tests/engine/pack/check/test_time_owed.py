"""Time owed whose slot nobody chooses, or that is owed by no range of years."""

from __future__ import annotations

import pytest

from evenhand.packs.reader import pack_texts
from tests.tiny_pack import faults_of, tiny_texts


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("time_owed.toml", 'chooser = "subject_lead"\n', "", "a time that nobody chooses"),
        ("time_owed.toml", 'id = "lunch"', 'id = "noon"', "lunch"),
        ("settings.toml", 'value = "7-13"', 'value = "seven up"', "is no range of year groups"),
    ],
)
def test_each_fault_is_reported(file: str, old: str, new: str, words: str) -> None:
    texts = pack_texts("star_binary")
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    assert any(fault.startswith("time_owed.toml:") and words in fault for fault in faults_of(texts))


SETTING = """
[[setting]]
key = "{}"
question = "Q"
asks = "Which?"
type = "choice"
default = "{}"
why = "So."
cites = []
choices = [{}]
"""
OWED = """
[[time_owed]]
id = "late"
label = "Stay behind"
form = "slot"
cites = ["2"]
chosen = "setting:slot"
chooser = "tutor"
years = "setting:years"
slots = [{ id = "lunch", label = "Lunch", period = "LUNCH" }]
"""


def of_tiny(*slots: str, years: str = "7-11", old: str = "", new: str = "") -> list[str]:
    """What loading reports about time owed in a slot of these, for these years, with one edit."""
    texts = tiny_texts()
    for key, values in (("slot", slots), ("years", (years, "8"))):
        choices = ", ".join(f'{{ value = "{value}", label = "{value}" }}' for value in values)
        texts["settings.toml"] += SETTING.format(key, values[0], choices)
    assert old in OWED
    texts["time_owed.toml"] = OWED.replace(old, new, 1)
    return faults_of(texts)


def test_a_slot_that_is_declared_or_left_to_the_leader_may_be_chosen() -> None:
    assert of_tiny("leader_chooses", "lunch") == []
    (found,) = of_tiny("lunch", "noon")
    assert found.startswith('time_owed.toml:7:1 time_owed[0].chosen: slot "noon" is not known')
    assert of_tiny("noon", old='chosen = "setting:slot"\nchooser = "tutor"\n') == []


def test_a_choice_has_somebody_who_makes_it() -> None:
    (found,) = of_tiny("lunch", old='chooser = "tutor"\n')
    assert "a time that nobody chooses; expected chooser" in found


@pytest.mark.parametrize(("years", "fine"), [("7", True), ("7-11", True), ("7 to 11", False), ("-11", False)])
def test_years_are_one_or_a_range(years: str, *, fine: bool) -> None:
    found = of_tiny("lunch", years=years)
    assert [f'"{years}" is no range of year groups' in fault for fault in found] == ([] if fine else [True])


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        ('"setting:years"', '"param:quiet.minutes"', []),
        ('"setting:years"', '"param:talk.by"', ['"15:00" is no range of year groups']),
        ('"setting:slot"', '"param:talk.by"', ['slot "15:00" is not known']),
        ('"setting:years"', '"param:quiet.hours"', ['param "quiet.hours" is not known']),
    ],
)
def test_a_figure_of_the_policy_is_read_like_an_answer_of_the_school(
    old: str, new: str, faults: list[str]
) -> None:
    found = of_tiny("lunch", old=old, new=new)
    assert [fault.partition(": ")[2].partition(";")[0] for fault in found] == faults
