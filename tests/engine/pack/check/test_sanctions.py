"""Formal sanctions that could not be, reported on their line."""

from __future__ import annotations

import pytest

from evenhand.packs.reader import pack_texts
from tests.tiny_pack import faults_of, line_of, tiny_texts

PACK = "star_binary"
FILE = "sanctions.toml"


def faults(old: str, new: str, file: str = FILE) -> list[str]:
    texts = pack_texts(PACK)
    assert old in texts[file], old
    texts[file] = texts[file].replace(old, new, 1)
    return faults_of(texts)


def test_the_pack_as_shipped_has_none() -> None:
    assert faults_of(pack_texts(PACK)) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('decider = "principal"', 'decider = "author"', "whoever records it would decide"),
        ('decider = "principal"', 'decider = "headmaster"', '"headmaster" is not known here'),
        ('decider = "principal"\n', "", "decider is missing"),
        ('needs = ["principal_absent"]', "needs = []", '"vice" may act without any record of the absence'),
        ('year_cap = "param:fte.year_days"', "year_cap = 45", "45 is a bare figure"),
        (
            'year_cap = "param:fte.year_days"',
            'year_cap = "param:provision.notice_hours"',
            "school_days belong",
        ),
        (
            'represent_above = "param:lgb.represent_above"',
            'represent_above = "param:lgb.represent_days"',
            "50 can never be reached: review_above is 15",
        ),
        ('year_cap_law = "suspension_year_days"', 'year_cap_law = "year"', '"year" is not known here'),
        ('act = "consider"', 'act = "extend"', '"extend" is never allowed'),
        ('act = "consider"', 'act = "ponder"', '"ponder" is not known here'),
        ('of = ["permanent"]', 'of = ["for_ever"]', 'sanction "for_ever" is not known'),
        ('roles = ["trust_leader"]', 'roles = ["teaching_asistant"]', "is not known here"),
        ('form = "given"\nwhen', 'form = "ticks"\nwhen', 'a gate of the form "ticks" without items'),
        ('form = "required"\nact = "advise"', 'form = "required"', 'of the form "required" without act'),
        ('size = "setting:irp.size"\n', "", 'a gate of the form "panel" without size'),
        ("details = { starred = true }", "details = { stared = true }", 'detail "stared" is not known'),
        (
            'id = "days"\nlabel = "How long"',
            'id = "length"\nlabel = "How long"',
            'nothing works out "length"',
        ),
        (
            'rule = "hours_before", n = "param:provision.notice_hours"',
            'rule = "on_day"',
            "counts nothing that the law",
        ),
        ('count = "setting:count.notice", law', 'count = "minus5", law', "is a bare figure"),
        ('boundary = "setting:lgb.fifteen"', 'boundary = "setting:lgb.le5"', "which does nothing here"),
    ],
)
def test_what_cannot_be_is_reported_on_its_line(old: str, new: str, message: str) -> None:
    found = [fault for fault in faults(old, new) if message in fault]
    assert found, faults(old, new)
    assert found[0].startswith(f"{FILE}:")
    away = int(found[0].split(":")[1]) - line_of(FILE, old, pack_texts(PACK))
    assert abs(away) <= 12


def test_a_sanction_before_which_nothing_stands_is_reported() -> None:
    text = pack_texts(PACK)
    text[FILE] += (
        '\n[[sanction]]\nid = "detached"\nlabel = "X"\nform = "period"\ndecider = "principal"\ncites = ["164"]\n'
    )
    text[FILE] = text[FILE].replace(
        'act = "issue"\nlabel = "The principal decides"',
        'act = "issue"\nof = ["fixed_period", "lunchtime", "permanent"]\nlabel = "The principal decides"',
    )
    assert any('nothing stands before a decision to issue "detached"' in fault for fault in faults_of(text))


def test_a_role_that_nobody_holds_is_named_once() -> None:
    texts = pack_texts(PACK)
    texts["pack.toml"] = texts["pack.toml"].replace("trust_leader = ", "# ", 1)
    found = [fault for fault in faults_of(texts) if fault.startswith(f"{FILE}:") and "roles[" in fault]
    assert found
    assert len(set(found)) == len(found)
    assert all('nobody holds the role "trust_leader"' in fault for fault in found)


def test_a_letter_that_says_nothing_and_a_message_for_each_day_are_reported() -> None:
    text = pack_texts(PACK)
    text[FILE] += (
        '\n[[letter]]\nid = "mute"\nlabel = "X"\naudience = "family"\nchannel = "letter"\ntemplate = "x"\ncites = ["181"]\n'
    )
    text[FILE] = text[FILE].replace('audience = "trust"\n', 'audience = "trust"\neach = "excluded_day"\n', 1)
    found = faults_of(text)
    assert any('the letter "mute" says nothing' in fault for fault in found)
    assert any("only a task is owed for each day" in fault for fault in found)


Figures = dict[str, int | tuple[int, ...]]
PARAM = '[[param]]\nkey = "{0}"\nlabel = "{0}"\nunit = "school_days"\nvalues = [{1}]\n'
VALUE = '{{ since = 20{}-09-01, value = {}, origin = "policy", cite = ["2"] }}'
SETTING = """
[[setting]]
key = "{0}"
question = "Q"
asks = "How many?"
type = "integer"
unit = "school_days"
default = {1}
why = "So."
cites = []
"""
SANCTION = """
[[sanction]]
id = "away"
label = "Sent home"
form = "period"
decider = "tutor"
cites = ["2"]

[[sanction.acting]]
title = "Deputy"
role = "teacher"
needs = ["why"]
cites = ["2"]

[[sanction_stage]]
act = "issue"
label = "Decide"
cites = ["2"]
gates = [{ id = "why", label = "Why", form = "given", cites = ["2"] }]

[[letter]]
id = "home"
label = "Letter"
audience = "family"
channel = "letter"
template = "home"
cites = ["2"]
parts = [{ id = "days", label = "How long", form = "worked_out", cites = ["2"] }]
"""
WHY = '\n[[detail]]\nid = "why"\nlabel = "Why"\ntype = "text"\n'


