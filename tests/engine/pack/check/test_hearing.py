"""Who hears of an act past its time is checked when the pack loads, with the place of each fault."""

from __future__ import annotations

import pytest

from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.schema.whole import ESCALATION
from tests.kept_packs import kept_pack
from tests.tiny_pack import faults_of, line_of, tiny_texts

HELD = '[roles]\noffice = ["Office"]\nsenco = ["SENCO"]\n'


def texts(table: str) -> dict[str, str]:
    """The pack of two steps with a table of escalation and two more roles."""
    found = tiny_texts()
    found["pack.toml"] = found["pack.toml"].replace("[roles]\n", HELD, 1) + f"\n[escalation]\n{table}\n"
    return found


def test_a_table_that_ends_and_names_roles_that_are_held_is_in_order() -> None:
    pack = load_pack(texts('office = ["senco", "tutor"]\ntutor = []'))
    assert pack.above("office") == ("senco", "tutor")
    assert pack.above("tutor") == ()


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ('office = ["clerk"]', 'nobody holds the role "clerk"'),
        ('office = ["caretaker"]', 'role "caretaker" is not known'),
        ('clerk = ["office"]', 'nobody holds the role "clerk"'),
        ('office = ["senco"]\nsenco = ["office"]', "an escalation without end: office → senco → office"),
        ('office = ["office"]', "an escalation without end: office → office"),
    ],
)
def test_a_role_that_nobody_holds_and_a_circle_are_found_where_they_stand(table: str, fault: str) -> None:
    found = texts(table)
    faults = faults_of(found)
    assert len(faults) == 1
    assert fault in faults[0]
    assert faults[0].startswith(f"pack.toml:{line_of('pack.toml', table.splitlines()[0], found)}:")


def test_a_pack_that_says_nothing_hears_by_the_default_among_its_own_roles() -> None:
    pack = load_pack(tiny_texts())
    held = {str(role) for role in pack.roles}
    assert not pack.escalation
    for role, above in ESCALATION.items():
        assert pack.above(role) == tuple(name for name in above if name in held)


@pytest.mark.parametrize("name", ["star_binary", "infiniti"])
def test_the_packs_say_who_hears(name: str) -> None:
    pack = kept_pack(name)
    assert pack.escalation
    assert pack.above("teacher")[-1] == "senior_leader"
