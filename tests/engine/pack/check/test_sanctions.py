"""Formal sanctions that could not be, reported on their line."""

from __future__ import annotations

import pytest

from evenhand.packs.reader import pack_texts
from tests.tiny_pack import faults_of, line_of

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
