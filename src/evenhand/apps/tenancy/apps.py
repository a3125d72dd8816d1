"""Registers the app with Django, and tells SQLite of the tables after every migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class TenancyConfig(AppConfig):
    """Trusts, schools, the scope of a school, its clock, calendar, timetable and lessons."""

    name = "evenhand.apps.tenancy"
    label = "tenancy"

    def ready(self) -> None:
        """Ask to be told when the migrations have run."""
        post_migrate.connect(tell_planner_last, dispatch_uid="tenancy.tell_planner")


def tell_planner_last(sender: AppConfig, using: str, **_signal: Any) -> None:
    """Once per run, after the last app that has tables."""
    # Imported here because models can be loaded only once every app is registered.
    from evenhand.apps.tenancy.planning import tell_planner  # noqa: PLC0415

    if sender is [config for config in apps.get_app_configs() if config.models_module][-1]:
        tell_planner(using)
