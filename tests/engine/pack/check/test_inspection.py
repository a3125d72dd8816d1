"""A pack laid out for checking: every declaration with its path, and what is said of an unknown name."""

from __future__ import annotations

import pytest

from evenhand.engine.pack.check.inspection import Inspection
from evenhand.engine.pack.convert import Draft
from evenhand.engine.pack.load import load_pack
from evenhand.engine.pack.schema import Clause, Item, LadderStep
from tests.tiny_pack import tiny_texts


@pytest.fixture
def look() -> Inspection:
    return Inspection(load_pack(tiny_texts()), Draft())


def said(look: Inspection) -> list[str]:
    return [error.message for error in look.draft.errors]


def test_every_declaration_of_a_kind_is_found_with_its_path(look: Inspection) -> None:
    assert {path: item.code for path, item in look.every(Item)} == {
        ("items", "TALK"): "TALK",
        ("items", "WANDER"): "WANDER",
    }
    assert [path[-1] for path, _ in look.every(Clause)] == ["1", "2"]


def test_what_stands_deep_in_a_ladder_is_found_by_its_place(look: Inspection) -> None:
    steps = {step.id: path for path, step in look.every(LadderStep)}
    assert steps == {
        "remind": ("ladders", "two_steps", "steps", 0),
        "quiet": ("ladders", "two_steps", "steps", 1),
    }
    assert look.names["step"] == {"remind", "quiet"}


def test_a_known_name_and_an_empty_one_are_passed(look: Inspection) -> None:
    look.known(("items", "TALK"), "group", "rules")
    look.known(("items", "TALK"), "group", "")
    assert said(look) == []


def test_an_unknown_name_is_reported_with_the_nearest(look: Inspection) -> None:
    look.known(("items", "TALK"), "time_owed", "detention")
    look.known(("items", "TALK"), "group", "rulez")
    assert said(look) == ['time owed "detention" is not known', 'group "rulez" is not known']
    assert "rules" in look.draft.errors[1].mend


def test_names_of_a_file_that_could_not_be_read_are_not_held_against_others(look: Inspection) -> None:
    look.draft.broken.add(("groups",))
    look.known(("items", "TALK"), "group", "rulez")
    assert said(look) == []
    look.known(("items", "TALK"), "section", "rulez")
    assert len(said(look)) == 1


def test_a_role_must_be_held_unless_the_event_has_that_person(look: Inspection) -> None:
    for passed in ("", "author", "witness", "teacher"):
        look.held(("ladders",), passed)
    assert said(look) == []
    look.held(("ladders",), "duty_leader")
    look.held(("ladders",), "chief")
    assert said(look) == ['nobody holds the role "duty_leader"', 'role "chief" is not known']
    assert look.draft.errors[0].mend.startswith("duty_leader = ")


def test_roles_that_could_not_be_read_are_not_held_against_others(look: Inspection) -> None:
    look.draft.broken.add(("roles",))
    look.held(("ladders",), "duty_leader")
    assert said(look) == []