def of_tiny(old: str = "", new: str = "", figures: Figures | None = None) -> list[str]:
    """What loading reports about a sanction with these limits: a number is a setting, several are a dated figure."""
    texts = tiny_texts()
    texts["catalogue.toml"] += WHY
    limits = ""
    for name, figure in (figures or {}).items():
        if isinstance(figure, int):
            texts["settings.toml"] += SETTING.format(name, figure)
            limits += f'{name} = "setting:{name}"\n'
        else:
            values = ", ".join(VALUE.format(26 + n, value) for n, value in enumerate(figure))
            texts["params.toml"] += PARAM.format(name, values)
            limits += f'{name} = "param:{name}"\n'
    assert old in SANCTION
    text = SANCTION.replace(old, new, 1)
    texts["sanctions.toml"] = text.replace('form = "period"\n', f'form = "period"\n{limits}', 1)
    return faults_of(texts)


def test_a_whole_sanction_loads() -> None:
    assert of_tiny() == []
    figures: Figures = {"represent_above": 5, "review_above": 15, "reason_above": (5,), "single_cap": (45,)}
    assert of_tiny(figures={**figures, "year_cap": (45,)}) == []


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"represent_above": 16, "review_above": 15}, "16 can never be reached: review_above is 15"),
        ({"represent_above": (5, 16), "review_above": 15}, "16 can never be reached: review_above is 15"),
        ({"represent_above": (16, 5), "review_above": 15}, ""),
        ({"represent_above": 15, "review_above": (15,)}, ""),
        ({"reason_above": (46,), "single_cap": (45,)}, "46 can never be reached: single_cap is 45"),
        ({"single_cap": 46, "year_cap": (45,)}, "46 can never be reached: year_cap is 45"),
        ({"represent_above": 16}, ""),
        ({"year_cap": (1,)}, ""),
    ],
)
def test_of_two_limits_the_lower_can_be_reached(figures: Figures, message: str) -> None:
    assert [message in fault for fault in of_tiny(figures=figures)] == ([True] if message else [])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('act = "issue"', 'act = "consider"', 'nothing stands before a decision to issue "away"'),
        (
            'gates = [{ id = "why", label = "Why", form = "given", cites = ["2"] }]',
            "",
            "nothing stands before",
        ),
        ('label = "Decide"', 'label = "Decide"\nof = ["away"]', ""),
        ('form = "given"', 'form = "one_of"', 'a gate of the form "one_of" without items'),
        ('form = "given"', 'form = "by"', 'a gate of the form "by" without due'),
        ('needs = ["why"]', "needs = []", '"Deputy" may act without any record of the absence'),
        ('decider = "tutor"', 'decider = "witness"', "whoever records it would decide"),
        ('id = "days"', 'id = "length"', 'nothing works out "length"; expected due, or one of form'),
        ('id = "days"', 'id = "length"\ndue = { rule = "now" }', ""),
        ('form = "worked_out"', 'form = "fixed"', ""),
    ],
)
def test_a_sanction_that_nobody_could_issue_rightly_is_reported(old: str, new: str, message: str) -> None:
    text = new.replace("\n", ", ") if old == 'id = "days"' else new
    assert [message in fault for fault in of_tiny(old, text)] == ([True] if message else [])


def test_what_is_no_exclusion_needs_no_gate() -> None:
    assert of_tiny('form = "period"\ndecider = "tutor"', 'form = "record"\ndecider = "tutor"') == []
    bare = SANCTION[SANCTION.index("[[sanction_stage]]") : SANCTION.index("[[letter]]")]
    assert of_tiny(bare) != []
    texts = tiny_texts()
    texts["catalogue.toml"] += WHY
    texts["sanctions.toml"] = SANCTION.replace(bare, "").replace('"period"', '"record"')
    assert faults_of(texts) == []


STAGE = """
[[sanction_stage]]
act = "{act}"
label = "More"
cites = ["2"]
effects = [{{ {effect}, each = "excluded_day", cites = ["2"] }}]
"""
TASK = 'kind = "task", id = "look", label = "Look", role = "tutor"'
TELL = 'kind = "tell", audience = "tutor", channel = "notice", template = "home"'


@pytest.mark.parametrize(
    ("act", "effect", "message"),
    [
        ("consider", TASK, ""),
        ("consider", TELL, "only a task is owed for each day"),
        ("convert", TASK, '"convert" is never allowed: a further decision is a record of its own'),
    ],
)
def test_a_stage_that_may_never_be_and_a_message_for_each_day_are_reported(
    act: str, effect: str, message: str
) -> None:
    found = of_tiny("[[letter]]", STAGE.format(act=act, effect=effect) + "\n[[letter]]")
    assert [message in fault for fault in found] == ([True] if message else [])


def test_a_letter_without_parts_and_a_limit_that_nobody_set_are_reported_and_nothing_breaks() -> None:
    parts = SANCTION[SANCTION.index("parts = [") :]
    assert ['the letter "home" says nothing' in fault for fault in of_tiny(parts, "")] == [True]
    limit = 'represent_above = "setting:nowhere"'
    found = of_tiny('decider = "tutor"', f'decider = "tutor"\n{limit}')
    assert found
    assert all("nowhere" in fault for fault in found)
