"""Migrating in half the time: a table that is new changes nothing about how those it refers to were drawn before.

Django draws every model anew for each new table, all that refer to each other, which takes most of a migration. The
schema that comes out is compared with that of a plain `evenhand migrate` in tests/cli/commands/test_migrate.py.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.state import ModelState, ProjectState


def quicken() -> None:
    """Let every migration of this process draw a new table's model alone."""
    state_class: Any = ProjectState  # the relations it keeps are not in the stubs

    def add_model(state: Any, model: ModelState) -> None:
        key = model.app_label, model.name_lower
        state.models[key] = model
        if state._relations is not None:
            state.resolve_model_relations(key)
        if "apps" in state.__dict__:  # else they are drawn when they are first asked for
            state.apps.render_multiple([model])

    state_class.add_model = add_model
