"""Migrating in a fraction of Django's time, to the same tables.

Django draws every model anew for each new table, column and index, with all that refer to each other, which takes most
of a migration. A new table changes nothing about how those were drawn that it refers to, and a new column or index
nothing of any other table; so here that model alone is drawn. Migrations that do anything else see everything drawn
again first and go Django's way. What comes out is compared with Django's own in tests/cli/commands/test_migrate.py.
"""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db.migrations import operations
from django.db.migrations.migration import Migration
from django.db.migrations.state import ModelState, ProjectState

ALONE = (
    operations.CreateModel,
    operations.DeleteModel,
    operations.AddField,
    operations.AddIndex,
    operations.AddConstraint,
    operations.RunPython,
    operations.RunSQL,
)
"""The operations that change how one model is drawn, or none."""
OURS = "evenhand."


def migrate(verbosity: int) -> None:
    """Apply every migration that is missing, and tell the apps so. Raises CommandError and what the database raises."""
    quicken()
    call_command("migrate", interactive=False, verbosity=verbosity)


def quicken() -> None:
    """Let every migration of this process draw what it changes and no more."""
    if hasattr(ProjectState, "drawn_alone"):
        return
    state_class: Any = ProjectState  # what is put on it is not in the stubs
    migration_class: Any = Migration
    reload_all, apply_all = state_class.reload_model, migration_class.apply

    def reload_model(state: Any, app_label: str, model_name: str, delay: bool = False) -> None:
        if not state.draws_alone:
            reload_all(state, app_label, model_name, delay)
        elif "apps" in state.__dict__:  # else they are drawn when they are first asked for
            _draw_alone(state, (app_label, model_name))

    def apply(migration: Any, state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        ours = migration.__module__.startswith(OURS)
        state.draws_alone = ours and all(isinstance(one, ALONE) for one in migration.operations)
        if ours and state.drawn_alone and not state.draws_alone:
            state.__dict__.pop("apps", None)
            state.drawn_alone = False
        try:
            return apply_all(migration, state, schema_editor, collect_sql)
        finally:
            state.draws_alone = False

    state_class.draws_alone = state_class.drawn_alone = False
    state_class.add_model, state_class.reload_model = _add_model, reload_model
    migration_class.apply = apply


def _add_model(state: Any, model: ModelState) -> None:
    """In place of ProjectState.add_model: nothing refers to the new one yet."""
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model])


def _draw_alone(state: Any, key: tuple[str, str]) -> None:
    """Draw one model again. Those that refer to it keep the former one, whose table and key are the same."""
    state.drawn_alone = True
    state.is_delayed = True  # so that a migration of data has everything drawn again before it reads
    with state.apps.bulk_update():
        state.apps.unregister_model(*key)
    state.apps.render_multiple([state.models[key]])
