"""Names that nothing declares, and roles that nobody holds."""

import pytest

from tests.tiny_pack import faults, faults_of, line_of, with_edit

TALK = 'aliases = ["chatting"]'
EFFECT = 'decider = "author"'
STEP = 'phrase = "a reminder"'
LADDER = 'match = "setting:step.match"'


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("clauses.toml", 'section = "rules"', 'section = "rule"', 'section "rule" is not known'),
        ("catalogue.toml", 'cites = ["1"]', 'cites = ["9"]', 'clause "9" is not known'),
        ("catalogue.toml", TALK, 'details = ["minutes"]', 'detail "minutes" is not known'),
        ("catalogue.toml", TALK, "points = { score = { recorded = 1 } }", 'ledger "score" is not known'),
        ("catalogue.toml", TALK, 'value = "kind"', 'tag "kind" is not known'),
        ("catalogue.toml", 'kind = "concern"', 'kind = "worry"', 'kind "worry" is not known'),
        ("ladders.toml", 'groups = ["rules"]', 'groups = ["rulez"]', 'group "rulez" is not known'),
        ("ladders.toml", EFFECT, f'{EFFECT}\nwhen = {{ tags = ["lowd"] }}', 'tag "lowd" is not known'),
        ("ladders.toml", EFFECT, f'{EFFECT}\nwhen = {{ codes = ["T"] }}', 'item "T" is not known'),
        (
            "ladders.toml",
            EFFECT,
            f"{EFFECT}\nwhen = {{ settings = {{ a = 1 }} }}",
            'setting "a" is not known',
        ),
        ("ladders.toml", EFFECT, f"{EFFECT}\nwhen = {{ details = {{ a = 1 }} }}", 'detail "a" is not known'),
        ("ladders.toml", EFFECT, 'decider = "duty_leader"', 'nobody holds the role "duty_leader"'),
        ("ladders.toml", EFFECT, 'decider = "chief"', 'role "chief" is not known'),
        ("ladders.toml", "quiet_room", "noisy_room", 'placement "noisy_room" is not known'),
        ("ladders.toml", LADDER, f'{LADDER}\nrepeat_adjustment = "again"', 'adjustment "again" is not known'),
        (
            "ladders.toml",
            LADDER,
            f'{LADDER}\nconfirm_step = "out"\nconfirm_role = "tutor"',
            'step "out" is not known',
        ),
        ("ladders.toml", "", '[[ladder.entry]]\nstep = "out"\ncites = ["1"]', 'step "out" is not known'),
        ("placements.toml", 'station = "sit"', 'station = "stand"', 'station "stand" is not known'),
        ("placements.toml", 'owner = "author"', 'owner = "senco"', 'nobody holds the role "senco"'),
        ("placements.toml", 'role = "author"', 'role = "office"', 'nobody holds the role "office"'),
        (
            "pack.toml",
            "",
            '[[total]]\nid = "net"\nlabel = "Net"\nparts = { a = 1 }',
            'ledger "a" is not known',
        ),
        (
            "adjustments.toml",
            "",
            '[[adjustment]]\nid = "x"\nlabel = "X"\nstep = "no"',
            'step "no" is not known',
        ),
        ("adjustments.toml", "", '[[adjustment]]\nid = "x"\nlabel = "X"\noverlays = "seat"', "repeat_step"),
        ("time_owed.toml", "", '[[time_owed]]\nid = "x"\nlabel = "X"\nform = "hour"\ncites = ["1"]', "slot"),
        ("catalogue.toml", "", '[[shortcut]]\nid = "x"\nlabel = "X"\nitem = "TAK"', 'write "TALK"'),
    ],
)
def test_a_name_that_nothing_declares_is_reported(file: str, old: str, new: str, message: str) -> None:
    found = faults(file, old, new)
    assert [fault for fault in found if fault.startswith(f"{file}:") and message in fault], found


def test_the_place_is_the_line_and_column_of_the_name() -> None:
    (found,) = faults("clauses.toml", 'section = "rules"', 'section = "rule"')
    assert found.startswith(f"clauses.toml:{line_of('clauses.toml', 'section =')}:1 clause[0].section: ")
    assert found.endswith('expected one of rules; write "rules"')


def test_a_condition_is_on_a_detail_of_its_own_item() -> None:
    detail = '[[detail]]\nid = "minutes"\nlabel = "Minutes"\ntype = "integer"\n'
    item = '[[item]]\ncode = "LATE"\nlabel = "Late"\ngroup = "rules"\ndefinition = "Late."\ncites = ["1"]\n'
    condition = '[[item.condition]]\ndetail = "minutes"\nop = "at_least"\nvalue = "param:quiet.minutes"\n'
    (found,) = faults("catalogue.toml", "", detail + item + condition)
    assert 'detail of this item "minutes" is not known' in found
    assert faults("catalogue.toml", "", detail + item + 'details = ["minutes"]\n' + condition) == []


def test_a_file_that_cannot_be_read_makes_no_name_of_it_unknown() -> None:
    found = faults("clauses.toml", 'id = "1"', "id = 1 1")
    assert len(found) == 1
    assert "not TOML" in found[0]


def test_a_step_names_a_stage_of_points_where_there_are_points() -> None:
    staged = with_edit("ladders.toml", STEP, f'{STEP}\nstage = "warning"')
    assert faults_of(staged) == []
    staged["pack.toml"] += (
        '\n[[ledger]]\nid = "score"\nlabel = "Score"\nsingular = "point"\nplural = "points"\n'
    )
    (found,) = faults_of(staged)
    assert found.startswith("ladders.toml:16:1 ladder[0].step[0].stage: ")
    assert 'stage "warning" is not known' in found
    points = "points = { score = { warning = 1 } }\n"
    staged["catalogue.toml"] = staged["catalogue.toml"].replace("definition", f"{points}definition")
    assert faults_of(staged) == []
