"""Paths that could not be walked to their end."""

from __future__ import annotations

import pytest

from tests.tiny_pack import faults_of, tiny_texts

DETAILS = """
[[detail]]
id = "note"
label = "Note"
type = "text"

[[detail]]
id = "sure"
label = "Sure"
type = "boolean"
"""
SETTINGS = """
[[setting]]
key = "path.reached"
question = "Q9"
asks = "When does it count?"
type = "choice"
default = "confirmed"
choices = [{ value = "confirmed", label = "Confirmed" }, { value = "reported", label = "Reported" }]
why = "A guess."
cites = ["1"]

[[setting]]
key = "path.back"
question = "Q8"
asks = "How far back?"
type = "choice"
default = "whole_time"
choices = [{ value = "whole_time", label = "Always" }, { value = "term", label = "Term" }]
why = "A guess."
cites = ["1"]
"""
PATH = """
[[path]]
id = "loud"
label = "Loud"
cites = ["1"]
opens = [{ tags = ["loud"] }]
reached = "setting:path.reached"
look_back = "setting:path.back"

[[path.effect]]
kind = "task"
on = "opened"
id = "look"
label = "Look"
role = "tutor"
cites = ["1"]

[[path.stage]]
position = 1
label = "First"
cites = ["1"]
effects = [{ kind = "propose", id = "talk", label = "A talk", role = "tutor", cites = ["1"] }]

[[path.act]]
id = "sure"
label = "It was so"
confirms = true
to = "confirmed"
cites = ["1"]
needs = [{ one_of = ["sure"], agreed = true, cites = ["1"] }]

[[path.act]]
id = "talked"
label = "They talked"
after = ["confirmed"]
settles = "from_day"
cites = ["1"]

[[path.act]]
id = "over"
label = "It is over"
to = "closed"
cites = ["1"]
needs = [{ done = ["talked"], one_of = ["note"], cites = ["1"] }]
"""


def found(old: str, new: str) -> list[str]:
    """What loading reports about the path with one edit."""
    if old not in PATH:
        raise AssertionError(f"no {old!r}")
    texts = tiny_texts()
    texts["catalogue.toml"] = DETAILS + texts["catalogue.toml"]
    texts["settings.toml"] += SETTINGS
    texts["paths.toml"] = PATH.replace(old, new, 1)
    return faults_of(texts)


def test_a_path_loads() -> None:
    assert found("", "") == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "loud"', f'id = "{"loud" * 7}"', "28 characters are too many"),
        ('to = "closed"', "", "a case that nothing closes"),
        ('opens = [{ tags = ["loud"] }]', "", "stages that no act reaches"),
        ('reached = "setting:path.reached"', "", "stages without reached"),
        ('look_back = "setting:path.back"', "", "stages without look_back"),
        ("confirms = true", "", "stages without an act that confirms"),
        ('settles = "from_day"', "", "there is no second one"),
        ('settles = "from_day"', 'settles = "soon"', 'settles "soon" is not known'),
        ("position = 1", "position = 2", "position 2 is stage number 1"),
        ('on = "opened"', "", "does not say whether it comes with the case"),
        ('on = "opened"', 'on = "arrival"', 'the moment "arrival" never comes here'),
        ('kind = "propose", ', 'kind = "propose", on = "again", ', 'the moment "again" never comes here'),
        ('after = ["confirmed"]', 'after = ["confirned"]', 'stand "confirned" is not known'),
        ('one_of = ["sure"], agreed = true', "agreed = true", "needs nothing"),
        ('one_of = ["sure"]', 'one_of = ["note"]', "no question that can be answered with yes"),
        ('one_of = ["note"]', 'one_of = ["noted"]', 'detail "noted" is not known'),
        ('done = ["talked"]', 'done = ["walked"]', 'act of this path "walked" is not known'),
        ('role = "tutor"', 'role = "governor"', 'nobody holds the role "governor"'),
        ('to = "confirmed"', 'roles = ["governor"]\nto = "confirmed"', 'nobody holds the role "governor"'),
        ('kind = "propose", id = "talk"', 'kind = "place", placement = "quiet_room", decider = "tutor", id = "talk"',
         "would act on the pupil without a decider"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_reported_at_its_place(old: str, new: str, message: str) -> None:
    faults = found(old, new)
    assert [fault for fault in faults if message in fault], faults
    assert all(fault.startswith("paths.toml:") for fault in faults)
