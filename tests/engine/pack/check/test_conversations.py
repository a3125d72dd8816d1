"""Conversations that ask for more than there is, or that refer to nothing."""

from __future__ import annotations

import pytest

from evenhand.packs.reader import pack_texts
from tests.tiny_pack import faults_of, tiny_texts


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("conversations.toml", 'task = "restorative"', 'task = "chat"', "chat"),
        ("conversations.toml", 'minimum = "param:restorative.minimum"', 'minimum = "param:restorative.prompts"',
         "asks for at least 8 prompts and at most 5"),
        ("conversations.toml", "promises = { repair", "promises = { prize", "prize"),
        ("conversations.toml", 'after = "setting:restorative.escalate_second"',
         'after = "setting:restorative.escalate_first"', "comes no later than the chase before it"),
        ("conversations.toml", 'on = "not_ready"', 'on = "sleepy"', "never comes here"),
    ],
)  # fmt: skip
def test_each_fault_is_reported(file: str, old: str, new: str, words: str) -> None:
    texts = pack_texts("infiniti")
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    assert any(fault.startswith("conversations.toml:") and words in fault for fault in faults_of(texts))


FIGURES = """
[[param]]
key = "talk.least"
label = "At least"
unit = "count"
values = [
  { since = 2026-09-01, value = 1, origin = "policy", cite = ["2"] },
  { since = 2027-01-04, value = 2, origin = "policy", cite = ["2"] },
]

[[param]]
key = "talk.most"
label = "At most"
unit = "count"
values = [
  { since = 2026-09-01, value = 3, origin = "policy", cite = ["2"] },
  { since = 2027-01-04, value = 2, origin = "policy", cite = ["2"] },
]

[[param]]
key = "talk.many"
label = "More"
unit = "count"
values = [{ since = 2026-09-01, value = 3, origin = "policy", cite = ["2"] }]

[[param]]
key = "talk.first"
label = "First chase"
unit = "school_days"
values = [{ since = 2026-09-01, value = 1, origin = "policy", cite = ["2"] }]

[[param]]
key = "talk.second"
label = "Second chase"
unit = "school_days"
values = [{ since = 2026-09-01, value = 2, origin = "policy", cite = ["2"] }]
"""
TALK = """
[[conversation]]
id = "talk"
label = "Talk"
cites = ["2"]
minimum = "param:talk.least"
maximum = "param:talk.most"
task = "talk"
station = "sit"
account = "what"
linked = "who"
prompts = [
  { value = "what", label = "What happened?" },
  { value = "who", label = "Who was there?" },
]
simple = { what = "What?", who = "Who?" }
symbols = { what = "message-circle" }
promises = { repair = "repair_by" }
lead_roles = ["tutor"]
lead_cites = ["2"]
chases = [
  { after = "param:talk.first", role = "tutor", label = "Hold the talk", cites = ["2"] },
  { after = "param:talk.second", role = "tutor", label = "See that it is held", cites = ["2"] },
]

[[booklet]]
id = "sheet"
label = "Sheet"
station = "sit"
cites = ["2"]
prompts = [{ value = "why", label = "Why?" }]
simple = { why = "Why?" }
"""
DETAIL = '\n[[detail]]\nid = "repair_by"\nlabel = "By when"\ntype = "text"\n'


def found(old: str = "", new: str = "") -> tuple[list[str], int]:
    """What loading reports about the talk with one edit, and the line of the edit."""
    assert old in TALK
    texts = tiny_texts()
    texts["params.toml"] += FIGURES
    texts["catalogue.toml"] += DETAIL
    texts["conversations.toml"] = TALK.replace(old, new, 1)
    return faults_of(texts), TALK[: TALK.index(old)].count("\n") + 1


def test_a_whole_conversation_loads() -> None:
    assert found()[0] == []
    assert found('task = "talk"\nstation = "sit"\naccount = "what"\nlinked = "who"\n')[0] == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('task = "talk"', 'task = "chat"', 'task "chat" is not known; expected one of talk'),
        ('station = "sit"', 'station = "stand"', 'station "stand" is not known; expected one of sit'),
        ('station = "sit"\ncites', 'station = "stand"\ncites', 'station "stand" is not known; expected one of sit'),
        ('account = "what"', 'account = "where"', 'prompt "where" is not known; expected one of what, who'),
        ('linked = "who"', 'linked = "whom"', 'prompt "whom" is not known'),
        ('who = "Who?"', 'whom = "Who?"', 'prompt "whom" is not known'),
        ('symbols = { what', 'symbols = { when', 'prompt "when" is not known'),
        ('simple = { why', 'simple = { what', 'prompt "what" is not known; expected one of why'),
        ('{ repair = "repair_by" }', '{ prize = "repair_by" }', 'promise "prize" is not known'),
        ('minimum = "param:talk.least"', 'minimum = "param:talk.many"', "asks for at least 3 prompts and at most 2"),
        ('minimum = "param:talk.least"\nmaximum = "param:talk.most"', 'minimum = "param:talk.many"',
         "asks for 3 of 2 prompts"),
        ('after = "param:talk.second"', 'after = "param:talk.first"', "comes no later than the chase before it"),
    ],
)  # fmt: skip
def test_a_talk_that_cannot_be_held_is_reported_once_on_its_line(old: str, new: str, words: str) -> None:
    faults, line = found(old, new)
    named = [fault for fault in faults if words in fault]
    assert len(named) == 1, faults
    assert named[0].startswith(f"conversations.toml:{line}:")


def chased(first: tuple[int, ...], second: tuple[int, ...]) -> list[str]:
    """What loading reports where the two chases have had these figures, the newest last."""
    texts = tiny_texts()
    figures = FIGURES
    for old, values in ((1, first), (2, second)):
        line = f'[{{ since = 2026-09-01, value = {old}, origin = "policy", cite = ["2"] }}]'
        dated = (
            f'{{ since = {2026 + n}-09-01, value = {v}, origin = "policy", cite = ["2"] }}'
            for n, v in enumerate(values)
        )
        assert figures.count(line) == 1
        figures = figures.replace(line, f"[{', '.join(dated)}]")
    texts["params.toml"] += figures
    texts["catalogue.toml"] += DETAIL
    texts["conversations.toml"] = TALK
    return faults_of(texts)


def test_chases_are_in_order_by_their_newest_figures() -> None:
    assert chased((3, 1), (2,)) == []
    assert chased((1,), (1, 2)) == []
    for first, second in (((1,), (2, 1)), ((1, 2), (2,)), ((1, 2), (3, 2))):
        (found,) = chased(first, second)
        assert "comes no later than the chase before it" in found
