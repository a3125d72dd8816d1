"""Ladders out of order or in each other's way."""

import pytest

from tests.tiny_pack import faults, line_of

LADDER = 'match = "setting:step.match"'
OTHER = (
    '[[ladder]]\nid = "other"\nlabel = "Other"\nmode = "strict"\ngroups = ["rules"]\ncites = ["1"]\n'
    'scope = "setting:step.scope"\nmatch = "setting:step.match"\n'
)
STEP = '[[ladder.step]]\nid = "only"\nposition = 1\nlabel = "Only"\nphrase = "one step"\ncites = ["1"]\n'


@pytest.mark.parametrize("position", [0, 1, 3])
def test_the_positions_of_a_strict_ladder_count_from_one(position: int) -> None:
    (found,) = faults("ladders.toml", "position = 2", f"position = {position}")
    assert found.startswith(f"ladders.toml:{line_of('ladders.toml', 'position = 2')}:1 ")
    assert f"position {position} is step number 2 of a strict ladder" in found
    assert "write 2" in found


def test_the_positions_of_an_advisory_ladder_rise() -> None:
    advisory = ('mode = "strict"', 'mode = "advisory"')
    assert faults("ladders.toml", *advisory) == []
    text = 'mode = "advisory"\nwhere = ["lesson"]'
    found = faults("ladders.toml", 'mode = "strict"\nwhere = ["lesson"]', f"{text} # as before")
    assert found == []
    ladder = OTHER.replace("strict", "advisory") + 'where = ["off_site"]\n' + STEP
    (falling,) = faults("ladders.toml", "", ladder + STEP.replace("only", "again"))
    assert "position 1 comes after 1" in falling


def test_a_group_is_on_one_ladder_for_each_place() -> None:
    (found,) = faults("ladders.toml", "", f'{OTHER}where = ["off_site", "lesson"]\n{STEP}')
    assert 'the group "rules" is already on the ladder "two_steps" for lesson' in found
    assert faults("ladders.toml", "", f'{OTHER}where = ["off_site"]\n{STEP}') == []


def test_a_confirmation_is_whole() -> None:
    (role,) = faults("ladders.toml", LADDER, f'{LADDER}\nconfirm_step = "quiet"')
    assert "half a confirmation; expected confirm_role" in role
    (step,) = faults("ladders.toml", LADDER, f'{LADDER}\nconfirm_role = "tutor"')
    assert "half a confirmation; expected confirm_step" in step
    assert faults("ladders.toml", LADDER, f'{LADDER}\nconfirm_role = "tutor"\nconfirm_step = "quiet"') == []


def test_a_ladder_has_a_step() -> None:
    found = faults("ladders.toml", "", f'{OTHER}where = ["off_site"]\nstep = []')
    assert any("a ladder without a step" in fault for fault in found)
