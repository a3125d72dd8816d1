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
    assert found('id = "loud"', f'id = "{"loud" * 6}"') == []


@pytest.mark.parametrize(
    ("old", "new", "message", "place"),
    [
        ('id = "loud"', f'id = "{"loud" * 7}"', "28 characters are too many", "3:1 path[0].id"),
        ('to = "closed"', "", "a case that nothing closes", "2:1 path[0]"),
        ('opens = [{ tags = ["loud"] }]', "", "stages that no act reaches", "2:1 path[0]"),
        ('reached = "setting:path.reached"', "", "stages without reached", "2:1 path[0]"),
        ('look_back = "setting:path.back"', "", "stages without look_back", "2:1 path[0]"),
        ("confirms = true", "", "stages without an act that confirms", "2:1 path[0]"),
        ('settles = "from_day"', "", "there is no second one", "2:1 path[0]"),
        (
            'settles = "from_day"',
            'settles = "soon"',
            'settles "soon" is not known',
            "36:1 path[0].act[1].settles",
        ),
        ("position = 1", "position = 2", "position 2 is stage number 1", "19:1 path[0].stage[0].position"),
        ('on = "opened"', "", "does not say whether it comes with the case", "10:1 path[0].effect[0]"),
        (
            'on = "opened"',
            'on = "arrival"',
            'the moment "arrival" never comes here',
            "12:1 path[0].effect[0].on",
        ),
        (
            'kind = "propose", ',
            'kind = "propose", on = "again", ',
            'the moment "again" never comes here',
            "22:32 path[0].stage[0].effects[0].on",
        ),
        (
            'after = ["confirmed"]',
            'after = ["confirned"]',
            'stand "confirned" is not known',
            "35:10 path[0].act[1].after[0]",
        ),
        (
            'after = ["confirmed"]',
            'after = ["closed"]',
            'stand "closed" is not known',
            "35:10 path[0].act[1].after[0]",
        ),
        (
            'one_of = ["sure"], agreed = true',
            "agreed = true",
            "needs nothing",
            "30:10 path[0].act[0].needs[0]",
        ),
        (
            'one_of = ["sure"]',
            'one_of = ["note"]',
            "no question that can be answered with yes",
            "30:22 path[0].act[0].needs[0].one_of[0]",
        ),
        (
            'one_of = ["note"]',
            'one_of = ["noted"]',
            'detail "noted" is not known',
            "44:41 path[0].act[2].needs[0].one_of[0]",
        ),
        (
            'done = ["talked"]',
            'done = ["walked"]',
            'act of this path "walked" is not known',
            "44:20 path[0].act[2].needs[0].done[0]",
        ),
        (
            'role = "tutor"',
            'role = "governor"',
            'nobody holds the role "governor"',
            "15:1 path[0].effect[0].role",
        ),
        (
            'to = "confirmed"',
            'roles = ["governor"]\nto = "confirmed"',
            'nobody holds the role "governor"',
            "28:10 path[0].act[0].roles[0]",
        ),
        (
            'kind = "propose", id = "talk"',
            'kind = "place", placement = "quiet_room", decider = "tutor", id = "talk"',
            "would act on the pupil without a decider",
            "22:14 path[0].stage[0].effects[0].kind",
        ),
    ],
)
def test_what_makes_no_sense_is_reported_at_its_place(old: str, new: str, message: str, place: str) -> None:
    (fault,) = found(old, new)
    assert fault.startswith(f"paths.toml:{place}: ")
    assert message in fault
