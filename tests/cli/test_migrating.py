"""What draws only the changed model: it is drawn, the rest is not, and whoever needs the rest has it drawn again."""

from __future__ import annotations

from typing import Any
from unittest.mock import MagicMock

from django.db import models
from django.db.migrations import operations
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState

from evenhand.cli.migrating import OURS, quicken

quicken()


def two_models() -> Any:
    """Forms, and pupils that refer to them."""
    state = ProjectState()
    state.add_model(ModelState("yard", "Form", [("id", models.AutoField(primary_key=True))]))
    pupil = [
        ("id", models.AutoField(primary_key=True)),
        ("form", models.ForeignKey("yard.Form", models.CASCADE)),
    ]
    state.add_model(ModelState("yard", "Pupil", pupil))
    _ = state.apps
    return state


def run(state: Any, *steps: Any, module: str = f"{OURS}apps.yard.migrations.0002_more") -> Any:
    """The state after a migration of these steps, with a stand-in for the database."""
    made = type("Migration", (Migration,), {"operations": list(steps), "__module__": module})
    editor = MagicMock()
    editor.connection.alias = "default"
    return made("0002_more", "yard").apply(state, editor)


def drawn(state: Any, name: str) -> Any:
    return state.apps.get_model("yard", name)


NAMED = operations.AddField("form", "name", models.CharField(max_length=9, default=""))
WIDER = operations.AlterField("form", "name", models.CharField(max_length=99, default=""))


def test_a_new_column_draws_its_own_model_alone() -> None:
    state = two_models()
    form, pupil = drawn(state, "Form"), drawn(state, "Pupil")
    state = run(state, NAMED)
    assert drawn(state, "Pupil") is pupil
    assert drawn(state, "Form") is not form
    assert drawn(state, "Form")._meta.get_field("name").max_length == 9


def test_a_new_table_draws_none_of_those_it_refers_to() -> None:
    state = two_models()
    form = drawn(state, "Form")
    seat = [
        ("id", models.AutoField(primary_key=True)),
        ("form", models.ForeignKey("yard.Form", models.CASCADE)),
    ]
    state = run(state, operations.CreateModel("Seat", seat))
    assert drawn(state, "Form") is form
    assert drawn(state, "Seat")._meta.get_field("form").related_model is form
    assert {one.related_model.__name__ for one in form._meta.related_objects} == {"Pupil", "Seat"}


def test_a_change_of_another_kind_has_everything_drawn_again() -> None:
    state = run(run(two_models(), NAMED), WIDER)
    form = drawn(state, "Form")
    assert form._meta.get_field("name").max_length == 99
    assert drawn(state, "Pupil")._meta.get_field("form").related_model is form


def test_data_is_moved_with_everything_drawn_again() -> None:
    seen: list[bool] = []

    def move(apps: Any, _editor: Any) -> None:
        seen.append(
            apps.get_model("yard", "Pupil")._meta.get_field("form").related_model
            is apps.get_model("yard", "Form")
        )

    run(run(two_models(), NAMED), operations.RunPython(move))
    assert seen == [True]


def test_the_migrations_of_others_go_the_usual_way() -> None:
    state = two_models()
    pupil = drawn(state, "Pupil")
    state = run(state, NAMED, module="elsewhere.migrations.0002_more")
    assert drawn(state, "Pupil") is not pupil
    assert not state.drawn_alone
