"""Escalation that leads back to itself."""

from tests.tiny_pack import faults, faults_of, tiny_texts

DETENTION = '[[time_owed]]\nid = "{id}"\nlabel = "Stay behind"\nform = "slot"\ncites = ["2"]\n'
PLACES = (
    '[[time_owed.effect]]\nkind = "place"\non = "no_show"\ncites = ["2"]\nplacement = "quiet_room"\n'
    'decider = "tutor"\n'
)
OWES = '[[{table}.effect]]\nkind = "owe"\non = "{on}"\ncites = ["2"]\nowed = "{owed}"\n'


def test_a_missed_detention_may_lead_to_a_placement() -> None:
    assert faults("time_owed.toml", "", DETENTION.format(id="late") + PLACES) == []


def test_a_placement_that_leads_back_to_the_detention_is_reported_once() -> None:
    texts = tiny_texts()
    texts["time_owed.toml"] = DETENTION.format(id="late") + PLACES
    texts["placements.toml"] += OWES.format(table="placement", on="release", owed="late")
    (found,) = faults_of(texts)
    assert "an escalation without end: quiet_room → late → quiet_room" in found
    assert found.startswith("time_owed.toml:6:1 ")


def test_a_detention_that_sets_itself_again_and_a_longer_chain() -> None:
    itself = DETENTION.format(id="late") + OWES.format(table="time_owed", on="no_show", owed="late")
    (found,) = faults("time_owed.toml", "", itself)
    assert "late → late" in found
    chain = "".join(
        DETENTION.format(id=name) + OWES.format(table="time_owed", on="no_show", owed=following)
        for name, following in (("a", "b"), ("b", "c"), ("c", "a"))
    )
    (longer,) = faults("time_owed.toml", "", chain)
    assert "a → b → c → a" in longer
