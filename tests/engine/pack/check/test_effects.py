"""Effects that lack a part, or whose moment never comes."""

import pytest

from tests.tiny_pack import faults, line_of

PLACE = 'kind = "place"\ncites = ["2"]\nplacement = "quiet_room"\ndecider = "author"'


def replaced(effect: str) -> list[str]:
    """What is reported when the ladder's effect is another."""
    return faults("ladders.toml", PLACE, f'cites = ["2"]\n{effect}')


def test_nobody_is_placed_without_a_decider() -> None:
    (found,) = faults("ladders.toml", 'decider = "author"', "")
    line = line_of("ladders.toml", "[[ladder.step.effect]]")
    assert found.startswith(
        f"ladders.toml:{line}:1 ladder[0].step[1].effect[0]: places a pupil without a decider"
    )
    assert faults("ladders.toml", 'decider = "author"', 'decider = "confirmer"') == []
    assert faults("ladders.toml", 'decider = "author"', 'decider = "tutor"') == []


@pytest.mark.parametrize(
    ("effect", "message"),
    [
        ('kind = "propose"\nid = "x"\nlabel = "X"', "proposes to nobody"),
        ('kind = "task"\nid = "x"\nrole = "author"', "task without label"),
        ('kind = "tell"\naudience = "family"', "tell without channel"),
        ('kind = "owe"', "owe without owed"),
        ('kind = "post"\nstage = "quiet"', "post without ledger"),
        ('kind = "post"\nledger = "score"', "posts nothing"),
        ('kind = "post"\nledger = "score"\nstage = "a"\nvalue = "param:quiet.minutes"', "posts twice over"),
        ('kind = "plaice"', 'effect "plaice" is not known; expected one of open, owe, place'),
        (f'{PLACE.replace("cites", "xcites")}\non = "confirmed"', 'the moment "confirmed" never comes here'),
    ],
)
def test_an_effect_without_a_part_is_reported(effect: str, message: str) -> None:
    assert [fault for fault in replaced(effect) if message in fault], replaced(effect)


@pytest.mark.parametrize(
    ("on", "message"), [("", "says no moment"), ("no_show", 'moment "no_show" never comes')]
)
def test_the_effects_of_a_placement_say_when(on: str, message: str) -> None:
    (found,) = faults("placements.toml", 'on = "expected"', f'on = "{on}"')
    assert message in found
    assert "expected on = one of expected, arrival, release" in found
