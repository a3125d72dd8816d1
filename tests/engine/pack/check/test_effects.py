"""Effects that lack a part, or whose moment never comes."""

import pytest

from tests.tiny_pack import faults, faults_of, line_of, tiny_texts, with_edit

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
        ('kind = "place"\ndecider = "author"', "place without placement"),
        ('kind = "place"\nplacement = "quiet_room"\ndecider = "senco"', 'nobody holds the role "senco"'),
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


def test_a_stage_is_one_that_some_item_has_in_that_ledger() -> None:
    ledger = '\n[[ledger]]\nid = "{0}"\nlabel = "{0}"\nsingular = "point"\nplural = "points"\n'
    post = 'cites = ["2"]\nkind = "post"\nledger = "{}"\nstage = "quiet"'
    for name, reported in (("score", False), ("other", True)):
        texts = with_edit("ladders.toml", PLACE, post.format(name))
        texts["pack.toml"] += ledger.format("score") + ledger.format("other")
        points = "points = { score = { quiet = 1 }, other = { loud = 1 } }\n"
        texts["catalogue.toml"] = texts["catalogue.toml"].replace("definition", f"{points}definition")
        message = 'no item has a stage "quiet" in the ledger "other"'
        assert any(message in fault for fault in faults_of(texts)) is reported


def test_only_moments_that_have_a_name_are_offered() -> None:
    path = '[[path]]\nid = "care"\nlabel = "Care"\nrole = "tutor"\ncites = ["1"]\n'
    effect = '[[path.effect]]\nkind = "task"\non = "never"\nid = "look"\nlabel = "Look"\nrole = "tutor"\ncites = ["1"]\n'
    found = [
        fault for fault in faults_of(tiny_texts() | {"paths.toml": path + effect}) if "never comes" in fault
    ]
    assert [fault.partition("; ")[2] for fault in found] == ["expected on = one of opened, again"]
